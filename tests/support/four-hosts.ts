import { Readable } from "node:stream";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWeb } from "../../src/build/web.ts";
import { runAction } from "../../src/entry/action/run.ts";
import { startAppHost } from "../../src/entry/cli/app-host.ts";
import type { Env, Io } from "../../src/entry/cli/io.ts";
import { runCli } from "../../src/entry/cli/run.ts";
import { serveApp } from "../../src/entry/probot/serve.ts";
import { webhookPath } from "../../src/entry/probot/webhooks.ts";
import { pageRoutes } from "../../src/entry/server/pages.ts";
import { clockOf } from "../../src/entry/clock.ts";
import type { Delivery, LocalGitHub, LocalGitHubOptions } from "../../src/local/github/index.ts";
import type { Log } from "../../src/ports.ts";
import { historyFiles } from "./history-cast.ts";
import type { Host } from "./play-history.ts";

/** A host as it is run for real, but for the process around it. */
export type RealHost = Host & {
  /** How each delivery ended, oldest first. */
  readonly endings: readonly string[];
  /** What it said to each delivery: an HTTP status, or an exit code. */
  readonly answers: readonly number[];
  /** Where it listens; null for a host that does not. */
  readonly url: string | null;
  readonly close: () => Promise<void>;
};

/** A machine user, as whom the command line writes. */
export const machine = "robot";
export const hostUsers: LocalGitHubOptions["users"] = [{ login: machine }];

/** `repos`: how many there are on that GitHub already. */
export type StartHost = (github: LocalGitHub, repos: number) => Promise<RealHost>;

const actions = "github-actions[bot]";

export const realHosts = {
  App: startApp,
  Action: (github) => Promise.resolve(actionOn(github)),
  CLI: (github) => Promise.resolve(cliOn(github)),
  Local: startLocal,
} as const satisfies Record<string, StartHost>;

/** The App as `mission-control start` runs it with credentials. */
async function startApp(github: LocalGitHub, repos: number): Promise<RealHost> {
  const folder = mkdtempSync(join(tmpdir(), "app-"));
  const { endings, log, ticked } = endingsInLog(repos);
  const answers: number[] = [];
  const app = await startAppHost({
    credentials: credentialsOf(github),
    env: {},
    clock: clockOf(undefined),
    log,
    host: "127.0.0.1",
    port: 0,
    cwd: folder,
  });
  // It begins with a pass over everything, which must not come between a history and its effects.
  await ticked;
  return {
    name: "App",
    login: app.login,
    url: app.url,
    endings,
    answers,
    deliver: async (delivery) => void answers.push(await post(app.url, delivery)),
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The App within the local control room: a store on disk, the dashboard's routes beside the webhook, no clock. */
async function startLocal(github: LocalGitHub): Promise<RealHost> {
  const folder = mkdtempSync(join(tmpdir(), "local-"));
  const { endings, log } = endingsInLog();
  const answers: number[] = [];
  const app = await serveApp({
    credentials: credentialsOf(github),
    clock: clockOf(undefined),
    log,
    host: "127.0.0.1",
    port: 0,
    store: join(folder, "local.sqlite"),
    channels: [],
    tickEveryMs: 0,
    routes: pageRoutes({ web: await buildWeb(), data: () => Promise.resolve(null) }),
  });
  await app.engineFor("acme/first");
  return {
    name: "Local",
    login: app.login,
    url: app.url,
    endings,
    answers,
    deliver: async (delivery) => void answers.push(await post(app.url, delivery)),
    close: async () => {
      await app.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The Action with what a runner gives it; its process and its bundle have a test of their own. */
function actionOn(github: LocalGitHub): RealHost {
  const folder = mkdtempSync(join(tmpdir(), "action-"));
  const endings: string[] = [];
  const answers: number[] = [];
  return {
    name: "Action",
    login: actions,
    url: null,
    endings,
    answers,
    deliver: async (delivery) => {
      const { reason, exitCode } = await runAction(
        actionEnv(github, delivery, folder),
        silentIo,
        silentLog,
      );
      endings.push(reason);
      answers.push(exitCode);
    },
    close: () => Promise.resolve(rmSync(folder, { recursive: true })),
  };
}

/** The command line with the token of a machine user, whom a configuration of its own names as the engine's. */
function cliOn(github: LocalGitHub): RealHost {
  const endings: string[] = [];
  const answers: number[] = [];
  const folder = mkdtempSync(join(tmpdir(), "cli-"));
  const config = join(folder, "config.yml");
  writeFileSync(
    config,
    `${historyFiles[".github/mission-control.yml"]}engine: { logins: [${machine}] }\n`,
  );
  return {
    name: "CLI",
    login: machine,
    url: null,
    endings,
    answers,
    deliver: async (delivery) => {
      const repo = repoOf(delivery);
      github.setPermission(repo, machine, "write");
      const { event, id } = delivery;
      const argv = [
        "receive",
        "--event",
        event,
        "--payload",
        "-",
        "--delivery",
        id,
        "--config",
        config,
        "--json",
      ];
      let out = "";
      const io = {
        ...silentIo,
        out: (text: string) => (out += text),
        stdin: () => Readable.from([delivery.body]),
      };
      const env = {
        GITHUB_TOKEN: github.token(machine),
        GITHUB_API_URL: github.url,
        GITHUB_REPOSITORY: repo,
      };
      answers.push(await runCli(argv, env, io));
      const { reason }: { reason: string } = JSON.parse(out);
      endings.push(reason);
    },
    close: () => Promise.resolve(rmSync(folder, { recursive: true })),
  };
}

/** The environment of a step that a delivery has started. */
export function actionEnv(github: LocalGitHub, delivery: Delivery, folder: string): Env {
  const path = join(folder, "event.json");
  writeFileSync(path, delivery.body);
  return {
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: repoOf(delivery),
    GITHUB_EVENT_NAME: delivery.event,
    GITHUB_EVENT_PATH: path,
    INPUT_TOKEN: github.token(actions),
    "INPUT_API-URL": github.url,
  };
}

function repoOf({ payload }: Delivery): string {
  const { repository }: { repository?: { full_name?: unknown } } = Object(payload);
  const name = String(repository?.full_name);
  return /^[\w.-]+\/[\w.-]+$/.test(name) ? name : "acme/first";
}

function credentialsOf({ app, url }: LocalGitHub) {
  return {
    appId: app.id,
    privateKey: app.privateKey,
    webhookSecret: app.webhookSecret,
    apiUrl: url,
  };
}

async function post(url: string, { headers, body }: Delivery): Promise<number> {
  const response = await fetch(`${url}${webhookPath}`, { method: "POST", headers, body });
  await response.arrayBuffer();
  return response.status;
}

/** What the App says of each delivery is in its log: how it ended, or why it was refused. */
function endingsInLog(ticks = 0): {
  readonly endings: readonly string[];
  readonly log: Log;
  readonly ticked: Promise<void>;
} {
  const endings: string[] = [];
  const ticked = Promise.withResolvers<void>();
  let left = ticks;
  const note = (message: string, fields: Record<string, unknown> = {}): void => {
    if (message === "delivery") endings.push(String(fields["ending"]));
    if (message === "delivery failed") endings.push("outside-failed");
    if (message === "delivery refused") endings.push(String(fields["reason"]));
    if ((message === "tick" || message === "tick failed") && --left === 0) ticked.resolve();
  };
  return {
    endings,
    log: { debug: note, info: note, warn: note, error: note },
    ticked: ticked.promise,
  };
}

const silentIo: Io = {
  out: () => undefined,
  err: () => undefined,
  stdin: () => Readable.from([]),
  cwd: tmpdir(),
  signal: new AbortController().signal,
};
const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
