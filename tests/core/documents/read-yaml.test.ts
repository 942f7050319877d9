import { describe, expect, test } from "vitest";
import { readYaml } from "../../../src/core/documents/read-yaml.ts";
import { Shop } from "./shop.ts";

const read = (text: string) => readYaml({ path: "s.yml", text }, Shop);
const complaints = (text: string) =>
  read(text).findings.map(({ path, code, message }) => `${path} ${code} ${message}`);

test("what fits the schema is given with its defaults", () => {
  expect(read("name: A\nstock: [{ id: abc }]\n")).toMatchObject({
    value: { name: "A", stock: [{ id: "abc" }], owner: { login: "ada" } },
    findings: [],
  });
});

/** Lists of lists of the same: small to write, too large to hold. */
const multiplying = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ...[..."bcdefghi"].map((letter, index) => {
    const all = Array.from({ length: 9 }, () => `*${"abcdefgh".charAt(index)}`);
    return `${letter}: &${letter} [${all.join(", ")}]`;
  }),
].join("\n");

test.each([
  ["an empty file", "", ["1:1 missing-key name is missing: expected string"]],
  [
    "a wrong value in a list, at its key",
    "# c\n\nname: A\nstock:\n  - count: 1\n    id: x\n  - 7\n",
    [
      '6:5 wrong-value stock[0].id: expected string to have >=3 characters, found "x"',
      "7:5 wrong-value stock[1]: expected object, found 7",
    ],
  ],
  ["a key that is a number", "name: A\n1: x\n", ["2:1 unknown-key 1 is not known here"]],
  [
    "a key without a value",
    "name: A\nstock: \n",
    ["2:1 wrong-value stock: expected array, found null"],
  ],
  [
    "a missing key further down, at what should hold it",
    "name: A\nprices: { x: { gross: 1 } }",
    [
      "2:11 missing-key prices.x.net is missing: expected number",
      "2:16 unknown-key prices.x.gross is not known here",
    ],
  ],
  ["a list that never ends", "[", ["1:2 syntax this is not YAML: Flow sequence must end with a ]"]],
  [
    "a text that goes on after its end",
    'name: "a" b',
    ["1:11 syntax this is not YAML: Unexpected scalar at node end"],
  ],
  [
    "a key that is there twice",
    "name: A\nname: B\n",
    ["2:1 duplicate-key this key is there twice"],
  ],
  [
    "an alias of nothing",
    "name: *a",
    [
      "1:1 syntax this YAML cannot be read: Unresolved alias (the anchor must be set before the alias): a",
    ],
  ],
  [
    "aliases that multiply",
    multiplying,
    [
      "1:1 syntax this YAML cannot be read: Excessive alias count indicates a resource exhaustion attack",
    ],
  ],
])("%s is said with its place", (_title, text, expected) => {
  expect(complaints(text)).toEqual(expected.map((line) => `s.yml:${line}`));
  expect(read(text).value).toBeNull();
});

test("of very many errors the first twenty are said", () => {
  expect(read("a: [1\n".repeat(30)).findings).toHaveLength(20);
});

describe("the place of", () => {
  const text = "# a shop\nname: A\nstock:\n  - id: abc\n    count: 1\n  - id: abd\n";

  test.each([
    ["the document", text, [], 2, 1],
    ["a key", text, ["stock"], 3, 1],
    ["an item of a list", text, ["stock", 1], 6, 5],
    ["a key in an item", text, ["stock", 0, "count"], 5, 5],
    ["an item that is not there: its list", text, ["stock", 7], 3, 1],
    ["a key that is not there: its item", text, ["stock", 1, "count"], 6, 5],
    ["a key in a list: the list", text, ["stock", "id"], 3, 1],
    ["what is in a text: the text", text, ["name", "length"], 2, 1],
    ["anything in an empty file", "", ["name"], 1, 1],
    ["anything in a file that cannot be read", "name: *a", ["name"], 1, 1],
    ["a key in a file with an error", "name: A\nopen: [\n", ["open"], 2, 1],
  ])("%s", (_, source, path, line, column) => {
    expect(read(source).positionOf(path)).toEqual({ line, column });
  });
});
