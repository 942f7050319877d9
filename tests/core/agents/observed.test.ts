import { expect, test } from "vitest";
import { agentStates } from "../../../src/core/agents/agent-states.ts";
import type { AgentState, TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { samplePolicy } from "./sample-policy.ts";

type Given = {
  readonly agent?: object;
  readonly tasks?: readonly TaskState[];
  /** Its one sign of life. */
  readonly sign: string;
  readonly before?: AgentState;
  readonly now?: string;
};

function stateOf({ agent = {}, tasks = [], sign, before, now = "2026-11-21T12:00:00Z" }: Given) {
  const signs = [{ agent: "atlas", kind: "comment", at: sign, what: "comment" }] as const;
  const previous = before === undefined ? {} : { atlas: before };
  const { atlas } = agentStates(samplePolicy([agent]), tasks, signs, previous, Date.parse(now));
  if (atlas === undefined) throw new Error("atlas is not there");
  return atlas;
}

const since = "2026-11-21T09:00:00Z";
const pause = { by: "ada", reason: "Costs", since };
const task = (number: number, began: string, fields: Partial<TaskState> = {}) =>
  sampleTask({ number, since: began, ...fields });

test("a state says what the registry says", () => {
  const agent = { capabilities: ["css", "qa"], model: "m1", name: "Atlas", budget: { day_usd: 4 } };
  expect(stateOf({ agent, sign: since })).toMatchObject({
    name: "Atlas",
    role: "Backend",
    login: "atlas-bot",
    model: "m1",
    owner: "ada",
    capabilities: ["css", "qa"],
    budget_usd: 4,
  });
});

test("what it does once its pause is lifted begins then, however its work is dated", () => {
  const before = stateOf({ agent: { desired: "paused", pause }, sign: since });
  expect(before).toMatchObject({ observed: "paused", since });
  const tasks = [task(1, "2026-11-21T10:00:00Z")];
  const sign = "2026-11-21T11:59:00Z";
  expect(stateOf({ tasks, sign, before })).toMatchObject({
    observed: "active",
    since: "2026-11-21T12:00:00Z",
  });
});

test("of several tasks it is the first that a sign of life is expected for", () => {
  const sign = "2026-11-21T06:00:00Z";
  const first = task(1, "2026-11-21T10:00:00Z");
  const second = task(2, "2026-11-21T11:30:00Z");
  expect(stateOf({ tasks: [second], sign }).health).toBe("healthy");
  for (const tasks of [
    [first, second],
    [second, first],
  ])
    expect(stateOf({ tasks, sign }).health).toBe("stale");
});

test.each([
  ["to the last second of the interval in which it may put down its work", "10:00:00", "paused"],
  ["not a second later", "10:00:01", "active"],
])("an agent that is paused is seen to be: %s", (_, time, observed) => {
  const agent = { desired: "paused", pause };
  const sign = `2026-11-21T${time}Z`;
  const tasks = [task(1, since)];
  expect(stateOf({ agent, tasks, sign, now: "2026-11-21T11:00:00Z" }).observed).toBe(observed);
});

test.each([
  ["12:30:00", "active"],
  ["12:30:01", "paused"],
])("one that showed itself at 10:30 in spite of its pause is at %s: %s", (time, observed) => {
  const agent = { desired: "paused", pause };
  const tasks = [task(1, since)];
  const now = `2026-11-21T${time}Z`;
  expect(stateOf({ agent, tasks, sign: "2026-11-21T10:30:00Z", now }).observed).toBe(observed);
});

test("one that should not be spawned and has nothing to do is healthy", () => {
  const agent = { desired: "not_spawned" };
  expect(stateOf({ agent, sign: since })).toMatchObject({ observed: "idle", health: "healthy" });
});

test("signs are kept by kind, in the order of their names", () => {
  const policy = samplePolicy();
  const kinds = ["label", "comment", "heartbeat"] as const;
  const signs = kinds.map((kind) => ({ agent: "atlas", kind, at: since, what: kind }));
  const { atlas } = agentStates(policy, [], signs, {}, Date.parse("2026-11-21T12:00:00Z"));
  expect(Object.keys(atlas?.signs ?? {})).toEqual(["comment", "heartbeat", "label"]);
});
