import { expect, test } from "vitest";
import { remembered } from "../../src/core/remembered.ts";

function counted(most: number) {
  const read: string[] = [];
  const lengthOf = remembered((text) => {
    read.push(text);
    return text === "" ? null : text.length;
  }, most);
  return { read, lengthOf };
}

test("what has just been read is not read again, and says the same", () => {
  const { read, lengthOf } = counted(2);
  expect([lengthOf("one"), lengthOf("three"), lengthOf("one"), lengthOf("three")]).toEqual([
    3, 5, 3, 5,
  ]);
  expect(read).toEqual(["one", "three"]);
});

test("that it says nothing is remembered too", () => {
  const { read, lengthOf } = counted(2);
  expect([lengthOf(""), lengthOf("")]).toEqual([null, null]);
  expect(read).toEqual([""]);
});

test("no more texts are kept than it may remember", () => {
  const { read, lengthOf } = counted(2);
  for (const text of ["a", "b", "c", "a", "c"]) lengthOf(text);
  expect(read).toEqual(["a", "b", "c", "a"]);
});
