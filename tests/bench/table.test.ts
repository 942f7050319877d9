import { expect, test } from "vitest";
import { type Bench, percentile } from "./bench.ts";
import { keepsBound, renderTable } from "./table.ts";

const bench: Bench = { name: "x", method: "", run: async () => [] };

test("a figure is held against its bound, from either side", () => {
  const atMost = { name: "a", unit: "ms", bound: { kind: "at most", value: 5 } } as const;
  const atLeast = { name: "a", unit: "%", bound: { kind: "at least", value: 80 } } as const;
  expect([keepsBound({ ...atMost, value: 5 }), keepsBound({ ...atMost, value: 5.1 })]).toEqual([
    true,
    false,
  ]);
  expect([keepsBound({ ...atLeast, value: 80 }), keepsBound({ ...atLeast, value: 79 })]).toEqual([
    true,
    false,
  ]);
});

test("the table shows the ratio, and what missed its bound", () => {
  const figures = [
    { name: "wait", value: 10, unit: "ms", bound: { kind: "at most", value: 5 } },
    { name: "rate", value: 900, unit: "/s", against: { name: "empty app", value: 1000 } },
  ] as const;
  const rows = renderTable([{ bench, figures }])
    .split("\n")
    .map((line) => line.replaceAll(/ +/g, " "));
  expect(rows.slice(2)).toEqual([
    "| wait | 10.0 ms | at most 5.00 ms | | 2.00 | MISSED |",
    "| rate | 900 /s | | empty app: 1,000 /s | 0.90 | |",
  ]);
});

test("a percentile is a sample that was taken", () => {
  const samples = [5, 1, 4, 2, 3];
  expect([percentile(samples, 0.5), percentile(samples, 0.99), percentile(samples, 0)]).toEqual([
    3, 5, 1,
  ]);
  expect(() => percentile([], 0.5)).toThrow("no samples");
});
