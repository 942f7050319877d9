import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { breakOff } from "./break-off.ts";
import type { Answer, Local } from "./call.ts";
import type { FaultPlan } from "./faults.ts";
import type { Limits } from "./limits.ts";
import { openApi } from "./openapi.ts";
import { pageFor } from "./page/index.ts";
import { performer, type Performed, type Rules } from "./perform.ts";
import { readRequest, type Request } from "./request.ts";
import type { Fault, RequestHook, RequestRecord } from "./types.ts";
import { wireOf, type Wire } from "./wire.ts";

export type FrontState = Rules & {
  limits: Limits;
  readonly log: RequestRecord[];
  readonly hooks: Set<RequestHook>;
  readonly faults: FaultPlan;
  /** The set time; null: the real one. */
  readonly clock: { now: number | null };
};

/** The HTTP side: reads, answers, and goes wrong where a test wants it to. */
export function frontServer(local: () => Local, state: FrontState): Server {
  const perform = performer(local, state);

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(incoming, local().world, state.clock.now);
    if (openApi().match(request.method, request.path) === null) {
      const page = await pageFor(request, local(), performForPage);
      if (page !== null) {
        response.writeHead(page.status, page.headers).end(page.body);
        return;
      }
    }
    response.once("close", state.limits.enter(request.who));
    const fault = await faultOf(request);
    const isPerformed = fault === null || fault.when === "after";
    const done = isPerformed ? await perform(request) : null;
    if (fault === null && done !== null) return send(response, request, wireFor(request, done));
    if (fault !== null) await goWrong(response, request, fault, done);
  }

  async function goWrong(
    response: ServerResponse,
    request: Request,
    fault: Fault,
    done: Performed | null,
  ): Promise<void> {
    if (fault.status !== 0) {
      const answer = { ...failed(fault), headers: fault.headers ?? {} };
      return send(response, request, wireFor(request, { answer, isFree: false }));
    }
    noteRequest(request, 0);
    await breakOff(response, fault, done === null ? null : wireFor(request, done));
  }

  /** What a form does counts, is limited and is noted as the same request to the API would be. */
  async function performForPage(request: Request): Promise<Answer> {
    const fault = await faultOf(request);
    const isPerformed = fault === null || fault.when === "after";
    const done = isPerformed ? await perform(request) : null;
    const answer = fault === null && done !== null ? done.answer : failed(fault);
    if (done?.isFree !== true) state.limits.count(request.who, request.now);
    noteRequest(request, answer.status);
    return answer;
  }

  function noteRequest({ method, target, who }: Request, status: number): void {
    state.log.push({ method, path: target, status, login: who.login });
  }

  async function faultOf(request: Request): Promise<Fault | null> {
    const { method, path, who, rawBody } = request;
    for (const hook of state.hooks) {
      const fault = await hook({ method, path, login: who.login, body: rawBody });
      if (fault !== undefined) return fault;
    }
    const operation = openApi().match(method, path)?.operation.id ?? null;
    return state.faults.next({ method, path, login: who.login, operation });
  }

  /** The answer with its headers, and what it costs counted. */
  function wireFor(request: Request, { answer, isFree }: Performed): Wire {
    const { who, now, id } = request;
    const wire = wireOf(request, answer);
    // A 304 is free only for who shows a token.
    const isUnchanged = wire.status === 304 && who.kind !== "nobody";
    if (!isFree && !isUnchanged) state.limits.count(who, now);
    const quota = state.limits.quota(who, now);
    const headers = {
      "x-ratelimit-limit": String(quota.limit),
      "x-ratelimit-remaining": String(quota.remaining),
      "x-ratelimit-used": String(quota.used),
      "x-ratelimit-reset": String(quota.reset),
      "x-ratelimit-resource": "core",
      "x-github-request-id": id,
      date: new Date(now).toUTCString(),
      ...wire.headers,
    };
    return { ...wire, headers };
  }

  function send(response: ServerResponse, request: Request, wire: Wire): void {
    noteRequest(request, wire.status);
    response.writeHead(wire.status, wire.headers);
    response.end(wire.body === "" ? undefined : wire.body);
  }

  return createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: `The local GitHub failed: ${message}` }));
    });
  });
}

function failed(fault: Fault | null): Answer {
  return { status: fault?.status || 502, json: fault?.body ?? { message: "Server Error" } };
}
