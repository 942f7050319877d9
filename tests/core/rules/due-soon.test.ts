import { expect, test } from "vitest";
import { dueSoon } from "../../../src/core/rules/due-soon.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const berlin = { config: { timezone: "Europe/Berlin" } };
const due = "2026-11-20T12:00:00Z";

test.each<Row<Partial<TaskState>>>([
  ["24 h and a second before the deadline", { due }, "2026-11-19T11:59:59Z", "silent"],
  ["exactly 24 h before it", { due }, "2026-11-19T12:00:00Z", "fires"],
  ["a second less than 24 h before it", { due }, "2026-11-19T12:00:01Z", "fires"],
  ["a second before it", { due }, "2026-11-20T11:59:59Z", "fires"],
  ["at the deadline: overdue speaks from now on", { due }, "2026-11-20T12:00:00Z", "silent"],
  ["a second after it", { due }, "2026-11-20T12:00:01Z", "silent"],
  ["delivered", { due, status: "review" }, "2026-11-20T00:00:00Z", "silent"],
  ["done", { due, status: "done" }, "2026-11-20T00:00:00Z", "silent"],
  ["the deadline put off", { due: "2026-12-24" }, "2026-11-20T00:00:00Z", "silent"],
  ["no deadline", { due: null }, "2026-11-20T00:00:00Z", "cannot-judge"],
  ["no deadline, and done", { due: null, status: "done" }, "2026-11-20T00:00:00Z", "silent"],
  ["the eve of a day, in its zone", { due: "2026-11-20" }, "2026-11-19T23:00:00Z", "fires", berlin],
  ["a second sooner", { due: "2026-11-20" }, "2026-11-19T22:59:59Z", "silent", berlin],
  [
    "a configured limit of an hour",
    { due },
    "2026-11-20T10:59:59Z",
    "silent",
    { config: { rules: { due_soon: { hours: 1 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(dueSoon, sampleTask(fields), now, facts).verdict).toBe(verdict);
});

test("it never speaks of tasks in review, done or archived, and of every other one", () => {
  const fires = statuses.filter(
    (status) =>
      judge(dueSoon, sampleTask({ due, status }), "2026-11-20T00:00:00Z").verdict === "fires",
  );
  expect(fires).toEqual(statuses.filter((one) => !["review", "done", "archived"].includes(one)));
});

test("without a deadline an alert that stands has lost its cause", () => {
  expect(judge(dueSoon, sampleTask({ due: null }), due)).toMatchObject({ clears: true });
});

test("it says the same until the deadline, when it falls silent", () => {
  const once = fired(dueSoon, sampleTask({ due }), "2026-11-19T12:00:00Z");
  expect(once).toMatchObject({ cause: due, nextAt: Date.parse(due), to: ["agent:atlas"] });
  expect(fired(dueSoon, sampleTask({ due }), "2026-11-20T11:59:59Z")).toEqual(once);
});
