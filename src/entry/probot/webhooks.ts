import type { IncomingMessage, ServerResponse } from "node:http";
import { createNodeMiddleware, Probot, ProbotOctokit } from "probot";
import { isKnownEvent } from "../../app/receive.ts";
import type { Log } from "../../ports.ts";
import { type AppEngines, appEngines, type AppHost, missionControl } from "./app.ts";
import { pinoLike } from "./logger.ts";

export type AppCredentials = {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly apiUrl: string;
  /** False on a GitHub of our own, which has no limits to keep to. */
  readonly throttle?: boolean;
};

export const webhookPath = "/api/github/webhooks";

export type Webhooks = {
  /** The App's own login, as GitHub gave it. */
  readonly login: string;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly probot: Probot;
  readonly engines: AppEngines;
};

/** The webhook end of the App: what is not a signed webhook of a known event is refused, with a line in the log. */
export async function appWebhooks(
  credentials: AppCredentials,
  options: Omit<AppHost, "login">,
): Promise<Webhooks> {
  const { appId, privateKey, webhookSecret, apiUrl } = credentials;
  const throttle = credentials.throttle === false ? { enabled: false } : retryingThrottle(options.log);
  const probot = new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: apiUrl,
    log: pinoLike(options.log),
    Octokit: ProbotOctokit.defaults((options: Record<string, unknown>) => ({
      ...options,
      throttle: { ...Object(options["throttle"]), ...throttle },
    })),
  });
  const asApp = await probot.auth();
  const { data } = await asApp.request("GET /app");
  const host: AppHost = { ...options, login: `${data?.slug ?? "mission-control"}[bot]` };
  const engines = appEngines(host);
  const middleware = await createNodeMiddleware(missionControl(host, engines), {
    probot,
    webhooksPath: webhookPath,
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const event = String(request.headers["x-github-event"] ?? "");
    if (request.method === "POST" && event !== "" && !isKnownEvent(event)) {
      return refuse(request, response, 400, "unknown-event", `GitHub sends no event "${event.slice(0, 60)}"`);
    }
    response.once("finish", () => {
      if (response.statusCode < 400) return;
      host.log.warn("delivery refused", {
        id: String(request.headers["x-github-delivery"] ?? ""),
        event,
        status: response.statusCode,
      });
    });
    try {
      await middleware(request, response, () => {
        response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
      });
    } catch (error) {
      // The library trips over its own error when a body is not what it expects.
      const message = error instanceof Error ? error.message : String(error);
      if (!response.headersSent) refuse(request, response, 400, "bad-payload", message);
    }
  }

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    reason: string,
    error: string,
  ): void {
    request.resume();
    const id = String(request.headers["x-github-delivery"] ?? "");
    host.log.warn("delivery refused", { id, reason, error });
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ reason, error }));
  }

  return { login: host.login, handle, probot, engines };
}

/** Probot's own throttling drops a write that meets a secondary limit; a dropped write is lost work. */
function retryingThrottle(log: Log) {
  const retry = (kind: string) => (after: number, request: { method: string; url: string }, _octokit: unknown, tries: number) => {
    log.warn(`${kind} rate limit`, { method: request.method, url: request.url, after, tries });
    return tries < 3;
  };
  return { onRateLimit: retry("primary"), onSecondaryRateLimit: retry("secondary") };
}
