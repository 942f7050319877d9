import { expect, test } from "vitest";
import { splitWords } from "../../../src/core/commands/words.ts";

test.each<[text: string, bare: readonly string[], pairs: Readonly<Record<string, string>>]>([
  ["", [], {}],
  ["  one   two  ", ["one", "two"], {}],
  ["a=1 b=2", [], { a: "1", b: "2" }],
  ["one a=1 two", ["one", "two"], { a: "1" }],
  ['"one two" three', ["one two", "three"], {}],
  ["“one two” three", ["one two", "three"], {}],
  ["“one two”", ["one two"], {}],
  ["“” x", ["", "x"], {}],
  ['""', [""], {}],
  ['a=""', [], { a: "" }],
  ["a=“”", [], { a: "" }],
  ["a=“b c” d=“e”", [], { a: "b c", d: "e" }],
  ['a="b \\"c\\" \\\\"', [], { a: 'b "c" \\' }],
  ['"b \\"c\\""', ['b "c"'], {}],
  ["a=b=c", [], { a: "b=c" }],
  ["A=b", ["A=b"], {}],
  ["https://example.org/?a=b", ["https://example.org/?a=b"], {}],
  ["a=x”", [], { a: "x”" }],
])("%s is split", (text, bare, pairs) => {
  expect(splitWords(text)).toEqual({ bare, pairs: new Map(Object.entries(pairs)) });
});

test.each([
  ['a="b', 'cannot read `a="b`: is a quote left open?'],
  ['one "two', 'cannot read `"two`: is a quote left open?'],
  ["one “two", "cannot read `“two`: is a quote left open?"],
  ["“one”two", "cannot read `“one”two`: is a quote left open?"],
  ['"one"two', 'cannot read `"one"two`: is a quote left open?'],
  [`first "${"x".repeat(40)}`, `cannot read \`"${"x".repeat(29)}\`: is a quote left open?`],
  ["a=1 a=2", "`a=` is given twice"],
])("%s is not split, and it is said why", (text, problem) => {
  expect(splitWords(text)).toEqual({ problem });
});
