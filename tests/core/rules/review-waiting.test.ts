import { expect, test } from "vitest";
import { reviewWaiting } from "../../../src/core/rules/review-waiting.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const since = "2026-11-18T12:00:00Z";
const review = { status: "review", since, link: "https://example.org/pull/3" } as const;

test.each<Row<Partial<TaskState>>>([
  ["in review for a second less than 24 h", review, "2026-11-19T11:59:59Z", "silent"],
  ["in review for exactly 24 h", review, "2026-11-19T12:00:00Z", "fires"],
  ["in review for 24 h and a second", review, "2026-11-19T12:00:01Z", "fires"],
  ["done in the meantime", { ...review, status: "done" }, "2026-11-30T12:00:00Z", "silent"],
  ["sent back in the meantime", { ...review, status: "active" }, "2026-11-30T12:00:00Z", "silent"],
  [
    "its timeline is not read yet",
    { ...review, judged: null },
    "2026-11-30T12:00:00Z",
    "cannot-judge",
  ],
  ["in review from a second ahead", review, "2026-11-18T11:59:59Z", "cannot-judge"],
  [
    "a configured limit of an hour",
    review,
    "2026-11-18T13:00:00Z",
    "fires",
    { config: { rules: { review_waiting: { hours: 1 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(reviewWaiting, sampleTask(fields), now, facts).verdict).toBe(verdict);
});

test.each([
  ["2026-11-19T12:00:00Z", ["reviewer"], Date.parse("2026-11-20T12:00:00Z")],
  ["2026-11-20T11:59:59Z", ["reviewer"], Date.parse("2026-11-20T12:00:00Z")],
  ["2026-11-20T12:00:00Z", ["reviewer", "orchestrator"], null],
  ["2027-11-20T12:00:00Z", ["reviewer", "orchestrator"], null],
])("at %s it speaks to %j, as the same problem in the same words", (now, to, nextAt) => {
  const first = fired(reviewWaiting, sampleTask(review), "2026-11-19T12:00:00Z");
  expect(fired(reviewWaiting, sampleTask(review), now)).toEqual({ ...first, to, nextAt });
  expect(first.cause).toBe(since);
  expect(first.evidence).toContain(review.link);
});

test("an orchestrator who is to hear sooner than the reviewer hears at the same time", () => {
  const config = { rules: { review_waiting: { hours: 24, orchestrator_after_hours: 1 } } };
  const task = sampleTask(review);
  expect(judge(reviewWaiting, task, "2026-11-18T14:00:00Z", { config }).verdict).toBe("silent");
  const { to, nextAt } = fired(reviewWaiting, task, "2026-11-19T12:00:00Z", { config });
  expect({ to, nextAt }).toEqual({ to: ["reviewer", "orchestrator"], nextAt: null });
});
