import { afterEach, beforeEach, expect, test } from "vitest";
import { withoutExperimentalWarning } from "../src/builtin.ts";

const emit = process.emitWarning;
let heard: string[];
beforeEach(() => {
  heard = [];
  process.emitWarning = (warning: string | Error) => {
    heard.push(String(warning));
  };
});
afterEach(() => {
  process.emitWarning = emit;
});

test("only the experimental warning of that one feature is kept back, and only while it loads", () => {
  const result = withoutExperimentalWarning("SQLite", () => {
    process.emitWarning("SQLite is an experimental feature", "ExperimentalWarning");
    process.emitWarning("WASI is an experimental feature", "ExperimentalWarning");
    process.emitWarning("SQLite is slow", "DeprecationWarning");
    return 7;
  });
  process.emitWarning("SQLite is an experimental feature", "ExperimentalWarning");
  expect(result).toBe(7);
  expect(heard).toEqual([
    "WASI is an experimental feature",
    "SQLite is slow",
    "SQLite is an experimental feature",
  ]);
});

test("a failing load leaves warnings as they were", () => {
  const before = process.emitWarning;
  expect(() =>
    withoutExperimentalWarning("SQLite", () => {
      throw new Error("no such module");
    }),
  ).toThrow("no such module");
  expect(process.emitWarning).toBe(before);
});
