import { expect, test } from "vitest";
import {
  currentPart,
  fileTallies,
  folderTallies,
  MutationReport,
  mutationDocument,
  scoreOf,
  sum,
  survivors,
  tallyTable,
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
  expect(fileTallies(report)).toEqual([
    { path: "src/core/facts.ts", mutants: 0, survived: 0, unreached: 0 },
    { path: "src/core/plan.ts", mutants: 2, survived: 0, unreached: 0 },
    { path: "src/core/state/diff.ts", mutants: 6, survived: 0, unreached: 0 },
    { path: "src/core/state/fold.ts", mutants: 4, survived: 2, unreached: 1 },
  ]);
});

test("a folder has its files together, and the whole has all", () => {
  const files = fileTallies(report);
  const folders = folderTallies(files);
  expect(folders).toEqual([
    { path: "src/core", mutants: 2, survived: 0, unreached: 0 },
    { path: "src/core/state", mutants: 10, survived: 2, unreached: 1 },
  ]);
  expect(folders.map(scoreOf)).toEqual([100, 80]);
  expect(tallyTable("folder", folders, sum("all", files)).split("\n")).toEqual([
    "| folder           | score   | mutants | survived | of them unreached |",
    "| ---------------- | ------- | ------- | -------- | ----------------- |",
    "| `src/core`       | 100.0 % | 2       | 0        | 0                 |",
    "| `src/core/state` | 80.0 %  | 10      | 2        | 1                 |",
    "| **all**          | 83.3 %  | 12      | 2        | 1                 |",
  ]);
});

test("of nothing, the score is full", () => {
  expect(scoreOf(sum("x", []))).toBe(100);
});

test("a survivor is told with its place, on one line", () => {
  expect(survivors(report)).toEqual([
    "src/core/state/fold.ts:1:5  a < b  →  a <= b",
    "src/core/state/fold.ts:2:10  {  →  {}  (unreached)",
  ]);
});

const sources = new Map(Object.entries(report.files).map(([path, { source }]) => [path, source]));

test("the page names the day, the bound, and the files below it", () => {
  const page = mutationDocument(report, sources, "2026-11-21");
  expect(page).toContain("on 2026-11-21.");
  expect(page).toContain("at least 85 % is wanted");
  expect(page).toContain("| **all of these** | 83.3 %");
  expect(page).toContain("Below 85 % are:\n\n| file ");
  expect(page).toContain("| `src/core/state/fold.ts` | 50.0 %");
  expect(page).not.toContain("diff.ts");
  expect(page).toContain("nothing to change:\nnone.");
});

test("of a file that changed since it was asked, the page says only that it is not known", () => {
  const changed = new Map([
    ...sources,
    ["src/core/state/fold.ts", "export {};"],
    ["src/core/new.ts", ""],
  ]);
  const page = mutationDocument(report, changed, "2026-11-21");
  expect(page).toContain("| **all of these** | 100.0 %");
  expect(page).toContain("No file of these is below 85 %.");
  expect(page).toContain("nothing to change:\n`src/core/state/fold.ts`, `src/core/new.ts`.");
  expect(survivors(currentPart(report, changed))).toEqual([]);
});

test("of a file that is no more, the page says nothing", () => {
  const page = mutationDocument(report, new Map(), "2026-11-21");
  expect(page).toContain("| **all of these** | 100.0 % | 0 ");
  expect(page).not.toContain("src/core/plan.ts");
});
