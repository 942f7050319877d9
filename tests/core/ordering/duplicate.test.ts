import { describe, expect, test } from "vitest";
import { duplicateIn } from "../../../src/core/ordering/duplicate.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { inWords, ordered } from "./sample-orders.ts";
import { sampleTask } from "../sample-task.ts";

function item(number: number, fields: Partial<TaskState> = {}): TaskState {
  return sampleTask({
    number,
    status: "inbox",
    owner: null,
    created_at: `2026-11-20T00:00:${String(number).padStart(2, "0")}Z`,
    fingerprint: "same",
    ...fields,
  });
}

const words = (...tasks: readonly TaskState[]) => inWords(ordered({ tasks }));

test("the younger of two items that say the same is told of the older", () => {
  expect(ordered({ tasks: [item(1), item(2)] })).toEqual([
    {
      repo: "acme/shop",
      number: 2,
      kind: "tell",
      rule: "new-task",
      tag: "duplicate",
      lines: [
        "It says the same as #1, which is older and open: https://github.com/acme/shop/issues/1",
        "When it is the same, close this one as not planned; when it is not, nothing has to be done.",
      ],
      why: "It says the same as acme/shop#1, which is older and open.",
      evidence: ["https://github.com/acme/shop/issues/1"],
    },
  ]);
});

test("of three each younger one is told of the oldest", () => {
  const orders = ordered({ tasks: [item(3), item(1), item(2)] });
  expect(inWords(orders)).toEqual(["tell #2", "tell #3"]);
  expect(orders.map(({ evidence }) => evidence)).toEqual([
    ["https://github.com/acme/shop/issues/1"],
    ["https://github.com/acme/shop/issues/1"],
  ]);
});

test("of two filed in the same second the higher number is the younger", () => {
  const created_at = "2026-11-20T00:00:00Z";
  expect(words(item(10, { created_at }), item(9, { created_at }))).toEqual(["tell #10"]);
});

describe("nobody is told", () => {
  test.each<[string, Partial<TaskState>]>([
    ["what was told already", { duplicate_of: "acme/shop#1" }],
    ["what is planned", { status: "planned" }],
    ["what is in work", { status: "active", owner: "human:ada" }],
    ["what says something else", { fingerprint: "other" }],
    ["a part of the older one", { parent: "acme/shop#1" }],
    ["what is not read yet", { judged: null }],
    ["an item of another repository", { repo: "acme/web", id: "acme/web#2" }],
  ])("of %s", (_, fields) => {
    expect(words(item(1), item(2, fields))).toEqual([]);
  });

  test("of items that say nothing", () => {
    expect(words(item(1, { fingerprint: "" }), item(2, { fingerprint: "" }))).toEqual([]);
  });

  test("when the older one is a part of the younger", () => {
    expect(words(item(1, { parent: "acme/shop#2" }), item(2))).toEqual([]);
  });

  test.each<[string, Partial<TaskState>]>([
    ["done", { status: "done", closed_at: "2026-11-21T00:00:00Z" }],
    ["done, and not closed yet", { status: "done" }],
    ["archived", { status: "archived" }],
    ["closed by hand a moment ago", { closed_at: "2026-11-21T00:00:00Z" }],
  ])("when the older one is %s", (_, fields) => {
    expect(words(item(1, fields), item(2))).toEqual([]);
  });
});

test("an older one in work counts, and so does one whose owner is known", () => {
  expect(words(item(1, { status: "review", owner: "human:ada" }), item(2))).toEqual(["tell #2"]);
});

test("a triaged item is told too, beside being given to somebody", () => {
  const complete = { status: "triaged" as const, output: "A patch", review: "Tests" };
  expect(words(item(1), item(2, complete))).toEqual(["assign #2 agent:atlas", "tell #2"]);
});

test.each([
  ["what an order says", "It says the same as #17, which is older.", "acme/shop#17"],
  ["no comment", undefined, null],
  ["a comment that names nothing", "Hello", null],
])("the older task is read from %s", (_, body, older) => {
  expect(duplicateIn("acme/shop", body)).toBe(older);
});
