import { join } from "node:path";
import { UserError } from "../../../errors.ts";
import type { Log } from "../../../ports.ts";
import { lineLog } from "../../log.ts";
import type { CommandContext, CommonOptions } from "../context.ts";
import { type Ended, endedJson } from "../ended.ts";
import { hasAppCredentials, readAppCredentials } from "../app-credentials.ts";
import { roomText } from "../room-text.ts";
import { secretsIn } from "../secrets.ts";

export type StartOptions = CommonOptions & {
  readonly once?: boolean;
  readonly port?: string;
  readonly host: string;
  readonly open?: boolean;
  readonly quiet?: boolean;
  readonly browser: boolean;
};

type Host = CommandContext & { readonly port: number; readonly host: string };

/** The App when its credentials are set, else the local control room; both run until a signal comes. */
export async function start(options: StartOptions, context: CommandContext): Promise<Ended> {
  const log = options.quiet === true ? quietLog(options, context) : context.log;
  const host: Host = {
    ...context,
    log,
    port: portOf(options.port ?? (options.once === true ? "0" : "8420")),
    host: options.host,
  };
  const isApp = hasAppCredentials(context.env);
  return await (isApp ? runApp(options, host) : runRoom(options, host));
}

async function runRoom(options: StartOptions, host: Host): Promise<Ended> {
  const { io, clock, log } = host;
  const { startControlRoom } = await import("../../../local/control-room.ts");
  const starting = startControlRoom({
    host: host.host,
    port: host.port,
    browser: options.browser,
    directory: join(io.cwd, ".mission-control"),
    clock,
    log,
    onStep: stepsOf(log),
  });
  const room = await orInterrupted(starting, io.signal);
  if (room === null) return interrupted;
  const { result } = room;
  const { reason, exit_code: exitCode } = result;
  const ended: Ended = { reason, exitCode, text: roomText(result), data: result };
  if (options.once === true) {
    await room.close();
    return ended;
  }
  io.out(options.json === true ? `${endedJson(ended)}\n` : `${ended.text}\n`);
  room.keepRunning();
  log.info('File an item: npx mission-control inbox "…", or use the form on the page');
  log.info("Stop with Ctrl-C. Everything here is in memory: the next start begins afresh.");
  if (options.open === true) await openPage(room.url, log);
  await aborted(io.signal);
  await room.close();
  return { ...ended, exitCode: 0, isTold: true };
}

async function runApp(options: StartOptions, host: Host): Promise<Ended> {
  const { env, io, clock, log } = host;
  if (options.once === true) {
    throw new UserError(
      "--once is for the local control room: with the App's credentials set, use `mission-control tick`",
    );
  }
  const credentials = readAppCredentials(env, options.apiUrl, io.cwd);
  const { startAppHost } = await import("../app-host.ts");
  const app = await orInterrupted(
    startAppHost({ credentials, env, clock, log, port: host.port, host: host.host, cwd: io.cwd }),
    io.signal,
  );
  if (app === null) return interrupted;
  const { url, login } = app;
  const ended: Ended = {
    reason: "done",
    exitCode: 0,
    text: `${login} listens at ${url}`,
    data: { url, login },
  };
  io.out(options.json === true ? `${endedJson(ended)}\n` : `${ended.text}\n`);
  await aborted(io.signal);
  await app.close();
  return { ...ended, isTold: true };
}

/** Steps of a start, each with the time it began. */
function stepsOf(log: Log): (step: string) => void {
  const began = performance.now();
  return (step) => {
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5);
    log.info(`${seconds} s  ${step}`);
  };
}

const interrupted: Ended = {
  reason: "interrupted",
  exitCode: 3,
  text: "",
  data: { message: "interrupted while starting" },
};

/** null when the signal came first; what was being started then ends with the process. */
async function orInterrupted<T>(starting: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return await Promise.race([starting, aborted(signal)]);
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener("abort", () => resolve(null), { once: true });
  });
}

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** The desktop's own opener; a machine without one is no reason to stop. */
async function openPage(url: string, log: Log): Promise<void> {
  const { spawn } = await import("node:child_process");
  const [command, ...args] = openers[process.platform] ?? (["xdg-open"] as const);
  const child = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  child.once("error", (error) =>
    log.warn("no browser could be opened", { url, error: error.message }),
  );
  child.unref();
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new UserError(`--port ${text}: expected a number from 0 to 65535`);
}

function quietLog(options: StartOptions, { env, io }: CommandContext): Log {
  return lineLog("warn", options.json === true ? "json" : "text", secretsIn(env), io.err);
}
