import { describe, expect, test } from "vitest";
import {
  isClosed,
  isUnderWay,
  progressOf,
  scheduleInput,
} from "../../../src/core/workstreams/schedule.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { at, ids, instant, streamTask } from "./sample.ts";

const block = { reason: "no key", by: "ada", on: null, since: null } as const;
const told = { at: instant(1), by: "atlas-bot", progress: 40, blockers: false };
const checkin = { ...told, needs: null, eta: null };

test("work is closed when it is done or archived, and under way when it is active or in review", () => {
  expect(statuses.filter(isClosed)).toEqual(["done", "archived"]);
  const underWay = statuses.filter((status) => isUnderWay({ status, blocked: null }));
  expect(underWay).toEqual(["active", "review"]);
});

test.each(["active", "review"] as const)("what is blocked from %s is under way", (from) => {
  expect(isUnderWay({ status: "blocked", blocked: { ...block, from } })).toBe(true);
});

test.each(["planned", "assigned", null] as const)("what is blocked from %s is not", (from) => {
  expect(isUnderWay({ status: "blocked", blocked: { ...block, from } })).toBe(false);
});

test.each<[TaskState["status"], number, number]>([
  ["done", 1, 1],
  ["review", 1, 1],
  ["assigned", 0, 0.4],
  ["active", 0, 0.4],
  ["blocked", 0, 0.4],
  ["planned", 0, 0],
  ["failed", 0, 0],
])("%s is %d without a check-in and %d with one of 40 %%", (status, without, having) => {
  expect(progressOf(streamTask(1, { status }))).toBe(without);
  expect(progressOf(streamTask(1, { status, checkin }))).toBe(having);
});

describe("a task is scheduled", () => {
  const nodeOf = (fields: Partial<TaskState>) => {
    const task = streamTask(1, { since: instant(2), ...fields });
    const clock = { tasks: ids(1), start: instant(0), hours: 168, default_hours: 8 };
    return scheduleInput(clock, new Map([[task.id, task]]), "UTC", at(3)).nodes[0];
  };

  test.each<[string, Partial<TaskState>, object]>([
    ["as open before it is begun", { status: "planned" }, { state: "open" }],
    ["as begun when it is active", { status: "active" }, { state: "open", startedAt: at(2) }],
    ["as done when it is done", { status: "done" }, { state: "done", doneAt: at(2) }],
    ["as dropped when it is archived", { status: "archived" }, { state: "dropped" }],
    ["as open when it failed", { status: "failed" }, { state: "open" }],
    ["without a date while it is not read", { status: "done", judged: null }, { state: "done" }],
    ["without a start while it is not read", { status: "active", judged: null }, { state: "open" }],
  ])("%s", (_, fields, expected) => {
    const { state, doneAt, startedAt } = nodeOf(fields) ?? {};
    expect({ state, doneAt, startedAt }).toEqual(expected);
  });
});

test("what a closed task waited for is no part of the schedule, what an open one waits for is", () => {
  const tasks = [
    streamTask(1, { status: "done", depends: ids(3) }),
    streamTask(2, { depends: ids(4) }),
    streamTask(3),
    streamTask(4),
  ];
  const known = new Map(tasks.map((task) => [task.id, task]));
  const clock = { tasks: ids(1, 2), start: instant(0), hours: 168, default_hours: 8 };
  const { nodes } = scheduleInput(clock, known, "UTC", at(3));
  expect(nodes.map(({ id }) => id)).toEqual(ids(1, 2, 4));
});
