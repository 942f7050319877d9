import { expect, test } from "vitest";
import { untriaged } from "../../../src/core/rules/untriaged.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const inbox = { status: "inbox", since: "2026-11-20T12:00:00Z" } as const;

test.each<Row<Partial<TaskState>>>([
  ["in the inbox for a second less than 24 h", inbox, "2026-11-21T11:59:59Z", "silent"],
  ["in the inbox for exactly 24 h", inbox, "2026-11-21T12:00:00Z", "fires"],
  ["in the inbox for 24 h and a second", inbox, "2026-11-21T12:00:01Z", "fires"],
  ["triaged since", { ...inbox, status: "triaged" }, "2026-11-22T12:00:00Z", "silent"],
  [
    "back in the inbox, so that the time begins anew",
    { ...inbox, since: "2026-11-22T11:00:00Z" },
    "2026-11-22T12:00:00Z",
    "silent",
  ],
  [
    "its timeline is not read yet",
    { ...inbox, judged: null },
    "2027-01-01T00:00:00Z",
    "cannot-judge",
  ],
  ["in the inbox from a second ahead", inbox, "2026-11-20T11:59:59Z", "cannot-judge"],
  [
    "a configured limit of an hour and a half",
    inbox,
    "2026-11-20T13:30:00Z",
    "fires",
    { config: { rules: { untriaged: { hours: 1.5 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(untriaged, sampleTask(fields), now, facts).verdict).toBe(verdict);
});

test("an alert that stands is not resolved by a timeline that is not read", () => {
  const judgement = judge(
    untriaged,
    sampleTask({ ...inbox, judged: null }),
    "2027-01-01T00:00:00Z",
  );
  expect(judgement).toMatchObject({ clears: false });
});

test("it tells the orchestrator, and says the same for as long as it lasts", () => {
  const once = fired(untriaged, sampleTask(inbox), "2026-11-21T12:00:00Z");
  expect(once).toMatchObject({
    cause: "2026-11-20T12:00:00Z",
    title: "Untriaged for more than 24 h: Mend the checkout",
    to: ["orchestrator"],
    evidence: ["https://github.com/acme/shop/issues/12"],
  });
  expect(fired(untriaged, sampleTask(inbox), "2027-11-21T12:00:00Z")).toEqual(once);
});

test("the next stay in the inbox is another problem", () => {
  const again = { ...inbox, since: "2026-12-20T12:00:00Z" };
  expect(fired(untriaged, sampleTask(again), "2027-01-01T00:00:00Z").cause).toBe(again.since);
});
