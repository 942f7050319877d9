/** `npm run check`: every step that is not a test, each with its time; ends 1 when one failed. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { staleFiles } from "./generated-files.ts";
import { lintWorkflows } from "./lint-workflows.ts";

type Outcome = { readonly ok: boolean; readonly output: string };
type Step = { readonly name: string; readonly run: () => Promise<Outcome> };

const root = join(import.meta.dirname, "..", "..");

const steps: readonly Step[] = [
  { name: "types", run: () => tool("typescript", "bin/tsc", "--noEmit") },
  { name: "lint", run: () => tool("oxlint", "bin/oxlint", "--deny-warnings") },
  { name: "format", run: () => tool("oxfmt", "bin/oxfmt", "--check") },
  { name: "unused", run: () => tool("knip", "bin/knip.js") },
  { name: "workflows", run: async () => complaints(await lintWorkflows(root)) },
  { name: "generated", run: async () => complaints((await staleFiles(root)).map(explainStale)) },
];

const results: { name: string; outcome: Outcome; seconds: number }[] = [];
for (const { name, run } of steps) {
  const startedAt = performance.now();
  const outcome = await run();
  const seconds = (performance.now() - startedAt) / 1000;
  results.push({ name, outcome, seconds });
  if (!outcome.ok) process.stdout.write(`\n${name}:\n${outcome.output.trimEnd()}\n`);
}
process.stdout.write("\n");
for (const { name, outcome, seconds } of results) {
  const verdict = outcome.ok ? "passed" : "FAILED";
  process.stdout.write(`${name.padEnd(12)}${verdict}  ${seconds.toFixed(1).padStart(5)} s\n`);
}
const failed = results.filter(({ outcome }) => !outcome.ok).length;
process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;

/** A tool from node_modules, in this very Node: its `#!` line would find another. */
function tool(name: string, script: string, ...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const path = join(root, "node_modules", name, script);
    const child = spawn(process.execPath, [path, ...args], { cwd: root });
    let output = "";
    child.stdout.on("data", (chunk) => (output += String(chunk)));
    child.stderr.on("data", (chunk) => (output += String(chunk)));
    child.once("error", (error) => resolve({ ok: false, output: error.message }));
    child.once("close", (code) => resolve({ ok: code === 0, output }));
  });
}

function complaints(lines: readonly string[]): Outcome {
  return { ok: lines.length === 0, output: lines.join("\n") };
}

function explainStale(path: string): string {
  return `${path} is stale: npm run generate`;
}
