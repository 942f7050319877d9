import { spawn } from "node:child_process";

const lineEveryMs = 10_000;

/** One line for the person who waits; stdout belongs to the command that is being set up.
 * @param {string} line */
export function say(line) {
  process.stderr.write(`mission-control: ${line}\n`);
}

/** @param {number} startedAt */
function elapsed(startedAt) {
  return `${Math.round((Date.now() - startedAt) / 1000)} s`;
}

/**
 * Runs a command to its end and says so while it takes long: a line at the start, one every ten seconds, one at the end.
 * Its own output stays unseen unless it fails. Never throws; a command that cannot be started counts as failed.
 * @param {string} what
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, timeoutMs: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function runStep(what, command, args, options) {
  const startedAt = Date.now();
  say(`${what} …`);
  const ticker = setInterval(() => say(`${what} … ${elapsed(startedAt)}`), lineEveryMs);
  const result = await runQuietly(command, args, options);
  clearInterval(ticker);
  say(`${what}: ${result.ok ? "done" : "failed"} after ${elapsed(startedAt)}`);
  return result;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, timeoutMs: number, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function runQuietly(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      output = (output + chunk.toString()).slice(-16_384);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const stop = () => child.kill("SIGTERM");
    const timer = setTimeout(() => {
      output += `\nstopped after ${Math.round(options.timeoutMs / 1000)} s`;
      stop();
    }, options.timeoutMs);
    /** @param {boolean} ok */
    const finish = (ok) => {
      clearTimeout(timer);
      process.off("exit", stop);
      resolve({ ok, output });
    };
    process.once("exit", stop);
    child.once("error", (error) => {
      output += `\n${error.message}`;
      finish(false);
    });
    // "exit" rather than "close": a grandchild that outlives a stopped npm would hold the pipes open for ever.
    child.once("exit", (code) => setImmediate(finish, code === 0));
  });
}

/** The last lines of a command's output, indented, for the message that it failed.
 * @param {string} output */
export function tail(output) {
  return output
    .trimEnd()
    .split("\n")
    .slice(-6)
    .map((line) => `    ${line}`)
    .join("\n");
}
