import { expect, test } from "vitest";
import {
  currentPart,
  MutationReport,
  mutationDocument,
  scoreOf,
  survivors,
  tally,
} from "../../src/build/mutation-report.ts";

const at = (line: number, column: number, endLine: number, endColumn: number) => ({
  start: { line, column },
  end: { line: endLine, column: endColumn },
});
const mutant = (status: string, location = at(1, 1, 1, 2), replacement = "") => ({
  id: "1",
  mutatorName: "m",
  status,
  location,
  replacement,
});

const report = MutationReport.parse({
  schemaVersion: "1.0",
  thresholds: { high: 90, low: 85 },
  files: {
    "src/core/state/fold.ts": {
      language: "typescript",
      source: "if (a < b) {\n  return {\n    a,\n  };\n}",
      mutants: [
        mutant("Survived", at(1, 5, 1, 10), "a <= b"),
        mutant("NoCoverage", at(2, 10, 4, 4), "{}"),
        mutant("Killed"),
        mutant("Timeout"),
        mutant("RuntimeError"),
        mutant("CompileError"),
        mutant("Ignored"),
      ],
    },
    "src/core/plan.ts": { source: "", mutants: [mutant("Killed"), mutant("Killed")] },
    "src/core/state/diff.ts": {
      source: "",
      mutants: Array.from({ length: 6 }, () => mutant("Killed")),
    },
    "src/core/facts.ts": { source: "", mutants: [] },
  },
});

test("killed and endless mutants are noticed, surviving and unreached ones are not, others do not count", () => {
  expect(Object.fromEntries(tally(report))).toEqual({
    "src/core/facts.ts": { mutants: 0, survived: 0, unreached: 0 },
    "src/core/plan.ts": { mutants: 2, survived: 0, unreached: 0 },
    "src/core/state/diff.ts": { mutants: 6, survived: 0, unreached: 0 },
    "src/core/state/fold.ts": { mutants: 4, survived: 2, unreached: 1 },
  });
});

test.each([
  [4, 1, 75],
  [2, 2, 0],
  [0, 0, 100],
])("of %i mutants, with %i survivors, the score is %i", (mutants, survived, score) => {
  expect(scoreOf({ mutants, survived, unreached: 0 })).toBe(score);
});

test("a survivor is told with its place, on one line", () => {
  expect(survivors(report)).toEqual([
    "src/core/state/fold.ts:1:5  a < b  →  a <= b",
    "src/core/state/fold.ts:2:10  {  →  {}  (unreached)",
  ]);
});

const sources = new Map(Object.entries(report.files).map(([path, { source }]) => [path, source]));
const linesOf = (core: ReadonlyMap<string, string>) =>
  mutationDocument(report, core, { day: "2026-11-21", minutes: 11.2 }).split("\n");

test("the page has a row for each folder and for all, and the files below the bound", () => {
  const lines = linesOf(sources);
  expect(lines[2]).toContain("on 2026-11-21.");
  expect(lines[4]).toContain("at least 85 % is wanted. This run took 12 minutes");
  expect(lines.filter((line) => line.startsWith("|"))).toEqual([
    "| folder           | files  | score   | mutants | survived | of them unreached |",
    "| ---------------- | ------ | ------- | ------- | -------- | ----------------- |",
    "| `src/core/state` | 2 of 2 | 80.0 %  | 10      | 2        | 1                 |",
    "| `src/core`       | 2 of 2 | 100.0 % | 2       | 0        | 0                 |",
    "| **all**          | 4 of 4 | 83.3 %  | 12      | 2        | 1                 |",
    "| file                     | score  | mutants | survived | of them unreached |",
    "| ------------------------ | ------ | ------- | -------- | ----------------- |",
    "| `src/core/state/fold.ts` | 50.0 % | 4       | 2        | 1                 |",
  ]);
});

test("of a file that changed since it was asked, nothing is known", () => {
  const changed = new Map([
    ...sources,
    ["src/core/state/fold.ts", "export {};"],
    ["src/core/new/new.ts", ""],
  ]);
  const lines = linesOf(changed);
  expect(lines).toContain("No file of these is below 85 %.");
  expect(lines.filter((line) => line.startsWith("|")).slice(2)).toEqual([
    "| `src/core/state` | 1 of 2 | 100.0 % | 6       | 0        | 0                 |",
    "| `src/core`       | 2 of 2 | 100.0 % | 2       | 0        | 0                 |",
    "| `src/core/new`   | 0 of 1 |         |         |          |                   |",
    "| **all**          | 3 of 5 | 100.0 % | 8       | 0        | 0                 |",
  ]);
  expect(survivors(currentPart(report, changed))).toEqual([]);
});

test("of a file that is no more, the page says nothing", () => {
  expect(linesOf(new Map()).filter((line) => line.startsWith("| `"))).toEqual([]);
});
