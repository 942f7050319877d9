import { expect, test } from "vitest";
import { newTask } from "../../../src/core/rules/new-task.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const inbox = { status: "inbox", created_at: "2026-11-20T12:00:00Z" } as const;

test.each<Row<Partial<TaskState>>>([
  ["an item that was filed this second", inbox, "2026-11-20T12:00:00Z", "fires"],
  ["an item filed a second ago", inbox, "2026-11-20T12:00:01Z", "fires"],
  ["an item whose date is a second ahead", inbox, "2026-11-20T11:59:59Z", "fires"],
  [
    "an item known from the list only: its status is enough",
    { ...inbox, judged: null },
    "2026-11-20T12:00:00Z",
    "fires",
  ],
  ["once it is triaged", { ...inbox, status: "triaged" }, "2026-11-20T12:00:00Z", "silent"],
])("%s", (_, fields, now, verdict) => {
  expect(judge(newTask, sampleTask(fields), now).verdict).toBe(verdict);
});

test("of all statuses it speaks of the inbox alone", () => {
  const fires = statuses.filter(
    (status) => judge(newTask, sampleTask({ status }), "2026-11-20T12:00:00Z").verdict === "fires",
  );
  expect(fires).toEqual(["inbox"]);
});

test.each<[Partial<TaskState>, string]>([
  [{ kind: null, priority: null, domain: null }, "Triage lacks: kind, priority, domain."],
  [{ kind: "bug", priority: null, domain: "qa" }, "Triage lacks: priority."],
  [{}, "Triage lacks nothing."],
])("it says what triage lacks", (fields, words) => {
  const { why, to } = fired(newTask, sampleTask({ ...inbox, ...fields }), "2026-11-20T12:00:00Z");
  expect(why).toContain("filed by ada at 2026-11-20T12:00:00Z");
  expect(why).toContain(words);
  expect(to).toEqual(["orchestrator"]);
});

test("it says the same for as long as it lasts", () => {
  const once = fired(newTask, sampleTask(inbox), "2026-11-20T12:00:00Z");
  expect(fired(newTask, sampleTask(inbox), "2027-11-20T12:00:00Z")).toEqual(once);
});
