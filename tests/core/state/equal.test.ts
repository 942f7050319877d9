import { expect, test } from "vitest";
import { isSame } from "../../../src/core/state/equal.ts";

test.each([
  ["two lists with the same items", [1, { a: 2 }], [1, { a: 2 }], true],
  ["lists in another order", [1, 2], [2, 1], false],
  ["a list and a longer one", [1], [1, 2], false],
  ["a field that is undefined and one that is not there", { a: 1, b: undefined }, { a: 1 }, true],
  ["an undefined field and another one", { a: undefined }, { b: 1 }, false],
  ["fields in another order", { a: 1, b: 2 }, { b: 2, a: 1 }, true],
  ["fields of another name", { a: 1 }, { b: 1 }, false],
  ["an empty list and an empty object", [], {}, false],
  ["a list and an object with its indexes", ["x"], { 0: "x" }, false],
  ["null and an object", null, {}, false],
  ["a number and its text", 1, "1", false],
])("%s", (_, a, b, same) => {
  expect([isSame(a, b), isSame(b, a)]).toEqual([same, same]);
});
