import { expect, test } from "vitest";
import { blockedLong } from "../../../src/core/rules/blocked-long.ts";
import { overdue } from "../../../src/core/rules/overdue.ts";
import type { Judgement, Rule } from "../../../src/core/rules/rule.ts";
import { emptyState } from "../../../src/core/state/index.ts";
import { worldOf } from "../../../src/core/world.ts";
import { Agents, Config, statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";

function judge(rule: Rule<"task">, fields: Partial<TaskState>, now: string): Judgement {
  const config = Config.parse({ timezone: "Europe/Berlin" });
  const policy = { config, agents: Agents.parse({ agents: [] }) };
  const world = worldOf(emptyState("acme/shop"));
  return rule.evaluate(sampleTask(fields), { now: Date.parse(now), policy, world });
}

const due = "2026-11-20";
const blocked = { reason: "no key", by: "ada", on: null, from: "active" } as const;

test.each<[string, Rule<"task">, Partial<TaskState>, string, Judgement["verdict"]]>([
  ["a day that is over", overdue, { due }, "2026-11-20T23:00:00Z", "fires"],
  ["a day with one second left", overdue, { due }, "2026-11-20T22:59:59Z", "silent"],
  ["a day one second past", overdue, { due }, "2026-11-20T23:00:01Z", "fires"],
  [
    "an instant one second ahead",
    overdue,
    { due: "2026-11-20T12:00:01Z" },
    "2026-11-20T12:00:00Z",
    "silent",
  ],
  [
    "an instant one second past",
    overdue,
    { due: "2026-11-20T12:00:00Z" },
    "2026-11-20T12:00:01Z",
    "fires",
  ],
  ["no deadline", overdue, { due: null }, "2030-01-01T00:00:00Z", "cannot-judge"],
  [
    "no deadline and done",
    overdue,
    { due: null, status: "done" },
    "2030-01-01T00:00:00Z",
    "silent",
  ],
  [
    "blocked for 48 h and a second",
    blockedLong,
    { status: "blocked", blocked: { ...blocked, since: "2026-11-18T12:00:00Z" } },
    "2026-11-20T12:00:01Z",
    "fires",
  ],
  [
    "blocked for a second less than 48 h",
    blockedLong,
    { status: "blocked", blocked: { ...blocked, since: "2026-11-18T12:00:00Z" } },
    "2026-11-20T11:59:59Z",
    "silent",
  ],
  [
    "a block that does not say since when: the timeline's instant counts",
    blockedLong,
    { status: "blocked", since: "2026-11-18T12:00:00Z", blocked: { ...blocked, since: null } },
    "2026-11-20T12:00:01Z",
    "fires",
  ],
  [
    "a status without a block: the timeline's instant counts",
    blockedLong,
    { status: "blocked", since: "2026-11-18T12:00:00Z", blocked: null },
    "2026-11-20T11:59:59Z",
    "silent",
  ],
  [
    "blocked from an instant that has yet to come",
    blockedLong,
    { status: "blocked", blocked: { ...blocked, since: "2027-01-01T00:00:00Z" } },
    "2026-11-20T12:00:00Z",
    "cannot-judge",
  ],
  [
    "no longer blocked",
    blockedLong,
    { status: "active", blocked: { ...blocked, since: "2026-11-01T12:00:00Z" } },
    "2026-11-20T12:00:00Z",
    "silent",
  ],
])("%s", (_, rule, fields, now, verdict) => {
  expect(judge(rule, fields, now).verdict).toBe(verdict);
});

test("overdue never speaks of done or archived tasks, and of every other one", () => {
  const fired = statuses.filter(
    (status) => judge(overdue, { due, status }, "2030-01-01T00:00:00Z").verdict === "fires",
  );
  expect(fired).toEqual(statuses.filter((status) => status !== "done" && status !== "archived"));
});

test.each([
  [overdue, { due }],
  [blockedLong, { status: "blocked", since: "2026-11-18T12:00:00Z" }],
] as const)("$id says when it next can fire, and fires then", (rule, fields) => {
  const early = judge(rule, fields, "2026-11-19T00:00:00Z");
  expect(early.nextAt).not.toBeNull();
  const at = early.nextAt ?? 0;
  expect(judge(rule, fields, new Date(at - 1).toISOString()).verdict).toBe("silent");
  expect(judge(rule, fields, new Date(at).toISOString()).verdict).toBe("fires");
});

test("what a rule says does not change as time goes by", () => {
  const one = judge(overdue, { due }, "2026-11-21T00:00:00Z");
  expect(judge(overdue, { due }, "2027-11-21T00:00:00Z")).toEqual(one);
});
