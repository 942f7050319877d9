import { expect, test } from "vitest";
import { blockedLong } from "../../../src/core/rules/blocked-long.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const since = "2026-11-18T12:00:00Z";
const block = { reason: "no key", by: "ada", on: null, since, from: "active" } as const;
const blocked = { status: "blocked", blocked: block } as const;

test.each<Row<Partial<TaskState>>>([
  ["blocked for a second less than 48 h", blocked, "2026-11-20T11:59:59Z", "silent"],
  ["blocked for exactly 48 h", blocked, "2026-11-20T12:00:00Z", "fires"],
  ["blocked for 48 h and a second", blocked, "2026-11-20T12:00:01Z", "fires"],
  [
    "a block that does not say since when: the timeline's instant counts",
    { status: "blocked", since, blocked: { ...block, since: null } },
    "2026-11-20T12:00:00Z",
    "fires",
  ],
  [
    "a status without a block: the timeline's instant counts",
    { status: "blocked", since },
    "2026-11-20T11:59:59Z",
    "silent",
  ],
  [
    "neither block nor timeline say since when",
    { status: "blocked", since, judged: null },
    "2026-11-20T12:00:00Z",
    "cannot-judge",
  ],
  ["blocked from a second ahead", blocked, "2026-11-18T11:59:59Z", "cannot-judge"],
  ["no longer blocked", { ...blocked, status: "active" }, "2026-11-30T12:00:00Z", "silent"],
  [
    "a configured limit of an hour",
    blocked,
    "2026-11-18T13:00:00Z",
    "fires",
    { config: { rules: { blocked_long: { hours: 1 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(blockedLong, sampleTask(fields), now, facts).verdict).toBe(verdict);
});

test("it escalates to the operator with reason, blocker and owner, and says the same for as long as it lasts", () => {
  const task = sampleTask({ ...blocked, blocked: { ...block, on: "acme/shop#5" } });
  const once = fired(blockedLong, task, "2026-11-20T12:00:00Z");
  expect(once).toMatchObject({
    cause: since,
    title: "Blocked for more than 48 h: Mend the checkout",
    why: "It is blocked since 2026-11-18T12:00:00Z. Reason: no key. It waits for acme/shop#5. Owner: agent:atlas.",
    to: ["operator"],
  });
  expect(fired(blockedLong, task, "2027-11-20T12:00:00Z")).toEqual(once);
});
