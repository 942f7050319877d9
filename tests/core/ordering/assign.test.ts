import { describe, expect, test } from "vitest";
import type { TaskState } from "../../../src/schema/index.ts";
import { given, type Given, inWords, ordered, ready } from "./sample-orders.ts";

const words = (all: Given) => inWords(ordered(all));
const id = (number: number) => `acme/shop#${number}`;

test("a complete task without an owner goes to whom it suits best, with the reasons and the boundary", () => {
  const agents = [{ boundary: "No production database" }, { id: "iris", role: "QA", login: "i" }];
  expect(ordered({ tasks: [ready(1)], agents })).toEqual([
    {
      repo: "acme/shop",
      number: 1,
      kind: "assign",
      rule: "new-task",
      expects: { status: "planned", owner: null },
      owner: "agent:atlas",
      reasons: [
        "capability 0.75: backend",
        "health 1: healthy, last seen at 2026-11-21T11:30:00Z",
        "load 1: holds 0 of 3",
        "budget 1: no limit",
        "history 0.5: 0 accepted, 0 failed in backend",
      ],
      boundary: "No production database",
      why: "agent:atlas suits it best, with a score of 0.85.",
      evidence: ["https://github.com/acme/shop/issues/1"],
    },
  ]);
});

describe("which tasks are given out", () => {
  test.each<[string, Partial<TaskState>, boolean]>([
    ["planned", {}, true],
    ["triaged", { status: "triaged" }, true],
    ["in the inbox", { status: "inbox" }, false],
    ["failed", { status: "failed" }, false],
    ["owned", { owner: "human:ada" }, false],
    ["without a priority", { priority: null }, false],
    ["without an expected output", { output: null }, false],
    ["with an expected output of spaces", { output: "  " }, false],
    ["without review criteria", { review: null }, false],
    ["with review criteria of spaces", { review: "\n" }, false],
    ["not read yet", { judged: null }, false],
    ["a stranger's, for whom nobody has spoken", { vouched: false }, false],
    ["behind GitHub", { behind: true }, false],
    ["dependent on what is done", { depends: [id(2)] }, true],
    ["dependent on what is open", { depends: [id(3)] }, false],
    ["dependent on what is archived", { depends: [id(4)] }, false],
    ["dependent on what is unknown", { depends: [id(99)] }, false],
    ["dependent on two of which one is open", { depends: [id(2), id(3)] }, false],
  ])("one that is %s: %s", (_, fields, isGiven) => {
    const others = [
      given(2, { status: "done" }),
      given(3, { owner: "human:ada" }),
      given(4, { status: "archived" }),
    ];
    expect(words({ tasks: [ready(1, fields), ...others] })).toEqual(
      isGiven ? ["assign #1 agent:atlas"] : [],
    );
  });

  test("one that could not be read is not", () => {
    expect(words({ tasks: [ready(1)], unread: [id(1)] })).toEqual([]);
  });

  test.each([
    ["active", "shop", true],
    ["paused", "shop", false],
    ["protected", "shop", false],
    ["paused", "web", true],
  ])("while the project %s is %s, one of the project shop: %s", (status, project, isGiven) => {
    const config = { projects: [{ id: project, name: "A project", status }] };
    expect(words({ tasks: [ready(1)], config })).toHaveLength(isGiven ? 1 : 0);
  });

  test("none of a repository whose project is paused", () => {
    const config = { projects: [{ id: "x", name: "X", status: "paused", repo: "acme/shop" }] };
    expect(words({ tasks: [ready(1)], config })).toEqual([]);
  });

  test("none while work is halted", () => {
    const halt = { reason: "Leak", by: "ada", at: "2026-11-21T11:00:00Z" };
    const halting = given(2, { owner: "human:ada", halt });
    expect(words({ tasks: [ready(1), halting] })).toEqual([]);
  });

  test("none when it is switched off", () => {
    expect(words({ tasks: [ready(1)], config: { assignment: { automatic: false } } })).toEqual([]);
    const config = { rules: { new_task: { enabled: false } } };
    expect(words({ tasks: [ready(1)], config })).toEqual([]);
  });
});

test("a task goes to none of those who gave it back, and that keeps no like task from them", () => {
  const tasks = [ready(1, { given_back: ["agent:atlas"] }), ready(2)];
  expect(words({ tasks })).toEqual(["assign #2 agent:atlas"]);
  const agents = [{}, { id: "iris", role: "QA", login: "iris-bot" }];
  expect(words({ tasks, agents })).toEqual(["assign #1 agent:iris", "assign #2 agent:atlas"]);
});

describe("whose turn it is", () => {
  const agents = [{ max_load: 1 }];

  test.each<[string, Partial<TaskState>, Partial<TaskState>]>([
    ["the more urgent first", { priority: "high" }, { priority: "urgent" }],
    ["then what is due earlier", { due: "2026-12-02" }, { due: "2026-12-01" }],
    ["what is due before what is not", {}, { due: "2026-12-01" }],
    ["a day ends with its last moment", { due: "2026-12-01" }, { due: "2026-12-01T23:59:59Z" }],
    [
      "then what was filed earlier",
      { created_at: "2026-11-02T00:00:00Z" },
      { created_at: "2026-11-01T00:00:00Z" },
    ],
  ])("%s", (_, later, first) => {
    expect(words({ tasks: [ready(1, later), ready(2, first)], agents })).toEqual([
      "assign #2 agent:atlas",
    ]);
  });

  test("then the lower number, counted as a number", () => {
    expect(words({ tasks: [ready(10), ready(9)], agents })).toEqual(["assign #9 agent:atlas"]);
  });
});

describe("load in one pass", () => {
  test("nobody is given more than it may hold, with what it holds already", () => {
    const tasks = [given(1), given(2, { status: "blocked" }), ready(3), ready(4)];
    expect(words({ tasks })).toEqual(["assign #3 agent:atlas"]);
  });

  test("who is full is given nothing, though there is room with another whom it does not suit", () => {
    const agents = [
      { max_load: 1 },
      { id: "iris", login: "iris-bot", role: "QA", capabilities: ["css"] },
    ];
    const config = { assignment: { min_score: 0.6 } };
    const tasks = [ready(1), ready(2)];
    expect(words({ tasks, agents, config })).toEqual(["assign #1 agent:atlas"]);
  });

  test("each task given out counts before the next is", () => {
    const agents = [{}, { id: "iris", login: "iris-bot" }];
    expect(words({ tasks: [ready(1), ready(2), ready(3)], agents })).toEqual([
      "assign #1 agent:atlas",
      "assign #2 agent:iris",
      "assign #3 agent:atlas",
    ]);
  });

  test("the reasons name the load at that moment", () => {
    const orders = ordered({ tasks: [ready(1), ready(2)] });
    expect(orders.map((order) => order.kind === "assign" && order.reasons[2])).toEqual([
      "load 1: holds 0 of 3",
      "load 0.67: holds 1 of 3",
    ]);
  });

  test("a task that suits nobody takes no turn from the next", () => {
    const agents = [{ role: "QA", capabilities: ["css"] }];
    const tasks = [ready(1, { priority: "urgent" }), ready(2, { labels: ["css"] })];
    const config = { assignment: { min_score: 0.6 } };
    expect(words({ tasks, agents, config })).toEqual(["assign #2 agent:atlas"]);
  });
});
