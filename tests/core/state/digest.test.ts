import { expect, test } from "vitest";
import { digestOf } from "../../../src/core/state/digest.ts";

/** Reckoned apart: FNV-1a, 32 bits, of the canonical text from both bases. Ids of histories hold these: they must stay. */
test.each([
  ["nothing", null, "77074ba449def8ca"],
  ["a field that JSON does not write", undefined, "77074ba449def8ca"],
  ["a truth", true, "4db211e5d66e31fb"],
  ["a number whose two halves begin with a nought", 68, "0de8d5a30f226061"],
  ["an empty text", "", "ffcaaa852d047a87"],
  ["a letter beyond ASCII", "é", "507809f2f85d1ea0"],
  ["a character of two code units", "😀", "accb0e0e0e868ef0"],
  ["an empty list", [], "741638a56ded878b"],
  ["a list of two", [1, 2], "7d8e867631984634"],
  ["a list of one", [12], "dfa9844ca278aabe"],
  ["an empty object", {}, "5465b8254d9f364b"],
  ["an object in an object", { a: [1, "x", { b: null }], c: true }, "3784c81f098a03d5"],
])("the digest of %s is what it always was", (_, value, digest) => {
  expect(digestOf(value)).toBe(digest);
});

test("the order of the fields makes no difference, nor does one that is undefined", () => {
  const nested = { c: true, z: undefined, a: [1, "x", { y: undefined, b: null }] };
  expect(digestOf(nested)).toBe("3784c81f098a03d5");
});
