import fc from "fast-check";
import { expect, test } from "vitest";
import { pointer, scanJson, type ValuePath } from "../../../src/core/documents/scan-json.ts";

/** Every path of a value, the root's too. */
function pathsOf(value: unknown, path: ValuePath = []): readonly ValuePath[] {
  if (typeof value !== "object" || value === null) return [path];
  const isList = Array.isArray(value);
  const inner = Object.entries(value).flatMap(([key, item]) =>
    pathsOf(item, [...path, isList ? Number(key) : key]),
  );
  return [path, ...inner];
}

test("every key and item is found where it is, whatever it holds and however it is laid out", () => {
  const spaces = fc.constantFrom(0, 1, 4, "\t");
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), spaces, (value, space) => {
      const text = JSON.stringify(value, null, space);
      const paths = pathsOf(JSON.parse(text));
      const { offsets, duplicates } = scanJson(text, new Set(paths.map(pointer)));
      expect(duplicates).toEqual([]);
      expect(offsets.size).toBe(new Set(paths.map(pointer)).size);
      for (const path of paths) {
        const step = path.at(-1);
        const start = typeof step === "string" ? JSON.stringify(step) : "";
        const offset = offsets.get(pointer(path)) ?? -1;
        expect(text.slice(offset, offset + start.length)).toBe(start);
      }
    }),
  );
});

const text = '{"a":[10,{"b":null}],\n "c/d~":{"":[[],7]}}';

test.each([
  ["", 0],
  ["/a", 1],
  ["/a/0", 6],
  ["/a/1", 9],
  ["/a/1/b", 10],
  ["/c~1d~0", 23],
  ["/c~1d~0/", 31],
  ["/c~1d~0//0", 35],
  ["/c~1d~0//1", 38],
])("%j is at %i", (path, offset) => {
  const { offsets } = scanJson(text, new Set([path]));
  expect([...offsets]).toEqual([[path, offset]]);
});

test("only what is wanted is told", () => {
  expect([...scanJson(text, new Set(["/a/1", "/a/7", "/b"])).offsets]).toEqual([["/a/1", 9]]);
  expect(scanJson(text, new Set()).offsets.size).toBe(0);
});

test.each([
  ["in one object", '{"a":1,"b":2,"a":3}', [["a", 13]]],
  [
    "three times",
    '{"a":1,"a":2,"a":3}',
    [
      ["a", 7],
      ["a", 13],
    ],
  ],
  ["written in two ways", '{"a":1,"\\u0061":2}', [["a", 7]]],
  ["after an object that holds it too", '{"x":{"a":1},"a":2,"a":3}', [["a", 19]]],
  ["in an object in a list", '[{"a":1},{"a":1,"a":2}]', [["a", 16]]],
  ["never, but as a value", '{"a":"a","b":["a","a"]}', []],
  ["never, but in two objects", '[{"a":1},{"a":1}]', []],
])("a key that is there twice %s is found", (_, doubled, expected) => {
  const { duplicates } = scanJson(doubled, new Set());
  expect(duplicates.map(({ key, offset }) => [key, offset])).toEqual(expected);
});

test("quotes, brackets and commas in a text are no structure", () => {
  const tricky = '{"a\\"}":"[{,:","b":["\\\\",1]}';
  const { offsets, duplicates } = scanJson(tricky, new Set(['/a"}', "/b", "/b/1"]));
  expect([...offsets.entries()]).toEqual([
    ['/a"}', 1],
    ["/b", 15],
    ["/b/1", 25],
  ]);
  expect(duplicates).toEqual([]);
});
