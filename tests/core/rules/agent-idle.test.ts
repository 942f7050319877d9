import { expect, test } from "vitest";
import { agentIdle } from "../../../src/core/rules/agent-idle.ts";
import type { AgentState, TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row, sampleAgent } from "./harness.ts";

const idle = {
  observed: "idle",
  since: "2026-11-20T12:00:00Z",
  current_task: null,
  load: 0,
} as const;

/** Complete, unowned and planned. */
function open(fields: Partial<TaskState> = {}): TaskState {
  const facts = { status: "planned", owner: null, output: "A page", review: "It loads" } as const;
  return sampleTask({ ...facts, ...fields, id: `acme/shop#${fields.number ?? 12}` });
}

const waits = { tasks: [open()] };

test.each<Row<Partial<AgentState>>>([
  ["idle for a second less than an hour", idle, "2026-11-20T12:59:59Z", "silent", waits],
  ["idle for exactly an hour", idle, "2026-11-20T13:00:00Z", "fires", waits],
  ["idle for an hour and a second", idle, "2026-11-20T13:00:01Z", "fires", waits],
  ["it works", { ...idle, observed: "active" }, "2026-11-21T12:00:00Z", "silent", waits],
  ["no work waits", idle, "2026-11-21T12:00:00Z", "silent"],
  [
    "the work has an owner now",
    idle,
    "2026-11-21T12:00:00Z",
    "silent",
    { tasks: [open({ owner: "human:mia" })] },
  ],
  [
    "the work is not triaged yet",
    idle,
    "2026-11-21T12:00:00Z",
    "silent",
    { tasks: [open({ status: "inbox" })] },
  ],
  [
    "triaged work waits too",
    idle,
    "2026-11-21T12:00:00Z",
    "fires",
    { tasks: [open({ status: "triaged" })] },
  ],
  [
    "work of another domain",
    idle,
    "2026-11-21T12:00:00Z",
    "silent",
    { tasks: [open({ domain: "qa" })] },
  ],
  ["the kind matches", { ...idle, capabilities: ["bug"] }, "2026-11-21T12:00:00Z", "fires", waits],
  [
    "the project matches, in capitals",
    { ...idle, capabilities: ["SHOP"] },
    "2026-11-21T12:00:00Z",
    "fires",
    waits,
  ],
  [
    "a label of the task matches",
    { ...idle, capabilities: ["payments"] },
    "2026-11-21T12:00:00Z",
    "fires",
    { tasks: [open({ labels: ["status:planned", "Payments"] })] },
  ],
  [
    "its role matches",
    { ...idle, capabilities: ["payments"] },
    "2026-11-21T12:00:00Z",
    "fires",
    waits,
  ],
  [
    "no capability listed: all work matches",
    { ...idle, capabilities: [], role: "Help" },
    "2026-11-21T12:00:00Z",
    "fires",
    waits,
  ],
  [
    "since when is not known",
    { ...idle, since: null },
    "2026-11-21T12:00:00Z",
    "cannot-judge",
    waits,
  ],
  ["idle from a second ahead", idle, "2026-11-20T11:59:59Z", "cannot-judge", waits],
  [
    "nothing has been seen of it",
    { ...idle, observed: null },
    "2026-11-21T12:00:00Z",
    "cannot-judge",
    waits,
  ],
  ["it is to be idle", { ...idle, desired: "idle" }, "2026-11-21T12:00:00Z", "silent", waits],
  [
    "it is paused",
    { ...idle, paused: { by: "ada", reason: "costs", since: "2026-11-20T12:00:00Z", until: null } },
    "2026-11-21T12:00:00Z",
    "silent",
    waits,
  ],
  [
    "a configured limit of a quarter of an hour",
    idle,
    "2026-11-20T12:15:00Z",
    "fires",
    { ...waits, config: { rules: { agent_idle: { hours: 0.25 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(agentIdle, sampleAgent(fields), now, facts).verdict).toBe(verdict);
});

const now = "2026-11-20T14:00:00Z";

test.each<[string, Partial<TaskState>, readonly TaskState[], object, string]>([
  ["nothing", {}, [], {}, "nothing keeps it from being assigned."],
  [
    "missing facts",
    { priority: null, output: null, review: null },
    [],
    {},
    "it lacks a priority, an expected output, review criteria.",
  ],
  [
    "a dependency that is open",
    { depends: ["acme/shop#5"] },
    [sampleTask({ number: 5 })],
    {},
    "it waits for acme/shop#5.",
  ],
  [
    "a dependency that is done",
    { depends: ["acme/shop#5"] },
    [sampleTask({ number: 5, status: "done" })],
    {},
    "nothing keeps it from being assigned.",
  ],
  [
    "the configuration",
    {},
    [],
    { assignment: { automatic: false } },
    "automatic assignment is switched off.",
  ],
  [
    "two things",
    { output: null, depends: ["acme/shop#99"] },
    [],
    {},
    "it lacks an expected output; it waits for acme/shop#99.",
  ],
  [
    "a halt",
    {},
    [sampleTask({ number: 5, halt: { reason: "keys", by: "ada", at: "2026-11-20T10:00:00Z" } })],
    {},
    "new work is halted on acme/shop#5.",
  ],
])("it says what keeps the work from being assigned: %s", (_, fields, others, config, words) => {
  const facts = { tasks: [open(fields), ...others], config };
  const { why } = fired(agentIdle, sampleAgent(idle), now, facts);
  expect(why).toContain("acme/shop#12 (planned, Mend the checkout) has no owner:");
  expect(why).toContain(words);
});

test.each<[string, readonly TaskState[], string]>([
  [
    "what could be assigned at once, before what is more urgent",
    [open({ number: 3, output: null, priority: "urgent" }), open({ number: 4, priority: "low" })],
    "acme/shop#4",
  ],
  [
    "the more urgent",
    [open({ number: 3, priority: "low" }), open({ number: 4, priority: "urgent" })],
    "acme/shop#4",
  ],
  [
    "what was filed first",
    [
      open({ number: 3, created_at: "2026-11-18T00:00:00Z" }),
      open({ number: 4, created_at: "2026-11-17T00:00:00Z" }),
    ],
    "acme/shop#4",
  ],
  [
    "what waits for nothing, before what is more urgent and waits",
    [
      open({ number: 3, priority: "urgent", depends: ["acme/shop#99"] }),
      open({ number: 4, priority: "low" }),
    ],
    "acme/shop#4",
  ],
  [
    "what has review criteria, before what is more urgent and has none",
    [open({ number: 3, review: null, priority: "urgent" }), open({ number: 4, priority: "low" })],
    "acme/shop#4",
  ],
  [
    "of what is not complete the one with a priority",
    [open({ number: 3, priority: null }), open({ number: 4, output: null, priority: "someday" })],
    "acme/shop#4",
  ],
  ["the lower number", [open({ number: 10 }), open({ number: 9 })], "acme/shop#9"],
  [
    "the best of all its capabilities",
    [open({ number: 3, priority: "low" }), open({ number: 4, domain: "qa", priority: "high" })],
    "acme/shop#4",
  ],
])("of several it names %s, in whatever order they come", (_, tasks, id) => {
  const agent = sampleAgent({ ...idle, capabilities: ["backend", "qa"] });
  for (const order of [tasks, tasks.toReversed()]) {
    expect(fired(agentIdle, agent, now, { tasks: order }).why).toContain(`${id} (`);
  }
});

test("it tells the orchestrator, and says the same for as long as it lasts", () => {
  const once = fired(agentIdle, sampleAgent(idle), now, waits);
  expect(once).toMatchObject({
    cause: idle.since,
    title: "Idle while work waits: Atlas",
    to: ["orchestrator"],
    evidence: ["https://github.com/acme/shop/issues/12"],
  });
  expect(fired(agentIdle, sampleAgent(idle), "2027-11-20T14:00:00Z", waits)).toEqual(once);
});
