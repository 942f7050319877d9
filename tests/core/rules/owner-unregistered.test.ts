import { expect, test } from "vitest";
import { ownerUnregistered } from "../../../src/core/rules/owner-unregistered.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const now = "2026-11-20T12:00:00Z";
const owner = "agent:nobody";

test.each<Row<Partial<TaskState>>>([
  ["work of an agent that is not in the registry", { owner }, now, "fires"],
  ["known from the list only: its label is enough", { owner, judged: null }, now, "fires"],
  ["of one that is", { owner }, now, "silent", { registry: [{ id: "nobody", role: "QA" }] }],
  ["of a person", { owner: "human:nobody" }, now, "silent"],
  ["of an automation", { owner: "automation:nobody" }, now, "silent"],
  ["of nobody", { owner: null }, now, "silent"],
])("%s", (_, fields, at, verdict, facts) => {
  expect(
    judge(ownerUnregistered, sampleTask({ status: "active", ...fields }), at, facts).verdict,
  ).toBe(verdict);
});

test("it speaks of work in hand and of no other", () => {
  const fires = statuses.filter(
    (status) => judge(ownerUnregistered, sampleTask({ owner, status }), now).verdict === "fires",
  );
  expect(fires).toEqual(["assigned", "active", "blocked"]);
});

test("it says what to do, to the orchestrator, and the same for as long as it lasts", () => {
  const task = sampleTask({ owner, status: "active" });
  const once = fired(ownerUnregistered, task, now);
  expect(once).toMatchObject({
    cause: "agent:nobody",
    title: `Held by an agent that is not registered: ${task.title}`,
    why: "agent:nobody is not in .github/agents.yml, so that no sign of life tells whether it is there. Register it, or give the task to somebody else.",
    to: ["orchestrator"],
    evidence: [task.url],
  });
  expect(fired(ownerUnregistered, task, "2027-11-20T12:00:00Z")).toEqual(once);
});
