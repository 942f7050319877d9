import { expect, test } from "vitest";
import { lifecycleInvariant } from "../../../src/core/rules/lifecycle-invariant.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const now = "2026-11-20T12:00:00Z";

test.each<Row<Partial<TaskState>>>([
  ["the label of its status", { labels: ["kind:bug", "status:active"] }, now, "silent"],
  ["no status label", { labels: ["kind:bug"] }, now, "fires"],
  ["no label at all", { labels: [] }, now, "fires"],
  ["two status labels", { labels: ["status:active", "status:review"] }, now, "fires"],
  ["the label of another status", { labels: ["status:review"] }, now, "fires"],
  ["a status label that names none", { labels: ["status:wip"] }, now, "fires"],
  [
    "the right one beside one that names none",
    { labels: ["status:active", "status:wip"] },
    now,
    "fires",
  ],
  ["another name of its status", { status: "triaged", labels: ["status:backlog"] }, now, "silent"],
  [
    "both names of its status",
    { status: "triaged", labels: ["status:backlog", "status:triaged"] },
    now,
    "fires",
  ],
  ["in other letters", { labels: ["Status: active"] }, now, "silent"],
  ["a label that only begins like it", { labels: ["status:active", "statuses:x"] }, now, "silent"],
  ["known from the list only: its labels are enough", { labels: [], judged: null }, now, "fires"],
  ["a second after it was filed", { labels: [], created_at: "2026-11-20T11:59:59Z" }, now, "fires"],
  ["a second before", { labels: [], created_at: "2026-11-20T12:00:01Z" }, now, "fires"],
])("%s", (_, fields, at, verdict) => {
  expect(judge(lifecycleInvariant, sampleTask(fields), at).verdict).toBe(verdict);
});

test.each(statuses)("%s asks for its own label and for no other", (status) => {
  const silent = statuses.filter(
    (one) =>
      judge(lifecycleInvariant, sampleTask({ status, labels: [`status:${one}`] }), now).verdict ===
      "silent",
  );
  expect(silent).toEqual([status]);
});

test("it says what it carries, the same for as long as it lasts", () => {
  const task = sampleTask({ labels: ["status:review", "status:wip"] });
  const once = fired(lifecycleInvariant, task, now);
  expect(once.why).toBe("It is active and carries status:review, status:wip.");
  expect(fired(lifecycleInvariant, task, "2027-11-20T12:00:00Z")).toEqual(once);
  expect(fired(lifecycleInvariant, sampleTask({ labels: [] }), now).why).toContain(
    "no status label",
  );
});
