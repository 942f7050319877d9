import type { Requester } from "../../adapters/github/asking.ts";
import { openStore } from "../../adapters/sqlite/store.ts";
import type { Received } from "../../app/receive.ts";
import { tick, type Ticked } from "../../app/tick.ts";
import type { Channel, Clock, Log } from "../../ports.ts";
import type { Engine } from "../engine.ts";
import type { ModelAccess } from "../model.ts";
import { type HttpServer, type Route, sendJson, startHttp } from "../server/http.ts";
import { type AppCredentials, appWebhooks, type Webhooks, webhookPath } from "./webhooks.ts";
import type { AppHost } from "./app.ts";
import { atRest, giveMemoryBack } from "./rest.ts";

export type ServeOptions = {
  readonly credentials: AppCredentials;
  readonly host: string;
  readonly port: number;
  /** Where the store is, or `:memory:`. */
  readonly store: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly channels: readonly Channel[];
  readonly model?: ModelAccess;
  /** Milliseconds between ticks; 0: only when asked. */
  readonly tickEveryMs: number;
  readonly routes?: readonly Route[];
  readonly onReceived?: AppHost["onReceived"];
  readonly onDecided?: AppHost["onDecided"];
};

export type ServedApp = {
  readonly url: string;
  readonly login: string;
  readonly webhooks: Webhooks;
  /** Asks GitHub as the installation on that repository. */
  readonly requesterFor: (repo: string) => Promise<Requester>;
  readonly engineFor: (repo: string) => Promise<Engine>;
  readonly tick: (repo: string) => Promise<Ticked>;
  readonly close: () => Promise<void>;
};

/** So long after the last delivery and the last tick, the App is at rest. */
const restMs = 10_000;

/** The App: webhooks in real time, and a clock of its own for what only time brings about. */
export async function serveApp(options: ServeOptions): Promise<ServedApp> {
  const { credentials, clock, log } = options;
  const store = openStore(options.store, clock);
  const host = {
    claims: store.claims,
    memory: store.lists,
    clock,
    log,
    onReceived: (received: Received, id: string) => {
      if (received.tasks.length > 0) store.deliveries.record(lineOf(received, id, clock.now()));
      options.onReceived?.(received, id);
    },
    ...(options.onDecided === undefined ? {} : { onDecided: options.onDecided }),
    ...(options.model === undefined ? {} : { model: options.model }),
  };
  const webhooks = await appWebhooks(credentials, host);
  const rest = atRest(restMs, giveMemoryBack);
  rest.stir();
  const server: HttpServer = await startHttp(options, log, [
    async (request, response, path) => {
      if (path !== webhookPath) return false;
      rest.stir();
      await webhooks.handle(request, response);
      return true;
    },
    (_request, response, path) => {
      if (path !== "/health/live") return false;
      sendJson(response, 200, { status: "live" });
      return true;
    },
    ...(options.routes ?? []),
  ]);

  const requesterFor = async (repo: string): Promise<Requester> => {
    const [owner = "", name = ""] = repo.split("/");
    const app = await webhooks.probot.auth();
    const { data } = await app.request("GET /repos/{owner}/{repo}/installation", {
      owner,
      repo: name,
    });
    const octokit = await webhooks.probot.auth(data.id);
    return (route, parameters) => octokit.request(route, parameters);
  };
  const requesters = new Map<string, Promise<Requester>>();
  const engineFor = async (repo: string): Promise<Engine> => {
    const requester = requesters.get(repo) ?? requesterFor(repo);
    requesters.set(repo, requester);
    requester.catch(() => requesters.delete(repo));
    return await webhooks.engines.engineFor(repo, await requester);
  };
  const tickOne = async (repo: string): Promise<Ticked> => {
    const engine = await engineFor(repo);
    rest.stir();
    return await tick({ ...engine.ticking, channels: options.channels });
  };
  /** A repository that another one governs has its tick there. */
  const tickAtHome = async (repo: string): Promise<Ticked | null> =>
    (await engineFor(repo)).repo === repo ? await tickOne(repo) : null;
  const stop = startTicking(options, webhooks, tickAtHome);
  return {
    url: server.url,
    login: webhooks.login,
    webhooks,
    requesterFor,
    engineFor,
    tick: tickOne,
    close: async () => {
      rest.stop();
      await stop();
      await server.close();
      store.close();
    },
  };
}

function lineOf({ event, ending, why, tasks }: Received, id: string, receivedAt: number) {
  const entity = tasks.map(({ repo, number }) => `${repo}#${number}`).join(" ");
  return {
    id,
    event,
    action: null,
    entity,
    receivedAt,
    outcome: ending,
    reason: why === "" ? null : why,
  };
}

/** Ticks every repository the App is installed on, one after the other; never two passes at once. */
function startTicking(
  { tickEveryMs, clock, log }: ServeOptions,
  webhooks: Webhooks,
  tickOne: (repo: string) => Promise<Ticked | null>,
): () => Promise<void> {
  if (tickEveryMs <= 0) return () => Promise.resolve();
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      for (const repo of await installedOn(webhooks, log)) {
        if (stopping.signal.aborted) break;
        try {
          const ticked = await tickOne(repo);
          if (ticked !== null)
            log.info("tick", { repo, read: ticked.tasks.length, left: ticked.unread.length });
        } catch (error) {
          log.error("tick failed", {
            repo,
            error: error instanceof Error ? error.message : String(error),
          });
        }
      }
      // The only way the sleep fails is that we are told to stop, which the loop sees.
      await clock.sleep(tickEveryMs, stopping.signal).catch(() => undefined);
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}

async function installedOn(webhooks: Webhooks, log: Log): Promise<readonly string[]> {
  try {
    const app = await webhooks.probot.auth();
    const repos: string[] = [];
    const installations = await app.paginate("GET /app/installations", { per_page: 100 });
    for (const { id } of installations) {
      const octokit = await webhooks.probot.auth(id);
      const found = await octokit.paginate("GET /installation/repositories", { per_page: 100 });
      repos.push(...found.map(({ full_name }) => full_name));
    }
    return [...new Set(repos)];
  } catch (error) {
    log.error("the installations cannot be listed", {
      error: error instanceof Error ? error.message : String(error),
    });
    return [];
  }
}
