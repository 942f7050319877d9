import { expect, test } from "vitest";
import { staleActive } from "../../../src/core/rules/stale-active.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const active = { status: "active", since: "2026-11-13T12:00:00Z" } as const;

test.each<Row<Partial<TaskState>>>([
  ["active for a second less than 7 days", active, "2026-11-20T11:59:59Z", "silent"],
  ["active for exactly 7 days", active, "2026-11-20T12:00:00Z", "fires"],
  ["active for 7 days and a second", active, "2026-11-20T12:00:01Z", "fires"],
  ["delivered since", { ...active, status: "review" }, "2026-12-20T12:00:00Z", "silent"],
  ["blocked since", { ...active, status: "blocked" }, "2026-12-20T12:00:00Z", "silent"],
  [
    "its timeline is not read yet",
    { ...active, judged: null },
    "2026-12-20T12:00:00Z",
    "cannot-judge",
  ],
  ["active from a second ahead", active, "2026-11-13T11:59:59Z", "cannot-judge"],
  [
    "changed on GitHub a minute ago: only the timeline counts",
    { ...active, updated_at: "2026-11-20T11:59:00Z", last_work: "2026-11-20T11:59:00Z" },
    "2026-11-20T12:00:00Z",
    "fires",
  ],
  [
    "a configured limit of two days",
    active,
    "2026-11-15T12:00:00Z",
    "fires",
    { config: { rules: { stale_active: { days: 2 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(staleActive, sampleTask(fields), now, facts).verdict).toBe(verdict);
});

test("it speaks to every owner, and says the same for as long as it lasts", () => {
  const task = sampleTask({ ...active, shared: ["human:mia"], last_work: "2026-11-14T08:00:00Z" });
  const once = fired(staleActive, task, "2026-11-20T12:00:00Z");
  expect(once.to).toEqual(["agent:atlas", "human:mia"]);
  expect(once.why).toContain("active since 2026-11-13T12:00:00Z");
  expect(once.why).toContain("2026-11-14T08:00:00Z");
  expect(fired(staleActive, task, "2027-11-20T12:00:00Z")).toEqual(once);
});

test("a task that nobody owns is the orchestrator's", () => {
  const task = sampleTask({ ...active, owner: null });
  expect(fired(staleActive, task, "2026-11-20T12:00:00Z").to).toEqual(["orchestrator"]);
});
