import { expect, test } from "vitest";
import { routineMissed } from "../../../src/core/rules/routine-missed.ts";
import type { RoutineState } from "../../../src/schema/index.ts";
import { fired, judge, type Row, sampleRoutine } from "./harness.ts";

test.each<Row<Partial<RoutineState>>>([
  ["a second before interval and grace are over", {}, "2026-11-20T13:14:59Z", "silent"],
  ["as they are over", {}, "2026-11-20T13:15:00Z", "fires"],
  ["a second after that", {}, "2026-11-20T13:15:01Z", "fires"],
  ["it has run again", { last_run: "2026-11-20T14:00:00Z" }, "2026-11-20T14:30:00Z", "silent"],
  ["it ran a second ahead of our clock", {}, "2026-11-20T11:59:59Z", "silent"],
  ["it never ran", { last_run: null }, "2026-11-21T12:00:00Z", "cannot-judge"],
  ["it is not on a clock", { every_minutes: null }, "2027-11-20T12:00:00Z", "silent"],
  [
    "a configured grace of none",
    {},
    "2026-11-20T13:00:00Z",
    "fires",
    { config: { rules: { routine_missed: { grace_minutes: 0 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(routineMissed, sampleRoutine(fields), now, facts).verdict).toBe(verdict);
});

test("a routine that never ran leaves an alert as it stands", () => {
  const routine = sampleRoutine({ last_run: null });
  expect(judge(routineMissed, routine, "2026-11-21T12:00:00Z")).toMatchObject({ clears: false });
});

test("it names the last run, and says the same until it runs", () => {
  const once = fired(routineMissed, sampleRoutine(), "2026-11-20T13:15:00Z");
  expect(once).toMatchObject({
    cause: "2026-11-20T12:00:00Z",
    title: "Routine missed: Backup",
    why: "It has not run since 2026-11-20T12:00:00Z and is to run every 60 min (every hour): it is late since 2026-11-20T13:00:00Z. Last result: done.",
    to: ["orchestrator", "operator"],
  });
  expect(fired(routineMissed, sampleRoutine(), "2027-11-20T13:15:00Z")).toEqual(once);
});

const later = "2026-11-23T12:00:00Z";
const every = { report_hours: 48, audit_hours: 36 };
const never = { report_hours: null, audit_hours: null };

test.each(["report", "audit"])("the policy says when a %s is expected again", (id) => {
  const routine = sampleRoutine({ id, every_minutes: 24 * 60, schedule: "every 24 h" });
  const under = (routine_missed: object) => ({ config: { rules: { routine_missed } } });
  expect(judge(routineMissed, routine, later, under({})).verdict).toBe("fires");
  expect(judge(routineMissed, routine, later, under(never)).verdict).toBe("silent");
  const due = id === "report" ? "2026-11-22T12:15:00Z" : "2026-11-22T00:15:00Z";
  const before = new Date(Date.parse(due) - 1000).toISOString();
  expect(judge(routineMissed, routine, before, under(every)).verdict).toBe("silent");
  expect(judge(routineMissed, routine, due, under(every)).verdict).toBe("fires");
});
