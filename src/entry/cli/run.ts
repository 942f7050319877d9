import { CommanderError } from "commander";
import { OutsideError, UserError } from "../../errors.ts";
import { clockOf } from "../clock.ts";
import { hider, lineLog } from "../log.ts";
import { type CommandContext, type CommonOptions, ReasonedError } from "./context.ts";
import { type Ended, endedJson, type ExitCode, type Reason } from "./ended.ts";
import type { Env, Io } from "./io.ts";
import { buildProgram, type Run } from "./program.ts";
import { secretsIn } from "./secrets.ts";

/** Runs one command line, `argv` without the program, and returns its exit code. Throws nothing. */
export async function runCli(argv: readonly string[], env: Env, given: Io): Promise<ExitCode> {
  const secrets = secretsIn(env);
  const hide = hider(secrets);
  const io: Io = {
    ...given,
    out: (text) => given.out(hide(text)),
    err: (line) => given.err(hide(line)),
  };
  let ended: Ended | null = null;
  const run: Run = async (command, options, windsDown = false) => {
    const working = command(contextOf(options, env, io, secrets));
    ended = await (windsDown ? working : Promise.race([working, interruption(io)]));
  };
  const isJson = wants(argv, "--json");
  try {
    const program = buildProgram(run, { out: io.out, err: isJson ? () => undefined : io.err });
    if (argv.length === 0) throw new ReasonedError("missing-command", program.helpInformation());
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    ended = failure(error, wants(argv, "--verbose"), io);
  }
  return ended === null ? 0 : tell(ended, isJson, io);
}

function tell(ended: Ended, isJson: boolean, io: Io): ExitCode {
  if (ended.isTold === true) return ended.exitCode;
  if (isJson) io.out(`${endedJson(ended)}\n`);
  else if (ended.text !== "") io.out(ended.text.endsWith("\n") ? ended.text : `${ended.text}\n`);
  return ended.exitCode;
}

function contextOf(
  options: CommonOptions,
  env: Env,
  io: Io,
  secrets: readonly string[],
): CommandContext {
  const format = options.json === true ? "json" : "text";
  const log = lineLog(options.verbose === true ? "debug" : "info", format, secrets, io.err);
  return { env, io, log, clock: clockOf(options.now) };
}

/** Before the options are read: an error in them must be told in the right way too. */
function wants(argv: readonly string[], flag: string): boolean {
  const end = argv.indexOf("--");
  return (end === -1 ? argv : argv.slice(0, end)).includes(flag);
}

/** What was under way is left as it stands. */
function interruption({ signal, err }: Io): Promise<Ended> {
  return new Promise((resolve) => {
    const end = () => {
      const message = "interrupted; the next run goes on from here";
      err(prefixed(message));
      resolve({ reason: "interrupted", exitCode: 3, text: "", data: { message } });
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

function failure(error: unknown, isVerbose: boolean, io: Io): Ended | null {
  if (error instanceof CommanderError) return misuse(error);
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof UserError) {
    io.err(prefixed(message));
    const reason = error instanceof ReasonedError ? error.reason : "bad-input";
    return { reason, exitCode: 2, text: "", data: { message } };
  }
  if (error instanceof OutsideError) {
    io.err(prefixed(message));
    if (isVerbose && error.cause instanceof Error) io.err(error.cause.stack ?? error.cause.message);
    return { reason: "outside-failed", exitCode: 3, text: "", data: { message } };
  }
  io.err(prefixed(`this is a fault of Mission Control: ${message}`));
  if (isVerbose && error instanceof Error) io.err(error.stack ?? "");
  else io.err("Run it again with --verbose, and report what it prints.");
  return { reason: "fault", exitCode: 3, text: "", data: { message } };
}

const misuses: Readonly<Record<string, Reason>> = {
  "commander.unknownCommand": "unknown-command",
  "commander.unknownOption": "unknown-option",
};

/** Commander has already told a person; null: only help or the version was asked for. */
function misuse(error: CommanderError): Ended | null {
  if (error.exitCode === 0) return null;
  const message = error.message.replace(/^error: /, "");
  return {
    reason: misuses[error.code] ?? "bad-arguments",
    exitCode: 2,
    text: "",
    data: { message },
  };
}

function prefixed(message: string): string {
  return message.includes("\n") ? message : `mission-control: ${message}`;
}
