/**
 * `npm start`, `npm test` and the other scripts: gets what is missing, then runs the command in Node 24.
 * Runs on Node 20 in a fresh clone, so it is plain JavaScript and imports nothing that has to be installed.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBrowser } from "./setup/browser.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { ensureNode } from "./setup/node.mjs";
import { say } from "./setup/progress.mjs";
import { runNode } from "./setup/run.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @type {Record<string, { script: string, words: readonly string[], needsBrowser: boolean }>} */
const commands = {
  start: { script: "src/entry/cli/main.ts", words: ["start"], needsBrowser: true },
  test: { script: "node_modules/vitest/vitest.mjs", words: ["run"], needsBrowser: true },
  bench: { script: "tests/bench/main.ts", words: [], needsBrowser: true },
  soak: { script: "src/build/soak.ts", words: [], needsBrowser: false },
  mutation: { script: "src/build/mutation.ts", words: [], needsBrowser: false },
  check: { script: "src/build/check.ts", words: [], needsBrowser: false },
  generate: { script: "src/build/generate.ts", words: [], needsBrowser: false },
  bundle: { script: "src/build/bundle.ts", words: [], needsBrowser: false },
};

process.exitCode = await setUpAndRun(process.argv.slice(2));

/** @param {readonly string[]} argv */
async function setUpAndRun([name = "", ...args]) {
  const command = commands[name];
  if (command === undefined) {
    say(`there is no "${name}" here; expected one of ${Object.keys(commands).join(", ")}`);
    return 2;
  }
  // Until the command runs there is nothing to wind down: a signal ends us, and our "exit" ends what we started.
  const onInt = () => process.exit(130);
  const onTerm = () => process.exit(143);
  process.once("SIGINT", onInt).once("SIGTERM", onTerm);
  if (!(await ensureDependencies(root))) return 3;
  const node = await ensureNode(root);
  if (node === null) return 3;
  const isHelp = args.includes("--help") || args.includes("-h");
  const browser = command.needsBrowser && !isHelp ? await ensureBrowser(root, node) : null;
  process.off("SIGINT", onInt).off("SIGTERM", onTerm);
  const env = browser === null ? {} : { CHROMIUM_PATH: browser };
  return runNode(
    node,
    [join(root, command.script), ...command.words, ...args, ...jsonAsked(args)],
    env,
  );
}

/** `npm start --json` gives the flag to npm, which then keeps its banner off stdout: both are meant.
 * @param {readonly string[]} args */
function jsonAsked(args) {
  const isAsked =
    process.env["npm_config_json"] === "true" && process.env["npm_lifecycle_event"] === "start";
  return isAsked && !args.includes("--json") ? ["--json"] : [];
}
