import { expect, test } from "vitest";
import { securityRed } from "../../../src/core/rules/security-red.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const now = "2026-11-20T12:00:00Z";
const labels = ["security:red"];

test.each<Row<Partial<TaskState>>>([
  ["an open task that carries the label", { labels }, now, "fires"],
  ["in its first second", { labels, created_at: now, since: now }, now, "fires"],
  [
    "filed a second ahead of our clock",
    { labels, created_at: "2026-11-20T12:00:01Z" },
    now,
    "fires",
  ],
  ["known from the list only: its labels are enough", { labels, judged: null }, now, "fires"],
  ["in other letters", { labels: ["Security:Red"] }, now, "fires"],
  ["another colour", { labels: ["security:yellow"] }, now, "silent"],
  ["the label taken off", { labels: [] }, now, "silent"],
  [
    "the label of the configuration",
    { labels: ["breach"] },
    now,
    "fires",
    { config: { rules: { security_red: { label: "breach" } } } },
  ],
])("%s", (_, fields, at, verdict, facts) => {
  expect(judge(securityRed, sampleTask(fields), at, facts).verdict).toBe(verdict);
});

test("it never speaks of done or archived tasks, and of every other one", () => {
  const fires = statuses.filter(
    (status) => judge(securityRed, sampleTask({ labels, status }), now).verdict === "fires",
  );
  expect(fires).toEqual(statuses.filter((status) => status !== "done" && status !== "archived"));
});

test("it says that work is halted, by whom, and who can resume it", () => {
  const halt = { reason: "keys are out", by: "ada", at: "2026-11-20T11:00:00Z" };
  const task = sampleTask({ labels, halt });
  const { why, to } = fired(securityRed, task, now, { tasks: [task] });
  expect(why).toContain("halted since 2026-11-20T11:00:00Z by ada on acme/shop#12: keys are out.");
  expect(why).toContain("A person who is a member resumes it");
  expect(to).toEqual(["agent:atlas", "orchestrator", "operator"]);
});

test("it says that work is not halted, and the same for as long as it lasts", () => {
  const once = fired(securityRed, sampleTask({ labels }), now);
  expect(once.why).toContain("Work is not halted.");
  expect(once.cause).toBe("security:red");
  expect(fired(securityRed, sampleTask({ labels }), "2027-11-20T12:00:00Z")).toEqual(once);
});
