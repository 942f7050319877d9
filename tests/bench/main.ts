/** `npm run bench [name…]`: measures, prints the table, and writes docs/benchmarks.md when all of it was measured. */
import { writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { bundleSize } from "./bundle-size.ts";
import { coldDecision } from "./cold-decision.ts";
import { criticalPathTime } from "./critical-path-time.ts";
import { decisionTime } from "./decision-time.ts";
import { firstCall } from "./first-call.ts";
import { manyTasks } from "./many-tasks.ts";
import { memory } from "./memory.ts";
import { staleTasks } from "./stale-tasks.ts";
import { throughput } from "./throughput.ts";
import { wholeStory } from "./whole-story.ts";
import { keepsBound, type Measured, renderTable } from "./table.ts";

/** In the order of the table; a bench is added by one file and one line. */
const benches: readonly Bench[] = [
  decisionTime,
  throughput,
  bundleSize,
  firstCall,
  wholeStory,
  manyTasks,
  staleTasks,
  coldDecision,
  criticalPathTime,
  memory,
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  const known = benches.map(({ name }) => name).join(", ");
  process.stderr.write(`there is no bench ${unknown.join(", ")}; there is: ${known}\n`);
  process.exit(2);
}

const measured: Measured[] = [];
for (const bench of benches) {
  if (wanted.length > 0 && !wanted.includes(bench.name)) continue;
  process.stderr.write(`measuring ${bench.name} …\n`);
  measured.push({ bench, figures: await bench.run() });
}

const table = renderTable(measured);
process.stdout.write(`${table}\n`);
if (wanted.length === 0) {
  const path = join(import.meta.dirname, "..", "..", "docs", "benchmarks.md");
  writeFileSync(path, renderDocument(table));
}
if (!measured.every(({ figures }) => figures.every(keepsBound))) process.exitCode = 1;

function renderDocument(rows: string): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const methods = measured.map(({ bench }) => `- **${bench.name}**: ${bench.method}`).join("\n");
  return `# Benchmarks

Written by \`npm run bench\`, on ${machine}, Node ${process.versions.node}, ${process.platform}. A ratio is the figure
divided by its bound, or by what it is held against.

${rows}

## How it is measured

${methods}
`;
}
