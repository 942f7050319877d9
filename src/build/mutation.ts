/**
 * `npm run mutation [-- --mutate 'src/core/state/*.ts']`: changes the core, one place at a time, and asks its tests
 * whether they notice. What is known from earlier runs is not asked again. Writes docs/mutation.md and
 * .stryker/survivors.txt; ends as Stryker ends, 1 when the score is too low.
 */
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { currentPart, MutationReport, mutationDocument, survivors } from "./mutation-report.ts";

const root = join(import.meta.dirname, "..", "..");
const reportFile = join(root, ".stryker", "report.json");
const stryker = join(root, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");

// What is left of an earlier run must not pass for the report of this one.
rmSync(reportFile, { force: true });
const startedAt = performance.now();
const { status } = spawnSync(process.execPath, [stryker, "run", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
const minutes = (performance.now() - startedAt) / 60_000;
process.exitCode = status ?? 1;
if (existsSync(reportFile)) publish(JSON.parse(readFileSync(reportFile, "utf8")));

function publish(found: unknown): void {
  const report = MutationReport.parse(found);
  const paths = globSync("src/core/**/*.ts", { cwd: root }).toSorted();
  const sources = new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
  const list = join(root, ".stryker", "survivors.txt");
  writeFileSync(list, `${survivors(currentPart(report, sources)).join("\n")}\n`);
  const day = new Date().toISOString().slice(0, 10);
  const page = join(root, "docs", "mutation.md");
  writeFileSync(page, mutationDocument(report, sources, { day, minutes }));
  process.stdout.write(`${minutes.toFixed(1)} minutes; see ${page}, and ${list}\n`);
}
