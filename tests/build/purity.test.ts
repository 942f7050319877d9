import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** What the linter lets through, or might one day: rules that read the time by themselves cannot be replayed. */
const impure = {
  "the clock": /\bnew Date\(\s*\)|\bDate\s*\(\s*\)|\bDate\s*\.\s*now\b|\bperformance\b/,
  randomness: /\bMath\s*\.\s*random\b|\brandomUUID\b|\bgetRandomValues\b/,
  "the environment": /\bprocess\s*\.|\bimport\.meta\.env\b/,
  "the outside": /\bfrom "node:|\bimport\("|\bfetch\(|\bsetTimeout\(|\bsetInterval\(/,
} as const;

function impurities(text: string): readonly string[] {
  return Object.entries(impure).flatMap(([what, pattern]) => (pattern.test(text) ? [what] : []));
}

test.each([
  ["const now = new Date();", ["the clock"]],
  ["const now = Date.now();", ["the clock"]],
  ["const dice = Math.random();", ["randomness"]],
  ["const home = process.env.HOME;", ["the environment"]],
  ['import { readFileSync } from "node:fs";', ["the outside"]],
  ["const then = new Date(now); // fine", []],
])("%s is judged rightly", (text, expected) => {
  expect(impurities(text)).toEqual(expected);
});

test("core, render and schema know no clock, no randomness, no environment, no outside", () => {
  const paths = globSync("src/{core,render,schema}/**/*.ts");
  expect(paths.length).toBeGreaterThan(20);
  const found = paths.flatMap((path) =>
    impurities(readFileSync(path, "utf8")).map((what) => `${path} knows ${what}`),
  );
  expect(found).toEqual([]);
});
