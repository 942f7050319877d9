import { expect, test } from "vitest";
import { judgeAround, leaseOn } from "../../../src/core/alerts/judge-around.ts";
import { emptyState } from "../../../src/core/state/index.ts";
import { worldOf } from "../../../src/core/world.ts";
import { Agents, Config, type TaskState } from "../../../src/schema/index.ts";
import { sampleAlert } from "../../sample-alert.ts";
import { sampleAgent, sampleMessage, sampleRoutine, sampleWorkstream } from "../rules/harness.ts";
import { sampleTask } from "../sample-task.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const policy = {
  config: Config.parse({}),
  agents: Agents.parse({ agents: [{ id: "atlas", role: "Backend", login: "atlas-bot" }] }),
};
const own = sampleAlert();
const others = sampleAlert({ id: "other", entity_id: "acme/shop#99" });

function contextOf(task: TaskState) {
  const all = {
    agents: [sampleAgent({ id: "atlas" }), sampleAgent({ id: "vega" })],
    workstreams: [sampleWorkstream({ id: "Launch" }), sampleWorkstream({ id: "Later" })],
    outbox: [
      sampleMessage({ id: "mine", alert: own.id }),
      sampleMessage({ id: "theirs", alert: others.id }),
    ],
    routines: [sampleRoutine({ id: "backup" })],
    alerts: [own, others],
    tasks: [task],
  };
  const keyed = Object.fromEntries(
    Object.entries(all).map(([name, items]) => [
      name,
      Object.fromEntries(items.map((item) => [item.id, item])),
    ]),
  );
  return { now, policy, world: worldOf({ ...emptyState("acme/shop"), ...keyed }) };
}

function around(fields: Partial<TaskState>): readonly string[] {
  const task = sampleTask(fields);
  const found = judgeAround(task, contextOf(task)).map(
    ({ rule, entity }) => `${rule.about} ${entity}`,
  );
  return [...new Set(found)].toSorted();
}

test.each<[string, Partial<TaskState>, readonly string[]]>([
  [
    "its owner, its workstream, the room and the messages about it",
    { owner: "agent:atlas", workstream: "Launch" },
    ["agent atlas", "message mine", "room room", "workstream Launch"],
  ],
  [
    "an agent that shares it",
    { owner: "human:ada", shared: ["agent:vega"], workstream: null },
    ["agent vega", "message mine", "room room"],
  ],
  [
    "no agent where a person owns it",
    { owner: "human:atlas", workstream: null },
    ["message mine", "room room"],
  ],
])("rules are heard about %s", (_, fields, expected) => {
  expect(around(fields)).toEqual(expected);
});

test("the lease of an agent is told of, and where there is none, nothing", () => {
  const held = sampleTask({ owner: "agent:gone", status: "active" });
  expect(leaseOn(held, contextOf(held))).toMatchObject({ verdict: "cannot-judge" });
  const free = sampleTask({ owner: "human:ada", status: "active" });
  expect(leaseOn(free, contextOf(free))).toBeNull();
});
