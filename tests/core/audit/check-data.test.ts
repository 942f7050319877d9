import { describe, expect, test } from "vitest";
import { checkData } from "../../../src/core/audit/check-data.ts";
import { readData } from "../../../src/core/audit/read-data.ts";
import type { Data } from "../../../src/schema/index.ts";
import { sampleData } from "./sample-data.ts";

test("clean data stays silent, with and without the zone", () => {
  expect(checkData(sampleData())).toEqual([]);
  expect(checkData(sampleData(), { zone: "UTC" })).toEqual([]);
});

const first = <T>(items: readonly T[]): T => {
  const item = items[0];
  if (item === undefined) throw new Error("the sample is empty");
  return item;
};
const agent = (data: Data, id: string) => first(data.agents.items.filter((item) => item.id === id));

const breaks: readonly [fact: string, hurt: (data: Data) => void, path: string, code: string][] = [
  [
    "a total that is not the length of the list",
    (d) => (d.summary.tasks += 1),
    "$.summary.tasks",
    "data-contradiction",
  ],
  [
    "a status counted too often",
    (d) => (d.summary.by_status.active += 1),
    "$.summary.by_status.active",
    "data-contradiction",
  ],
  [
    "a task in another status than counted",
    (d) => (first(d.tasks.items).status = "review"),
    "$.summary.by_status.inbox",
    "data-contradiction",
  ],
  [
    "alerts counted wrong",
    (d) => (d.summary.alerts.open = 0),
    "$.summary.alerts.open",
    "data-contradiction",
  ],
  [
    "urgent alerts counted wrong",
    (d) => (d.summary.alerts.urgent = 4),
    "$.summary.alerts.urgent",
    "data-contradiction",
  ],
  [
    "a task that is there twice",
    (d) => d.tasks.items.push(structuredClone(first(d.tasks.items))),
    "$.tasks.items[11].id",
    "data-duplicate",
  ],
  [
    "an agent that is there twice",
    (d) => d.agents.items.push(structuredClone(first(d.agents.items))),
    "$.agents.items[2].id",
    "data-duplicate",
  ],
  [
    "nothing overdue although tasks are",
    (d) => (d.summary.overdue = 0),
    "$.summary.overdue",
    "data-contradiction",
  ],
  [
    "deadlines miscounted",
    (d) => (d.summary.with_deadline = 1),
    "$.summary.with_deadline",
    "data-contradiction",
  ],
  [
    "an overdue task without a deadline",
    (d) => (first(d.tasks.items).due = null),
    "$.tasks.items[0].overdue",
    "data-contradiction",
  ],
  [
    "an untriaged age although nothing is untriaged",
    (d) => (first(d.tasks.items).status = "triaged"),
    "$.summary.untriaged_oldest",
    "data-contradiction",
  ],
  [
    "a blocked task without a reason",
    (d) => d.tasks.items.forEach((t) => (t.blocked = null)),
    "$.tasks.items[5].blocked",
    "data-contradiction",
  ],
  [
    "an agent on a task that is not there",
    (d) => (agent(d, "atlas").current_task = "ada/fleet#99"),
    "$.agents.items[0].current_task",
    "data-dangling",
  ],
  [
    "a dependency that is not there",
    (d) => first(d.tasks.items).depends.push("#98"),
    "$.tasks.items[0].depends",
    "data-dangling",
  ],
  [
    "one agent that says two things",
    (d) => (agent(d, "nova").observed = "active"),
    "$.mismatches[0].observed",
    "data-contradiction",
  ],
  [
    "a mismatch that is none",
    (d) => (first(d.mismatches).observed = first(d.mismatches).desired),
    "$.mismatches[0]",
    "data-contradiction",
  ],
  [
    "a mismatch of an unknown agent",
    (d) => (first(d.mismatches).entity_id = "agent:ghost"),
    "$.mismatches[0].entity_id",
    "data-dangling",
  ],
  [
    "healthy with an urgent alert",
    (d) => (d.summary.health = "healthy"),
    "$.summary.health",
    "data-contradiction",
  ],
  [
    "a list of a later time than the data",
    (d) => (d.agents.as_of = "2026-11-21T13:00:00Z"),
    "$.agents.as_of",
    "data-contradiction",
  ],
  [
    "events out of order",
    (d) => (d.events.items = d.events.items.toReversed()),
    "$.events.items[1].timestamp",
    "data-contradiction",
  ],
];

describe("contradictions in the data are found", () => {
  test.each(breaks)("%s", (_fact, hurt, path, code) => {
    const data = sampleData();
    hurt(data);
    expect(checkData(data)).toContainEqual(expect.objectContaining({ path, code, check: "data" }));
  });

  test("nothing overdue must not be said when nothing has a deadline", () => {
    const data = sampleData();
    for (const task of data.tasks.items) Object.assign(task, { due: null, overdue: false });
    Object.assign(data.summary, { with_deadline: 0, overdue: 0 });
    const found = checkData(data).filter((finding) => finding.path === "$.summary.overdue");
    expect(found).toEqual([expect.objectContaining({ expected: null, actual: 0 })]);
  });

  test("with the zone, a task wrongly called overdue is found though every count agrees", () => {
    const data = sampleData();
    for (const task of data.tasks.items) if (task.due !== null) task.due = "2026-12-24";
    expect(checkData(data)).toEqual([]);
    expect(checkData(data, { zone: "UTC" }).length).toBeGreaterThan(0);
  });
});

describe("data that cannot be read", () => {
  test("that is missing says so", () => {
    expect(readData(null)).toMatchObject({ data: null, findings: [{ code: "data-missing" }] });
  });
  test("that is no JSON says so", () => {
    expect(readData("<html>")).toMatchObject({ data: null, findings: [{ code: "data-not-json" }] });
  });
  test("that breaks its schema says where", () => {
    const data = { ...sampleData(), summary: { ...sampleData().summary, tasks: -1 } };
    expect(readData(JSON.stringify(data))).toMatchObject({
      data: null,
      findings: [{ code: "data-schema", path: "$.summary.tasks" }],
    });
  });
});
