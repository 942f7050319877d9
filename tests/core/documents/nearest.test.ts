import { expect, test } from "vitest";
import { didYouMean } from "../../../src/core/documents/nearest.ts";

test.each([
  ["a letter less", "hour", ["hours"], "hours"],
  ["a letter more", "hourss", ["hours"], "hours"],
  ["another letter", "houra", ["hours"], "hours"],
  ["capitals", "HOURS", ["Hours"], "Hours"],
  ["two letters of six", "oprtors", ["operators"], "operators"],
  ["two letters of five", "opers", ["offers"], null],
  ["one letter of a short word", "id", ["ix"], "ix"],
  ["one letter of one", "a", ["b"], "b"],
  ["the same end", "a", ["bcdefa"], null],
  ["the same beginning", "a", ["abcdef"], null],
  ["the end of a longer word", "hours", ["working_hours"], null],
  ["letters that changed places", "tsak", ["task"], null],
  ["the nearer of two", "hour", ["hound", "hours"], "hours"],
  ["the first of two that are as near", "hoursx", ["hoursa", "hoursb"], "hoursa"],
  ["nothing to choose from", "hours", [], null],
  ["sixty-four letters", "x".repeat(64), [`${"x".repeat(63)}y`], `${"x".repeat(63)}y`],
  ["sixty-five letters", "x".repeat(65), ["x".repeat(64)], null],
  ["a word of sixty-five letters", "x".repeat(64), ["x".repeat(65)], null],
])("%s: %s of %j", (_, word, words, meant) => {
  const hint = meant === null ? "" : ` (did you mean ${JSON.stringify(meant)}?)`;
  expect(didYouMean(word, words)).toBe(hint);
});
