import { expect, test } from "vitest";
import { deadlineRisk } from "../../../src/core/rules/deadline-risk.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row, sampleWorkstream } from "./harness.ts";

const day = { created_at: "2026-11-20T00:00:00Z", due: "2026-11-21T00:00:00Z" } as const;
const launch = { ...day, created_at: "2026-11-01T00:00:00Z", workstream: "Launch" };
const started = { workstreams: [sampleWorkstream({ start: "2026-11-20T00:00:00Z" })] };

test.each<Row<Partial<TaskState>>>([
  ["20 h less a second gone of 24 h", day, "2026-11-20T19:59:59Z", "silent"],
  ["exactly 20 h gone of 24 h", day, "2026-11-20T20:00:00Z", "fires"],
  ["20 h and a second gone of 24 h", day, "2026-11-20T20:00:01Z", "fires"],
  ["a second before the deadline", day, "2026-11-20T23:59:59Z", "fires"],
  ["at the deadline: overdue speaks from now on", day, "2026-11-21T00:00:00Z", "silent"],
  ["delivered", { ...day, status: "review" }, "2026-11-20T22:00:00Z", "silent"],
  ["done", { ...day, status: "done" }, "2026-11-20T22:00:00Z", "silent"],
  ["archived", { ...day, status: "archived" }, "2026-11-20T22:00:00Z", "silent"],
  ["the deadline put off", { ...day, due: "2026-12-24" }, "2026-11-20T22:00:00Z", "silent"],
  ["no deadline", { ...day, due: null }, "2026-11-20T22:00:00Z", "cannot-judge"],
  ["five sixths of six days", { ...day, due: "2026-11-25" }, "2026-11-25T00:00:00Z", "fires"],
  ["a second less than that", { ...day, due: "2026-11-25" }, "2026-11-24T23:59:59Z", "silent"],
  [
    "filed after its deadline",
    { due: "2026-11-21T00:00:00Z", created_at: "2026-11-22T00:00:00Z" },
    "2026-11-20T00:00:00Z",
    "cannot-judge",
  ],
  [
    "the time counts from the workstream's start",
    launch,
    "2026-11-20T19:59:59Z",
    "silent",
    started,
  ],
  ["five sixths of the time since then", launch, "2026-11-20T20:00:00Z", "fires", started],
  [
    "a workstream that began before the filing",
    { ...day, workstream: "Launch" },
    "2026-11-20T20:00:00Z",
    "fires",
    { workstreams: [sampleWorkstream({ start: "2026-11-01T00:00:00Z" })] },
  ],
  [
    "a milestone that is no workstream: the filing counts",
    { ...day, workstream: "Someday" },
    "2026-11-20T20:00:00Z",
    "fires",
    started,
  ],
  [
    "a milestone of the same name in another repository",
    { ...launch, repo: "acme/other" },
    "2026-11-20T12:00:00Z",
    "fires",
    started,
  ],
  [
    "a deadline before its workstream begins",
    { ...day, workstream: "Launch" },
    "2026-11-20T20:00:00Z",
    "cannot-judge",
    { workstreams: [sampleWorkstream({ start: "2026-11-22T00:00:00Z" })] },
  ],
  [
    "a configured half",
    day,
    "2026-11-20T12:00:00Z",
    "fires",
    { config: { rules: { deadline_risk: { share: 0.5 } } } },
  ],
  [
    "a configured whole, which is never at risk",
    day,
    "2026-11-20T23:59:59Z",
    "silent",
    { config: { rules: { deadline_risk: { share: 1 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(deadlineRisk, sampleTask(fields), now, facts).verdict).toBe(verdict);
});

test("it asks to extend or help, and says the same until the deadline", () => {
  const once = fired(deadlineRisk, sampleTask(day), "2026-11-20T20:00:00Z");
  expect(once).toMatchObject({
    cause: day.due,
    title: "Deadline at risk: Mend the checkout",
    to: ["agent:atlas"],
    nextAt: Date.parse(day.due),
  });
  expect(once.why).toContain(
    "83 % of the time since 2026-11-20T00:00:00Z was gone at 2026-11-20T20:00:00Z: extend or help",
  );
  expect(fired(deadlineRisk, sampleTask(day), "2026-11-20T23:59:59Z")).toEqual(once);
});

test("without a deadline an alert that stands has lost its cause", () => {
  const judgement = judge(deadlineRisk, sampleTask({ due: null }), "2026-11-20T20:00:00Z");
  expect(judgement).toMatchObject({ clears: true });
});
