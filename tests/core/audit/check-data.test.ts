import { describe, expect, test } from "vitest";
import { checkData } from "../../../src/core/audit/check-data.ts";
import { readData } from "../../../src/core/audit/read-data.ts";
import type { Data, Finding } from "../../../src/schema/index.ts";
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
    const listed = [...data.tasks.items, ...data.workstreams.items.flatMap(({ tasks }) => tasks)];
    for (const task of listed) if (task.due !== null) task.due = "2026-12-24";
    expect(checkData(data)).toEqual([]);
    expect(checkData(data, { zone: "UTC" }).length).toBeGreaterThan(0);
  });
});

describe("what a finding says", () => {
  const contradiction = {
    code: "data-contradiction",
    severity: "urgent",
    check: "data",
    message: "The data says one thing here and another in its lists",
  } as const;
  const weakness = { severity: "warning", check: "data" } as const;
  const fault = { severity: "urgent", check: "data" } as const;
  const at = (d: Data, path: string) => checkData(d).filter((finding) => finding.path === path);

  const said: readonly [
    fact: string,
    hurt: (d: Data) => void,
    path: string,
    finding: Partial<Finding>,
  ][] = [
    [
      "critical alerts counted wrong",
      (d) => (d.summary.alerts.critical = 3),
      "$.summary.alerts.critical",
      { ...contradiction, expected: 0, actual: 3 },
    ],
    [
      "a critical alert that is not counted",
      (d) => (first(d.alerts.items).severity = "critical"),
      "$.summary.alerts.critical",
      { ...contradiction, expected: 1, actual: 0 },
    ],
    [
      "a resolved alert that is counted as open",
      (d) => d.alerts.items.forEach((alert) => (alert.resolved_at = d.generated_at)),
      "$.summary.alerts.open",
      { ...contradiction, expected: 0, actual: 1 },
    ],
    [
      "an id that is there twice",
      (d) => d.outputs.items.push(structuredClone(first(d.outputs.items))),
      "$.outputs.items[1].id",
      { ...fault, code: "data-duplicate", message: "o is in outputs twice" },
    ],
    [
      "a blocked task without a reason",
      (d) => d.tasks.items.forEach((task) => (task.blocked = null)),
      "$.tasks.items[5].blocked",
      {
        ...weakness,
        code: "data-contradiction",
        message: "ada/fleet#6 is blocked without a reason",
      },
    ],
    [
      "an agent on a task that is not there",
      (d) => (agent(d, "atlas").current_task = "ada/fleet#99"),
      "$.agents.items[0].current_task",
      {
        ...weakness,
        code: "data-dangling",
        message: "atlas works on ada/fleet#99, which is not on the board",
      },
    ],
    [
      "a dependency that is not there, by its short name",
      (d) => first(d.tasks.items).depends.push("#98"),
      "$.tasks.items[0].depends",
      {
        ...weakness,
        code: "data-dangling",
        message: "ada/fleet#1 waits for ada/fleet#98, which is not on the board",
      },
    ],
    [
      "a mismatch that is none",
      (d) => (first(d.mismatches).observed = first(d.mismatches).desired),
      "$.mismatches[0]",
      {
        ...fault,
        code: "data-contradiction",
        message: "agent:nova is called a mismatch and is none",
      },
    ],
    [
      "a mismatch of an unknown agent",
      (d) => (first(d.mismatches).entity_id = "agent:ghost"),
      "$.mismatches[0].entity_id",
      { ...fault, code: "data-dangling", message: "agent:ghost is not among the agents" },
    ],
    [
      "an agent that is desired otherwise than its mismatch says",
      (d) => (agent(d, "nova").desired = "paused"),
      "$.mismatches[0].desired",
      { ...contradiction, expected: "paused", actual: "active" },
    ],
    [
      "a silent agent whose mismatch calls it paused",
      (d) => (agent(d, "nova").health = "stale"),
      "$.mismatches[0].observed",
      { ...contradiction, expected: "silent", actual: "paused" },
    ],
    [
      "a warning with a critical alert",
      (d) => (d.summary.alerts.critical = 1),
      "$.summary.health",
      { ...contradiction, expected: "failed", actual: "warning" },
    ],
    [
      "healthy with an urgent alert",
      (d) => (d.summary.health = "healthy"),
      "$.summary.health",
      { ...contradiction, expected: "warning", actual: "healthy" },
    ],
    [
      "a list of a later time than the data",
      (d) => (d.routines.as_of = "2026-11-21T13:00:00Z"),
      "$.routines.as_of",
      {
        ...fault,
        code: "data-contradiction",
        message: "routines are of a later time than the data that holds them",
      },
    ],
    [
      "events out of order",
      (d) => (d.events.items = d.events.items.toReversed()),
      "$.events.items[1].timestamp",
      { ...fault, code: "data-contradiction", message: "the events are not newest first" },
    ],
    [
      "an untriaged age although nothing is untriaged",
      (d) => (first(d.tasks.items).status = "triaged"),
      "$.summary.untriaged_oldest",
      { ...contradiction, expected: null, actual: "2026-11-20T08:00:00Z" },
    ],
    [
      "no untriaged age although something is untriaged",
      (d) => (d.summary.untriaged_oldest = null),
      "$.summary.untriaged_oldest",
      { ...contradiction, expected: "2026-11-20T08:00:00.000Z", actual: null },
    ],
    [
      "an untriaged age that is not of the oldest",
      (d) => {
        for (const task of d.tasks.items.slice(0, 2)) task.status = "inbox";
        first(d.tasks.items).since = "2026-11-18T08:00:00Z";
      },
      "$.summary.untriaged_oldest",
      {
        ...contradiction,
        expected: "2026-11-18T08:00:00.000Z",
        actual: "2026-11-20T08:00:00Z",
      },
    ],
  ];

  test.each(said)("of %s", (_fact, hurt, path, finding) => {
    const data = sampleData();
    hurt(data);
    expect(at(data, path)).toEqual([{ ...finding, path }]);
  });
});

describe("no contradiction is", () => {
  test.each<[fact: string, change: (data: Data) => void]>([
    ["a failed room with a critical alert", (d) => makeCritical(d, "failed")],
    [
      "a healthy room without an urgent alert",
      (d) => {
        d.alerts.items = [];
        d.summary.alerts = { open: 0, critical: 0, urgent: 0 };
        d.summary.health = "healthy";
      },
    ],
    [
      "a mismatch of something that is no agent",
      (d) => (first(d.mismatches).entity_id = "project:shop"),
    ],
    [
      "a silent agent that its mismatch calls silent",
      (d) => {
        agent(d, "nova").health = "stale";
        first(d.mismatches).observed = "silent";
      },
    ],
    [
      "two events of the same instant",
      (d) => d.events.items.forEach((event) => (event.timestamp = d.generated_at)),
    ],
    [
      "a dependency in another place",
      (d) => first(d.tasks.items).depends.push("other/place#1", "ada/fleet-two#1"),
    ],
  ])("%s", (_fact, change) => {
    const data = sampleData();
    change(data);
    expect(checkData(data)).toEqual([]);
  });
});

function makeCritical(data: Data, health: Data["summary"]["health"]): void {
  for (const alert of data.alerts.items) alert.severity = "critical";
  data.summary.alerts = { open: 1, critical: 1, urgent: 0 };
  data.summary.health = health;
}

describe("data that cannot be read", () => {
  const fault = { severity: "urgent", check: "data" };

  test("that is missing says so", () => {
    const message = "The page loaded no data, so there is nothing to compare it with";
    const findings = [{ ...fault, code: "data-missing", message, path: "$" }];
    expect(readData(null)).toEqual({ data: null, findings });
  });
  test("that is no JSON says so, and what is wrong with it", () => {
    const message = expect.stringMatching(/^The data is not JSON: Unexpected token '<'/);
    const findings = [{ ...fault, code: "data-not-json", message, path: "$" }];
    expect(readData("<html>")).toEqual({ data: null, findings });
  });
  test("that breaks its schema says where", () => {
    const data = { ...sampleData(), summary: { ...sampleData().summary, tasks: -1 } };
    expect(readData(JSON.stringify(data))).toMatchObject({
      data: null,
      findings: [{ code: "data-schema", path: "$.summary.tasks" }],
    });
  });
  test("that breaks its schema in a list says in which place of it", () => {
    const data = sampleData();
    const [item] = data.tasks.items;
    const text = JSON.stringify({ ...data, tasks: { ...data.tasks, items: [item, 7] } });
    const findings = [
      expect.objectContaining({ ...fault, code: "data-schema", path: "$.tasks.items[1]" }),
    ];
    expect(readData(text)).toEqual({ data: null, findings });
  });
  test("that is wrong all over says the first twenty faults", () => {
    const data = sampleData();
    const items = Array.from({ length: 21 }, () => 7);
    const text = JSON.stringify({ ...data, tasks: { ...data.tasks, items } });
    expect(readData(text).findings).toHaveLength(20);
  });
});

test("data that can be read is given as it is, without a finding", () => {
  expect(readData(JSON.stringify(sampleData()))).toEqual({ data: sampleData(), findings: [] });
});
