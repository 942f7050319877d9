import { expect, test } from "vitest";
import { criticalFound } from "../../../src/core/rules/critical-found.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const now = "2026-11-20T12:00:00Z";
const labels = ["domain:backend", "severity:critical"];

test.each<Row<Partial<TaskState>>>([
  ["an open task that carries the label", { labels }, now, "fires"],
  ["in its first second", { labels, created_at: now, since: now }, now, "fires"],
  [
    "filed a second ahead of our clock",
    { labels, created_at: "2026-11-20T12:00:01Z" },
    now,
    "fires",
  ],
  ["the other label, in capitals", { labels: ["CRITICAL"] }, now, "fires"],
  ["known from the list only: its labels are enough", { labels, judged: null }, now, "fires"],
  [
    "a label that only begins like it",
    { labels: ["critical path", "severity:high"] },
    now,
    "silent",
  ],
  ["a label that is only as long", { labels: ["crit1cal"] }, now, "silent"],
  ["no label at all", { labels: [] }, now, "silent"],
  ["the label taken off", { labels: ["domain:backend"] }, now, "silent"],
  [
    "a label of the configuration",
    { labels: ["p0"] },
    now,
    "fires",
    { config: { rules: { critical_found: { labels: ["P0"] } } } },
  ],
])("%s", (_, fields, at, verdict, facts) => {
  expect(judge(criticalFound, sampleTask(fields), at, facts).verdict).toBe(verdict);
});

test("it never speaks of done or archived tasks, and of every other one", () => {
  const fires = statuses.filter(
    (status) => judge(criticalFound, sampleTask({ labels, status }), now).verdict === "fires",
  );
  expect(fires).toEqual(statuses.filter((status) => status !== "done" && status !== "archived"));
});

test("it tells orchestrator and operator, and says the same for as long as it lasts", () => {
  const once = fired(criticalFound, sampleTask({ labels }), now);
  expect(once).toMatchObject({ cause: "severity:critical", to: ["orchestrator", "operator"] });
  expect(fired(criticalFound, sampleTask({ labels }), "2027-11-20T12:00:00Z")).toEqual(once);
});

test("with two such labels the first of the configuration is the cause", () => {
  const both = sampleTask({ labels: ["critical", "severity:critical"] });
  expect(fired(criticalFound, both, now).cause).toBe("severity:critical");
});
