import type { Context, Probot } from "probot";
import type { Requester } from "../../adapters/github/asking.ts";
import { hintOf } from "../../app/delivery.ts";
import type { TickMemory } from "../../app/tick.ts";
import { isIncomplete } from "../../app/outcome.ts";
import { type Delivery, lacksWhatItMustCarry, receive, type Received } from "../../app/receive.ts";
import { OutsideError, UserError } from "../../errors.ts";
import type { Claims, Clock, Log } from "../../ports.ts";
import { type Engine, openEngine } from "../engine.ts";
import type { ModelAccess } from "../model.ts";

export type AppHost = {
  /** The App's own login, `<slug>[bot]`. */
  readonly login: string;
  readonly claims: Claims;
  readonly memory?: TickMemory;
  readonly model?: ModelAccess;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every delivery what became of it. */
  readonly onReceived?: (received: Received, id: string) => void;
  readonly onDecided?: (ms: number) => void;
};

export type AppEngines = {
  /** The engine on a repository; its policy is read again after a minute, or when a push may have changed it. */
  readonly engineFor: (repo: string, request: Requester) => Promise<Engine>;
  readonly forget: (repo: string) => void;
};

const policyTtlMs = 60_000;

export function appEngines(host: AppHost): AppEngines {
  const engines = new Map<string, { at: number; engine: Promise<Engine> }>();
  return {
    forget: (repo) => engines.delete(repo),
    engineFor: (repo, request) => {
      const known = engines.get(repo);
      if (known !== undefined && host.clock.now() - known.at < policyTtlMs) return known.engine;
      const { login, claims, clock, log, onDecided, memory, model } = host;
      const engine = openEngine({
        request,
        repo,
        login,
        claims,
        clock,
        log,
        ...(memory === undefined ? {} : { memory }),
        ...(model === undefined ? {} : { model }),
        ...(onDecided === undefined ? {} : { onDecided }),
      });
      engines.set(repo, { at: clock.now(), engine });
      engine.catch(() => engines.delete(repo));
      return engine;
    },
  };
}

/**
 * How a delivery ends that needs no look at GitHub: most of them. null: it is one for the engine. A loaded App hears of
 * everything that happens in a repository, so this is asked before Probot makes an Octokit for the delivery.
 */
export function endsEarly(delivery: Delivery, host: AppHost, engines: AppEngines): Received | null {
  const { event, payload } = delivery;
  const end = (ending: Received["ending"], why: string): Received => {
    const received: Received = { event, ending, why, tasks: [] };
    host.log.debug("delivery", { id: delivery.id, event, ending, why });
    host.onReceived?.(received, delivery.id ?? "");
    return received;
  };
  const hint = hintOf(event, payload);
  if (event === "push") forgetPolicy(payload, engines);
  if (hint.kind === "refused") return end(hint.ending, lacksWhatItMustCarry);
  if (hint.kind === "ignored") return end("ignored-event", hint.why);
  return isOwnWrite(hint, host.login)
    ? end("own-write", `${hint.sender} is Mission Control`)
    : null;
}

/** The Probot application function: what does not end early goes to the engine. */
export function missionControl(host: AppHost, engines: AppEngines): (app: Probot) => void {
  return (app) => {
    app.onAny(async (context) => {
      const delivery = { id: context.id, event: context.name, payload: context.payload };
      const hint = hintOf(delivery.event, delivery.payload);
      if (hint.kind !== "task" && hint.kind !== "pull") return;
      // Probot's own types leave out what it adds to every event.
      const { octokit } = context as unknown as Context;
      const engine = await engineOrNothing(host, () =>
        engines.engineFor(hint.repo, (route, parameters) => octokit.request(route, parameters)),
      );
      if (engine === null) return;
      const received = await receive(delivery, engine.receiving);
      host.onReceived?.(received, context.id);
      // GitHub shows a failed delivery as such, and it can be sent again from there.
      if (isIncomplete(received.ending)) throw new OutsideError(received.why || received.ending);
    });
  };
}

/** A policy that cannot be read stops this repository and says so; the others go on. */
async function engineOrNothing(host: AppHost, open: () => Promise<Engine>): Promise<Engine | null> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    host.log.error("the policy cannot be used", { error: error.message });
    return null;
  }
}

/** The same rule as the engine's, before anything is asked of GitHub. */
function isOwnWrite(
  hint: { kind: string; sender: string | null; action: string | null },
  login: string,
): boolean {
  return hint.kind === "task" && hint.sender === login && hint.action !== "opened";
}

function forgetPolicy(payload: unknown, engines: AppEngines): void {
  if (typeof payload !== "object" || payload === null || !("repository" in payload)) return;
  const { repository } = payload;
  if (typeof repository !== "object" || repository === null || !("full_name" in repository)) return;
  if (typeof repository.full_name === "string") engines.forget(repository.full_name);
}
