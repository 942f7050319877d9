import { describe, expect, test } from "vitest";
import { isHeld, workByOwner } from "../../../src/core/agents/work.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";

function at(number: number, hour: string, fields: Partial<TaskState> = {}): TaskState {
  return sampleTask({ number, since: `2026-11-20T${hour}:00:00Z`, ...fields });
}

const workOf = (tasks: readonly TaskState[], owner = "agent:atlas") => workByOwner(tasks)(owner);
const review = { status: "review" } as const;
const iris = { owner: "agent:iris" } as const;

test("who owns nothing has nothing to do", () => {
  const nothing = { held: [], current: null, ended: null };
  expect(workOf([])).toEqual(nothing);
  expect(workOf([at(1, "10", { owner: null })])).toEqual(nothing);
  expect(workOf([at(1, "10", iris)])).toEqual(nothing);
});

test("what is held is what is assigned, active or blocked", () => {
  expect(statuses.filter((status) => isHeld({ status }))).toEqual([
    "assigned",
    "active",
    "blocked",
  ]);
  const shared = at(3, "10", { ...iris, shared: ["agent:atlas"] });
  const held = workOf([at(1, "10"), at(2, "10", review), shared]).held;
  expect(held.map(({ number }) => number)).toEqual([1]);
});

describe("an owner works on", () => {
  const blocked = { status: "blocked" } as const;
  const shares = { ...iris, shared: ["agent:atlas"] };

  test.each<[string, readonly TaskState[], number | null]>([
    ["its newest active task", [at(1, "10"), at(2, "12"), at(3, "11")], 2],
    ["the lower number of two of one instant", [at(9, "10"), at(10, "10")], 9],
    ["its own before a newer one that it shares", [at(1, "10"), at(2, "12", shares)], 1],
    ["what it shares, when it has nothing active", [at(1, "12", blocked), at(2, "10", shares)], 2],
    ["what is blocked, when nothing else is there", [at(1, "12", blocked)], 1],
    ["nothing of what is blocked and shared", [at(1, "12", { ...shares, ...blocked })], null],
    ["nothing that is only assigned", [at(1, "12", { status: "assigned" })], null],
    ["what it owns and shares, once", [at(1, "10", { shared: ["agent:atlas"] })], 1],
  ])("%s", (_, tasks, number) => {
    for (const order of [tasks, tasks.toReversed()])
      expect(workOf(order).current?.number ?? null).toBe(number);
  });
});

describe("its work ended", () => {
  test.each<[string, readonly TaskState[], string | null]>([
    ["never, while it goes on", [at(1, "10")], null],
    [
      "with the newest end",
      [at(1, "10", review), at(2, "12", { status: "done" }), at(3, "11", review)],
      "12",
    ],
    ["by failing", [at(1, "10", { status: "failed" })], "10"],
    ["by being reverted", [at(1, "10", { status: "reverted" })], "10"],
    ["not with what is archived", [at(1, "10", { status: "archived" })], null],
    [
      "not with what is not judged",
      [at(1, "12", { ...review, judged: null }), at(2, "10", review)],
      "10",
    ],
    [
      "not with what it only shares",
      [at(1, "10", { ...review, ...iris, shared: ["agent:atlas"] })],
      null,
    ],
  ])("%s", (_, tasks, hour) => {
    const expected = hour === null ? null : `2026-11-20T${hour}:00:00Z`;
    for (const order of [tasks, tasks.toReversed()]) expect(workOf(order).ended).toBe(expected);
  });
});
