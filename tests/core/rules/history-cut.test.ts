import { expect, test } from "vitest";
import { historyCut } from "../../../src/core/rules/history-cut.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const now = "2026-11-20T12:00:00Z";

test.each<Row<Partial<TaskState>>>([
  ["all of its history is read", {}, now, "silent"],
  ["it has more than is read", { history_cut: true }, now, "fires"],
  ["it is closed", { history_cut: true, status: "done" }, now, "silent"],
  ["it is archived", { history_cut: true, status: "archived" }, now, "silent"],
])("%s", (_, fields, at, verdict) => {
  expect(judge(historyCut, sampleTask(fields), at).verdict).toBe(verdict);
});

test("it says what to do, to the owner and the orchestrator", () => {
  const { why, to } = fired(historyCut, sampleTask({ history_cut: true }), now);
  expect(why).toContain("go on in a new issue");
  expect(to).toEqual(["agent:atlas", "orchestrator"]);
});
