import { expect, test } from "vitest";
import { approvalsWaiting } from "../../../src/core/rules/approvals-waiting.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, given, judge } from "./harness.ts";

const now = "2026-11-20T12:00:00Z";

function inReview(count: number, status: TaskState["status"] = "review"): readonly TaskState[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const since = new Date(Date.parse(now) - index * 1000).toISOString();
    return sampleTask({ number, id: `acme/shop#${number}`, status, since, judged: null });
  });
}

test.each([
  ["none", 0, "silent"],
  ["ten, which is the limit", 10, "silent"],
  ["eleven", 11, "fires"],
] as const)("%s in review", (_, count, verdict) => {
  expect(judge(approvalsWaiting, given({ tasks: inReview(count) }), now).verdict).toBe(verdict);
});

test("tasks in other statuses do not count", () => {
  const tasks = inReview(30, "active");
  expect(judge(approvalsWaiting, given({ tasks }), now).verdict).toBe("silent");
});

test("the limit is the configured one", () => {
  const config = { rules: { approvals_waiting: { more_than: 0 } } };
  const verdictOf = (count: number) =>
    judge(approvalsWaiting, given({ tasks: inReview(count) }), now, { config }).verdict;
  expect([0, 1].map(verdictOf)).toEqual(["silent", "fires"]);
});

test("it names how many and the oldest, and stays one problem while their number changes", () => {
  const world = given({ tasks: inReview(12) });
  const once = fired(approvalsWaiting, world, now);
  expect(once).toMatchObject({
    title: "More than 10 approvals wait: acme/shop",
    to: ["reviewer", "orchestrator"],
  });
  expect(once.why).toMatch(/^12 tasks are in review; first: acme\/shop#12, acme\/shop#11, /);
  expect(once.evidence).toHaveLength(10);
  expect(fired(approvalsWaiting, given({ tasks: inReview(20) }), now).cause).toBe(once.cause);
  for (const later of ["2026-11-20T12:00:01Z", "2026-11-20T11:59:59Z", "2027-11-20T12:00:00Z"])
    expect(fired(approvalsWaiting, world, later)).toEqual(once);
});
