import { UserError } from "../../../errors.ts";
import type { CommandContext, CommonOptions } from "../context.ts";
import type { Ended } from "../ended.ts";
import type { Env } from "../io.ts";
import type { Log } from "../../../ports.ts";
import { lineLog } from "../../log.ts";
import { secretsIn } from "../secrets.ts";

export type StartOptions = CommonOptions & {
  readonly once?: boolean;
  readonly port: string;
  readonly host: string;
  readonly open?: boolean;
  readonly quiet?: boolean;
  readonly browser: boolean;
};

/** What both hosts are started with. */
export type HostOptions = {
  readonly once: boolean;
  readonly json: boolean;
  readonly port: number;
  readonly host: string;
  readonly browser: boolean;
  readonly open: boolean;
  readonly now?: string;
  readonly log: Log;
  readonly env: Env;
  readonly signal: AbortSignal;
};

/** How a start ends: with a result (`--once`), or running until it is closed. */
export type Started =
  | {
      readonly kind: "ended";
      readonly exitCode: 0 | 3;
      readonly text: string;
      readonly result: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "running"; readonly url: string; readonly close: () => Promise<void> };

/** The App when its credentials are set, else the local control room. */
export async function start(options: StartOptions, context: CommandContext): Promise<Ended> {
  const { env, io } = context;
  const host: HostOptions = {
    once: options.once === true,
    json: options.json === true,
    port: portOf(options.port),
    host: options.host,
    browser: options.browser,
    open: options.open === true,
    ...(options.now === undefined ? {} : { now: options.now }),
    log: options.quiet === true ? quietLog(options, context) : context.log,
    env,
    signal: io.signal,
  };
  const started = hasAppCredentials(env) ? await startApp(host) : await startRoom(host);
  if (started.kind === "ended") {
    const { exitCode, text, result } = started;
    return { reason: exitCode === 0 ? "done" : "incomplete", exitCode, text, data: result };
  }
  if (!host.json) io.out(`${started.url}\n`);
  await aborted(io.signal);
  await started.close();
  return { reason: "done", exitCode: 0, text: "", data: { url: started.url } };
}

async function startRoom(host: HostOptions): Promise<Started> {
  const { startControlRoom } = await import("../../../local/control-room.ts");
  return await startControlRoom(host);
}

async function startApp(host: HostOptions): Promise<Started> {
  const { serveApp } = await import("../../probot/serve.ts");
  return await serveApp(host);
}

/** Half a set of credentials is a mistake: the local control room would hide it. Throws UserError. */
export function hasAppCredentials(env: Env): boolean {
  const given = {
    APP_ID: env["APP_ID"],
    "PRIVATE_KEY or PRIVATE_KEY_PATH": env["PRIVATE_KEY"] || env["PRIVATE_KEY_PATH"],
    WEBHOOK_SECRET: env["WEBHOOK_SECRET"],
  };
  const missing = Object.entries(given).filter(([, value]) => !value);
  if (missing.length === Object.keys(given).length) return false;
  if (missing.length === 0) return true;
  const names = missing.map(([name]) => name).join(" and ");
  throw new UserError(
    `the App's credentials lack ${names}: set it as well, or unset the others for the local control room`,
  );
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UserError(`--port ${text}: expected a number from 0 to 65535`);
}

function quietLog(options: StartOptions, { env, io }: CommandContext): Log {
  return lineLog("warn", options.json === true ? "json" : "text", secretsIn(env), io.err);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
