import { expect, test } from "vitest";
import { approvalExpiring } from "../../../src/core/rules/approval-expiring.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const since = "2026-11-20T00:00:00Z";
const review = { status: "review", since, link: "https://example.org/pull/3" } as const;

test.each<Row<Partial<TaskState>>>([
  ["a second less than half of 72 h", review, "2026-11-21T11:59:59Z", "silent"],
  ["exactly half of 72 h", review, "2026-11-21T12:00:00Z", "fires"],
  ["half of 72 h and a second", review, "2026-11-21T12:00:01Z", "fires"],
  ["approved", { ...review, status: "done" }, "2026-11-24T00:00:00Z", "silent"],
  ["sent back", { ...review, status: "active" }, "2026-11-24T00:00:00Z", "silent"],
  [
    "its timeline is not read yet",
    { ...review, judged: null },
    "2026-11-24T00:00:00Z",
    "cannot-judge",
  ],
  ["in review from a second ahead", review, "2026-11-19T23:59:59Z", "cannot-judge"],
  [
    "a configured time of two hours",
    review,
    "2026-11-20T01:00:00Z",
    "fires",
    { config: { rules: { approval_expiring: { hours: 2 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(approvalExpiring, sampleTask(fields), now, facts).verdict).toBe(verdict);
});

const urgedAt = "2026-11-22T16:48:00Z";
const expiredAt = "2026-11-23T00:00:00Z";

test.each([
  ["2026-11-21T12:00:00Z", "info", ["reviewer"], Date.parse(urgedAt)],
  ["2026-11-22T16:47:59Z", "info", ["reviewer"], Date.parse(urgedAt)],
  [urgedAt, undefined, ["reviewer", "orchestrator"], Date.parse(expiredAt)],
  ["2026-11-22T23:59:59Z", undefined, ["reviewer", "orchestrator"], Date.parse(expiredAt)],
  [expiredAt, undefined, ["reviewer", "orchestrator", "operator"], null],
  ["2027-11-23T00:00:00Z", undefined, ["reviewer", "orchestrator", "operator"], null],
])(
  "at %s its severity is %s (the rule's own where none is said), as the same problem",
  (now, severity, to, nextAt) => {
    const judgement = fired(approvalExpiring, sampleTask(review), now);
    expect(judgement.severity).toBe(severity);
    expect(judgement).toMatchObject({ cause: since, to, nextAt });
  },
);

test("in each step it says the same for as long as it lasts", () => {
  const at = (now: string) => fired(approvalExpiring, sampleTask(review), now);
  expect(at("2026-11-22T00:00:00Z")).toEqual(at("2026-11-21T12:00:00Z"));
  expect(at("2026-11-22T20:00:00Z")).toEqual(at(urgedAt));
  expect(at("2028-01-01T00:00:00Z")).toEqual(at(expiredAt));
});

test("expiry approves nothing, and says so", () => {
  expect(fired(approvalExpiring, sampleTask(review), expiredAt)).toMatchObject({
    title: "Approval expired: Mend the checkout",
    why: `It waits for a verdict since ${since}. Its time was over at ${expiredAt}: nothing is approved by that. Owner: agent:atlas.`,
    evidence: ["https://github.com/acme/shop/issues/12", "https://example.org/pull/3"],
  });
});

test("shares that are configured the wrong way round never take a step back", () => {
  const config = { rules: { approval_expiring: { remind: 0.9, urge: 0.5 } } };
  const at = (now: string) => judge(approvalExpiring, sampleTask(review), now, { config });
  expect(at("2026-11-21T11:59:59Z")).toMatchObject({ nextAt: Date.parse("2026-11-21T12:00:00Z") });
  expect(at("2026-11-21T12:00:00Z")).toMatchObject({ nextAt: Date.parse(expiredAt) });
  expect(at("2026-11-22T20:00:00Z")).toEqual(at("2026-11-21T12:00:00Z"));
});
