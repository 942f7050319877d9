import { expect, test } from "vitest";
import { type Column, renderRows } from "../../src/render/rows.ts";

type Item = { readonly id: number; readonly name: string; readonly more: unknown };
const items: readonly Item[] = [
  { id: 1, name: "plain", more: null },
  { id: 22, name: 'said "hi", twice\nover', more: { a: [1] } },
];
const columns: readonly Column<Item>[] = [
  { name: "id", at: ({ id }) => id },
  { name: "name", at: ({ name }) => name, max: 10 },
];

test("a table aligns its columns, cuts long words and keeps a row on its line", () => {
  expect(renderRows(items, columns, "table")).toBe('ID  NAME\n1   plain\n22  said "hi"…\n');
});

test("a table of nothing is its head", () => {
  expect(renderRows([], columns, "table")).toBe("ID  NAME\n");
});

test("a table shows what is missing as a dash, and no control characters", () => {
  const shown = renderRows([{ id: 1, name: "\u001b[2J", more: null }], columns, "table");
  expect(shown).toBe("ID  NAME\n1   [2J\n");
  expect(renderRows([{ id: 1, name: "", more: 0 }], columns, "table")).toContain("1   -");
});

test("CSV quotes what has to be quoted, and runs nothing in a spreadsheet", () => {
  const evil = { id: 3, name: "=1+1", more: undefined };
  expect(renderRows([...items, evil], columns, "csv")).toBe(
    'id,name,more\r\n1,plain,\r\n22,"said ""hi"", twice\nover","{""a"":[1]}"\r\n3,\'=1+1,\r\n',
  );
});

test("JSON and JSONL carry every field as it is", () => {
  expect(JSON.parse(renderRows(items, columns, "json"))).toEqual(items);
  const lines = renderRows(items, columns, "jsonl").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(items);
  expect(renderRows([], columns, "jsonl")).toBe("");
});
