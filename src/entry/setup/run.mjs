import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter, dirname } from "node:path";

/**
 * Runs a script in the given Node with our own terminal, passes signals on, and returns its exit code.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {Promise<number>}
 */
export function runNode(node, args, extra = {}) {
  // First on the PATH, so that whatever it starts by the name `node` is the same Node.
  const path = `${dirname(node)}${delimiter}${process.env["PATH"] ?? ""}`;
  const child = spawn(node, args, {
    stdio: "inherit",
    env: { ...process.env, PATH: path, ...extra },
  });
  const isInTerminal = Boolean(process.stdin.isTTY || process.stderr.isTTY);
  process.on("SIGINT", () => {
    // A terminal sends Ctrl-C to the child as well; passed on, it would look like a second, impatient one.
    if (!isInTerminal) child.kill("SIGINT");
  });
  for (const signal of /** @type {const} */ (["SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  if (process.env["npm_lifecycle_event"]) stopWhenOrphaned(child);
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`mission-control: ${node} cannot be started: ${error.message}\n`);
      resolve(3);
    });
    child.once("exit", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/**
 * npm passes a SIGTERM to the shell between it and us, and the shell dies of it without a word.
 * @param {import("node:child_process").ChildProcess} child
 */
function stopWhenOrphaned(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  watch.unref();
}
