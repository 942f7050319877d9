import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Refusal, type Answer, type Local } from "./call.ts";
import type { Check } from "./check.ts";
import { shape, type Json } from "./json.ts";
import type { Limits } from "./limits.ts";
import { openApi, type Operation } from "./openapi.ts";
import { pageFor } from "./page/index.ts";
import { handlerOf, type AnyCall } from "./routes.ts";
import { readRequest, type Request } from "./request.ts";
import type { Fault, LocalGitHubOptions, RequestHook, RequestRecord, Violation } from "./types.ts";
import { wireOf } from "./wire.ts";
import { findRepo, isAtLeast, permissionOf, type World } from "./world.ts";

export type FrontState = {
  readonly check: NonNullable<LocalGitHubOptions["check"]>;
  readonly checks: Check;
  readonly limits: Limits;
  readonly violations: Violation[];
  readonly log: RequestRecord[];
  readonly hooks: Set<RequestHook>;
  /** The set time; null: the real one. */
  readonly clock: { now: number | null };
};

const creating: ReadonlySet<string> = new Set([
  "issues/create",
  "issues/create-comment",
  "pulls/create",
  "reactions/create-for-issue",
  "reactions/create-for-issue-comment",
]);

/** The HTTP side: reads, limits, checks, answers. One write at a time, as if in a transaction. */
export function frontServer(local: () => Local, state: FrontState): Server {
  let last: Promise<unknown> = Promise.resolve();
  function exclusive<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work);
    // The failure is the caller's, who has `mine`; the next one only waits for its end.
    last = mine.catch(() => undefined);
    return mine;
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const world = local().world;
    const request = await readRequest(incoming, world, state.clock.now);
    if (openApi().match(request.method, request.path) === null) {
      const page = await pageFor(request, local(), performForPage);
      if (page !== null) {
        response.writeHead(page.status, page.headers).end(page.body);
        return;
      }
    }
    const fault = await faultOf(request);
    const refusedByFault = fault !== null && fault.when !== "after";
    const answer = refusedByFault ? null : await answerOf(request, world);
    if (fault?.status === 0) {
      incoming.socket.destroy();
      return;
    }
    if (fault !== null) {
      const body = fault.body ?? { message: "Server Error" };
      return reply(response, request, { status: fault.status, json: body }, fault.headers ?? {});
    }
    if (answer !== null) reply(response, request, answer.answer, answer.headers);
  }

  /** What a form does counts, is limited and is noted as the same request to the API would be. */
  async function performForPage(request: Request): Promise<Answer> {
    const fault = await faultOf(request);
    const failed: Answer = { status: fault?.status || 502, json: { message: "Server Error" } };
    const isPerformed = fault === null || fault.when === "after";
    const performed = isPerformed ? (await answerOf(request, local().world)).answer : failed;
    const answer = fault === null ? performed : failed;
    state.limits.count(request.who.login ?? "anonymous");
    noteRequest(request, answer.status);
    return answer;
  }

  function noteRequest({ method, target, who }: Request, status: number): void {
    state.log.push({ method, path: target, status, login: who.login });
  }

  async function faultOf({ method, path, who, rawBody }: Request): Promise<Fault | null> {
    for (const hook of state.hooks) {
      const fault = await hook({ method, path, login: who.login, body: rawBody });
      if (fault !== undefined) return fault;
    }
    return null;
  }

  async function answerOf(
    request: Request,
    world: World,
  ): Promise<{ answer: Answer; headers: Record<string, string> }> {
    const match = openApi().match(request.method, request.path);
    const login = request.who.login ?? "anonymous";
    const isFree = match?.operation.id === "rate-limit/get";
    const creates = match !== null && creating.has(match.operation.id);
    const limited = isFree ? null : state.limits.refuse(login, request.now, creates);
    if (limited !== null) {
      const headers = { "retry-after": String(limited.retryAfter) };
      return { answer: { status: 403, json: { message: limited.message } }, headers };
    }
    try {
      if (isFree)
        return { answer: { status: 200, json: rateLimit(login, request.now) }, headers: {} };
      const answer = await performed(request, world, match);
      return { answer, headers: {} };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const json = {
        message: error.message,
        ...(error.errors === undefined ? {} : { errors: error.errors }),
        documentation_url: "https://docs.github.com/rest",
        status: String(error.status),
      };
      return { answer: { status: error.status, json }, headers: {} };
    }
  }

  function rateLimit(login: string, now: number): Json {
    const core = state.limits.quota(login, now);
    return { resources: { core, search: core }, rate: core };
  }

  async function performed(
    request: Request,
    world: World,
    match: ReturnType<ReturnType<typeof openApi>["match"]>,
  ): Promise<Answer> {
    const { method, path, query, rawBody, who } = request;
    if (match === null) {
      violate("request", "", request, "GitHub has no such operation");
      throw new Refusal(
        state.check === "enforce" ? 422 : 404,
        `GitHub has no operation ${method} ${path}`,
      );
    }
    const { operation, params } = match;
    if (state.check !== "off") {
      const problems = state.checks.request(operation, params, query, rawBody);
      for (const problem of problems) violate("request", operation.id, request, problem);
      if (problems.length > 0 && state.check === "enforce") {
        throw new Refusal(
          422,
          `${operation.id} is called in a way that GitHub does not describe: ${problems.join("; ")}`,
        );
      }
    }
    if (who.kind === "nobody" && request.headers["authorization"] !== undefined)
      throw new Refusal(401, "Bad credentials");
    const owner = params["owner"];
    const repo =
      owner === undefined || params["repo"] === undefined
        ? null
        : findRepo(world, owner, params["repo"]);
    if (owner !== undefined && repo === null) throw new Refusal(404, "Not Found");
    if (repo !== null && who.kind !== "app" && !isAtLeast(permissionOf(repo, who.login), "read")) {
      throw new Refusal(404, "Not Found");
    }
    if (method !== "GET" && who.kind === "nobody")
      throw new Refusal(401, "Requires authentication");
    const accept = request.headers["accept"];
    const body = shape<Json>(
      typeof rawBody === "object" && rawBody !== null && !Array.isArray(rawBody) ? rawBody : {},
    );
    const call: AnyCall = {
      operation,
      params,
      query,
      target: request.target,
      body,
      rawBody,
      accept,
      who,
      now: request.now,
      at: request.at,
      repo,
    };
    const handler = handlerOf(operation.id);
    const isExclusive = method !== "GET" || who.kind === "app";
    const answer = isExclusive
      ? await exclusive(async () => handler(call, local()))
      : await handler(call, local());
    if (state.check !== "off") checkAnswer(request, operation, answer);
    return answer;
  }

  function checkAnswer(
    request: Request,
    operation: Operation,
    { status, json, text, foreign }: Answer,
  ): void {
    if (text !== undefined) return;
    for (const problem of state.checks.read(operation, status, json)) {
      violate("read", operation.id, request, problem);
    }
    if (foreign === true) return;
    for (const problem of state.checks.answer(operation, status, json)) {
      violate("answer", operation.id, request, problem);
    }
  }

  function violate(
    kind: Violation["kind"],
    operation: string,
    { method, target }: Request,
    message: string,
  ): void {
    state.violations.push({ kind, operation, method, path: target, message });
  }

  function reply(
    response: ServerResponse,
    request: Request,
    answer: Answer,
    extra: Readonly<Record<string, string>>,
  ): void {
    const login = request.who.login ?? "anonymous";
    const { status, headers, body } = wireOf(request, answer);
    // A 304 is free only for who shows a token.
    if (status !== 304 || request.who.kind === "nobody") state.limits.count(login);
    const quota = state.limits.quota(login, request.now);
    noteRequest(request, status);
    response.writeHead(status, {
      ...extra,
      ...headers,
      "x-ratelimit-limit": String(quota.limit),
      "x-ratelimit-remaining": String(quota.remaining),
      "x-ratelimit-used": String(quota.used),
      "x-ratelimit-reset": String(quota.reset),
      "x-ratelimit-resource": "core",
      date: new Date(request.now).toUTCString(),
    });
    response.end(body === "" ? undefined : body);
  }

  return createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: `The local GitHub failed: ${message}` }));
    });
  });
}
