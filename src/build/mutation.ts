/**
 * `npm run mutation [-- --mutate 'src/core/state/*.ts']`: changes the core, one place at a time, and asks its tests
 * whether they notice. What is known from the last run is not asked again. Writes .stryker/survivors.txt, and
 * docs/mutation.md when the whole core was asked; ends as Stryker ends, 1 when the score is too low.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  fileTallies,
  folderTallies,
  MutationReport,
  mutationDocument,
  sum,
  survivors,
  tallyTable,
} from "./mutation-report.ts";

const root = join(import.meta.dirname, "..", "..");
const reportFile = join(root, ".stryker", "report.json");
const stryker = join(root, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");

const args = process.argv.slice(2);
const isWhole = !args.some((word) => /^(-m|--mutate)(=|$)/.test(word));

// What is left of an earlier run must not pass for the report of this one.
rmSync(reportFile, { force: true });
const startedAt = performance.now();
const { status } = spawnSync(process.execPath, [stryker, "run", ...args], {
  cwd: root,
  stdio: "inherit",
});
const minutes = (performance.now() - startedAt) / 60_000;
process.exitCode = status ?? 1;
if (existsSync(reportFile)) publish(JSON.parse(readFileSync(reportFile, "utf8")));

function publish(found: unknown): void {
  const report = MutationReport.parse(found);
  const files = fileTallies(report);
  const table = tallyTable("folder", folderTallies(files), sum("src/core", files));
  const list = join(root, ".stryker", "survivors.txt");
  writeFileSync(list, `${survivors(report).join("\n")}\n`);
  process.stdout.write(`\n${table}\n\nin ${minutes.toFixed(1)} minutes; who survived: ${list}\n`);
  if (!isWhole) return;
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(root, "docs", "mutation.md"), mutationDocument(report, day));
}
