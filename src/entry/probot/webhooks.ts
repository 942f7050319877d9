import type { IncomingMessage, ServerResponse } from "node:http";
import { Probot, ProbotOctokit } from "probot";
import { patience, writePause } from "../../adapters/github/patience.ts";
import { type AppEngines, appEngines, type AppHost, endsEarly, missionControl } from "./app.ts";
import { type Intake, type Refusal, takeIn } from "./intake.ts";
import { pinoLike } from "./logger.ts";

export type AppCredentials = {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly apiUrl: string;
};

export const webhookPath = "/api/github/webhooks";

/** GitHub waits for ten seconds. */
const answerWithinMs = 9000;

type TakenIn = Extract<Intake, { kind: "delivery" }>["delivery"];
type Answer = { readonly status: number; readonly text: string };

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
  const wait = patience({ ...options, writeEveryMs: writePause(apiUrl) });
  const probot = new Probot({
    appId,
    privateKey,
    secret: webhookSecret,
    baseUrl: apiUrl,
    log: pinoLike(options.log),
    // Probot's own throttling drops a write that meets a secondary limit, and it and the retrying let every request wait
    // for a timer or two.
    Octokit: ProbotOctokit.plugin((octokit) => octokit.hook.wrap("request", wait)).defaults(
      (given: Record<string, unknown>) => ({
        ...given,
        throttle: { enabled: false },
        retry: { enabled: false },
      }),
    ),
  });
  const asApp = await probot.auth();
  const { data } = await asApp.request("GET /app");
  const host: AppHost = { ...options, login: `${data?.slug ?? "mission-control"}[bot]` };
  const engines = appEngines(host);
  missionControl(host, engines)(await probot.ready());
  const verify = (body: string, signature: string) => probot.webhooks.verify(body, signature);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const intake = await takeIn(request, verify);
    if (intake.kind === "refused") {
      request.resume();
      return refuse(request, response, intake);
    }
    const { delivery } = intake;
    const ended = endsEarly(delivery, host, engines);
    if (ended?.ending === "bad-payload") {
      return refuse(request, response, { status: 400, reason: ended.ending, error: ended.why });
    }
    if (ended !== null) return say(response, 200, "ok");
    const late = deadline(answerWithinMs);
    const answer = await Promise.race([work(delivery), late.passed]);
    late.clear();
    say(response, answer.status, answer.text);
  }

  async function work({ id, event, payload }: TakenIn): Promise<Answer> {
    try {
      // The names are checked already, and what is in the payload is checked where it is read.
      await probot.receive({ id, name: event, payload } as Parameters<typeof probot.receive>[0]);
      return { status: 200, text: "ok" };
    } catch (error) {
      // Probot has told the log; GitHub shows the failed delivery, and can send it again.
      return { status: 500, text: error instanceof Error ? error.message : String(error) };
    }
  }

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { status, reason, error }: Refusal,
  ): void {
    const { "x-github-delivery": id, "x-github-event": event } = request.headers;
    host.log.warn("delivery refused", { id, event, status, reason, error });
    const allow = status === 405 ? { allow: "POST" } : {};
    response
      .writeHead(status, { "content-type": "application/json", ...allow })
      .end(JSON.stringify({ reason, error }));
  }

  return { login: host.login, handle, probot, engines };
}

function say(response: ServerResponse, status: number, text: string): void {
  const body = `${text}\n`;
  // With its length said, the answer is one write instead of three chunks.
  response
    .writeHead(status, { "content-type": "text/plain", "content-length": Buffer.byteLength(body) })
    .end(body);
}

/** Says that we are still at it before GitHub stops listening. */
function deadline(ms: number): { passed: Promise<Answer>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve({ status: 202, text: "still at it" }), ms);
  });
  return { passed, clear: () => clearTimeout(timer) };
}
