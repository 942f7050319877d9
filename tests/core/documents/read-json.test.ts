import { describe, expect, test } from "vitest";
import { readJson } from "../../../src/core/documents/read-json.ts";
import { Shop } from "./shop.ts";

const read = (text: string) => readJson({ path: "s.json", text }, Shop);
const complaints = (text: string) =>
  read(text).findings.map(({ path, code, message }) => `${path} ${code} ${message}`);

test("what fits the schema is given with its defaults", () => {
  expect(read('{"name":"A","stock":[{"id":"abc"}]}')).toEqual({
    value: { name: "A", stock: [{ id: "abc" }], owner: { login: "ada" } },
    findings: [],
  });
});

test("a finding names the file, the place and its weight", () => {
  expect(read('{\n  "name": 3\n}')).toEqual({
    value: null,
    findings: [
      {
        code: "wrong-value",
        severity: "urgent",
        check: "document",
        message: "name: expected string, found 3",
        path: "s.json:2:3",
        file: "s.json",
        line: 2,
        column: 3,
      },
    ],
  });
});

test.each([
  [
    "a missing key, at what should hold it",
    '\n  {"stock": []}',
    ["2:3 missing-key name is missing: expected string"],
  ],
  [
    "a missing key in a list, at the item",
    '{"name":"A","stock":[{"id":"abc"},\n  {"count":1}]}',
    ["2:3 missing-key stock[1].id is missing: expected string"],
  ],
  [
    "an unknown key, with the one that was meant",
    '{\n  "name": "A",\n  "opem": true }',
    ['3:3 unknown-key opem is not known here (did you mean "open"?)'],
  ],
  [
    "values in a list, each at its key",
    '{"name":"A","stock":[{"id":"abc","count":1},\n {"id":"x","count":12, "colour":1}]}',
    [
      '2:3 wrong-value stock[1].id: expected string to have >=3 characters, found "x"',
      "2:12 wrong-value stock[1].count: expected number to be <=9, found 12",
      "2:24 unknown-key stock[1].colour is not known here",
    ],
  ],
  [
    "an item of a list, at the item",
    '{"name":"A","stock":[{"id":"a]c,"},\n\n 7]}',
    ["3:2 wrong-value stock[1]: expected object, found 7"],
  ],
  [
    "keys with the signs that a pointer escapes",
    '{"name":"A","prices":{"a/b":{"net":"1"},"a~b":{\n"nett":1}}}',
    [
      '1:30 wrong-value prices["a/b"].net: expected number, found "1"',
      '1:41 missing-key prices["a~b"].net is missing: expected number',
      '2:1 unknown-key prices["a~b"].nett is not known here (did you mean "net"?)',
    ],
  ],
  [
    "a list, an object and nothing where a value should be",
    '{"name":["{,\\"]","b"],"open":{}, "stock":null}',
    [
      "1:2 wrong-value name: expected string, found a list",
      "1:23 wrong-value open: expected boolean, found an object",
      "1:34 wrong-value stock: expected array, found null",
    ],
  ],
  [
    "a word that is not on the list, and a value that is no word",
    '{"name":"A","kind":"bok","stock":[]}',
    ['1:13 wrong-value kind: expected "book", "music", found "bok" (did you mean "book"?)'],
  ],
  [
    "a number where a word should be",
    '{"name":"A","kind":3}',
    ['1:13 wrong-value kind: expected "book", "music", found 3'],
  ],
  [
    "a value that fits none of two",
    '{"name":"A","size":true}',
    ['1:13 wrong-value size: expected number or "any", found true'],
  ],
  [
    "a key that is written with an escape",
    '{"na\\u006de":3}',
    ["1:2 wrong-value name: expected string, found 3"],
  ],
  [
    "a key whose value is long, up to where people stop reading",
    `{"open":"${"y".repeat(59)}","name":"A"}`,
    [`1:2 wrong-value open: expected boolean, found "${"y".repeat(56)}…`],
  ],
  [
    "a key whose value is just short enough",
    `{"open":"${"y".repeat(58)}","name":"A"}`,
    [`1:2 wrong-value open: expected boolean, found "${"y".repeat(58)}"`],
  ],
  [
    "a key that is there twice in one object, not in two",
    '{"name":"A","stock":[{"id":"abc"},{"id":"abd","id":"abe"}],\n"name":"B"}',
    ['1:47 duplicate-key "id" is there twice', '2:1 duplicate-key "name" is there twice'],
  ],
  ["a list at the root", "[1]", ["1:1 wrong-value the document: expected object, found a list"]],
  ["a number at the root", "\n 3", ["2:2 wrong-value the document: expected object, found 3"]],
  ["an empty file", "", ["1:1 syntax this is not JSON: Unexpected end of JSON input"]],
  [
    "a comma too many",
    '{"name":"A",\n\n }',
    ["3:2 syntax this is not JSON: Expected double-quoted property name"],
  ],
  [
    "an end that comes too soon",
    '{\n"name":"A"',
    ["2:11 syntax this is not JSON: Expected ',' or '}' after property value"],
  ],
  [
    "something after the end",
    '{"name":\n"A"} x',
    ["2:6 syntax this is not JSON: Unexpected non-whitespace character after JSON"],
  ],
])("%s is said with its place", (_title, text, expected) => {
  expect(complaints(text)).toEqual(expected.map((line) => `s.json:${line}`));
  expect(read(text).value).toBeNull();
});

describe("the place where JSON breaks is said, also where the engine does not tell it:", () => {
  test.each([
    ["at a word that is none", '{"a":\n tru}', 2, 5],
    ["at a word of JavaScript", `[1,\n${"2,".repeat(90)}\nundefined]`, 3, 1],
    ["at the end of a list that goes on", '{"a":[1,\n],"b":1}', 2, 1],
    ["at the first sign", "<html>", 1, 1],
    ["at the second one", "[}", 1, 2],
    ["at a control character", '["a\n"]', 1, 4],
    ["at an escape that is none", '["\\x"]', 1, 4],
    ["at the end of a text that is not closed", '\n["a', 2, 4],
    ["at the end of an escape that is not ended", '["\\u00', 1, 7],
    ["at the end of a number that is not ended", "[1.", 1, 4],
    ["at the end of a word that is not ended", "[\ntru", 2, 4],
  ])("%s", (_, text, line, column) => {
    expect(read(text).findings).toMatchObject([{ code: "syntax", line, column }]);
  });
});

test("of very many faults the first hundred are said, and how many more there are", () => {
  const faults = (count: number) =>
    complaints(
      JSON.stringify({
        name: "A",
        stock: Array.from({ length: count }, () => ({ id: "abc", count: 10 })),
      }),
    );
  expect(faults(100)).toHaveLength(100);
  expect(faults(100).at(-1)).toContain("stock[99].count");
  const [last, ...first] = faults(103).toReversed();
  expect(last).toBe("s.json:1:1 wrong-value and 3 more like these");
  expect(first).toHaveLength(100);
});
