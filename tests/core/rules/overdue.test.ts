import { expect, test } from "vitest";
import { overdue } from "../../../src/core/rules/overdue.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const berlin = { config: { timezone: "Europe/Berlin" } };
const due = "2026-11-20";
const noon = "2026-11-20T12:00:00Z";

test.each<Row<Partial<TaskState>>>([
  ["a day with one second left in its zone", { due }, "2026-11-20T22:59:59Z", "silent"],
  ["a day that is just over", { due }, "2026-11-20T23:00:00Z", "fires"],
  ["a day one second past", { due }, "2026-11-20T23:00:01Z", "fires"],
  ["an instant one second ahead", { due: noon }, "2026-11-20T11:59:59Z", "silent"],
  ["an instant that is now", { due: noon }, noon, "fires"],
  ["an instant one second past", { due: noon }, "2026-11-20T12:00:01Z", "fires"],
  ["the deadline put off", { due: "2026-12-24" }, "2026-11-21T00:00:00Z", "silent"],
  ["done in the meantime", { due, status: "done" }, "2026-11-21T00:00:00Z", "silent"],
  ["no deadline", { due: null }, "2030-01-01T00:00:00Z", "cannot-judge"],
  ["no deadline, and done", { due: null, status: "done" }, "2030-01-01T00:00:00Z", "silent"],
  ["known from the list only", { due, judged: null }, "2026-11-21T00:00:00Z", "fires"],
])("%s", (_, fields, now, verdict) => {
  expect(judge(overdue, sampleTask(fields), now, berlin).verdict).toBe(verdict);
});

test("it never speaks of done or archived tasks, and of every other one", () => {
  const fires = statuses.filter(
    (status) =>
      judge(overdue, sampleTask({ due, status }), "2030-01-01T00:00:00Z").verdict === "fires",
  );
  expect(fires).toEqual(statuses.filter((status) => status !== "done" && status !== "archived"));
});

test("without a deadline an alert that stands has lost its cause", () => {
  expect(judge(overdue, sampleTask({ due: null }), noon)).toMatchObject({ clears: true });
});

test("it names the day, its zone and everybody who owns the task, the same for as long as it lasts", () => {
  const task = sampleTask({ due, shared: ["human:mia", "agent:atlas"] });
  const once = fired(overdue, task, "2026-11-20T23:00:00Z", berlin);
  expect(once).toMatchObject({ cause: due, to: ["agent:atlas", "human:mia"], nextAt: null });
  expect(once.why).toContain("the end of 2026-11-20 in Europe/Berlin");
  expect(fired(overdue, task, "2027-11-20T23:00:00Z", berlin)).toEqual(once);
});
