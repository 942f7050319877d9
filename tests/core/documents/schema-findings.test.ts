import { expect, test } from "vitest";
import { z } from "zod";
import { knownKeys } from "../../../src/core/documents/known-keys.ts";
import { name, schemaProblems, valueAt } from "../../../src/core/documents/schema-findings.ts";
import { Shop } from "./shop.ts";

test.each([
  [[], "the document"],
  [["a"], "a"],
  [["a", "b-c", "d_e"], "a.b-c.d_e"],
  [["a", 2, "b"], "a[2].b"],
  [[0], "[0]"],
  [["a b"], '["a b"]'],
  [["a/", "b"], '["a/"].b'],
  [["a", "/b"], 'a["/b"]'],
  [["a", ""], 'a[""]'],
])("the path %j is called %s", (path, called) => {
  expect(name(path)).toBe(called);
});

test.each([
  [{ a: [1, { b: 2 }] }, ["a", 1, "b"], 2],
  [{ a: null }, ["a"], null],
  [{ a: null }, ["a", "b"], undefined],
  [{ a: 1 }, ["a", "toFixed"], undefined],
  [{ a: "text" }, ["a", "length"], undefined],
  [{}, ["constructor"], undefined],
  [[], [0], undefined],
  [7, [], 7],
])("in %j, at %j there is %j", (value, path, found) => {
  expect(valueAt(value, path)).toBe(found);
});

const shopKeys = ["name", "open", "kind", "size", "stock", "prices", "owner"];

test.each([
  ["at the root", [], shopKeys],
  ["in a list with a default", ["stock", 3], ["id", "count"]],
  ["in a record that may be null or missing", ["prices", "any"], ["net"]],
  ["in an object that is filled", ["owner"], ["login"]],
  ["of a list itself", ["stock"], []],
  ["of a text", ["name"], []],
  ["inside a text", ["name", "length"], []],
  ["behind a key that nobody knows", ["colour", "x"], []],
])("the keys known %s", (_, path, keys) => {
  expect(knownKeys(Shop, path)).toEqual(keys);
});

test.each<[string, z.ZodType, unknown, string]>([
  ["nothing at all", z.string(), undefined, "the document: expected string, found nothing"],
  [
    "zod's own words for a format",
    z.email(),
    "x",
    'the document: expected email address, found "x"',
  ],
  [
    "zod's own words for a size",
    z.number().min(3),
    1,
    "the document: expected number to be >=3, found 1",
  ],
  [
    "our own words",
    z.string().regex(/^a$/, "expected an a"),
    "b",
    'the document: expected an a, found "b"',
  ],
  [
    "a choice, each of its kinds once",
    z.union([z.string(), z.string().min(2), z.literal(7)]),
    true,
    "the document: expected string or 7, found true",
  ],
])("%s is said without saying it twice", (_, schema, value, message) => {
  const issues = schema.safeParse(value).error?.issues ?? [];
  expect(schemaProblems(schema, value, issues)).toEqual([
    { path: [], code: "wrong-value", message },
  ]);
});
