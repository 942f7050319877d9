import { describe, expect, test } from "vitest";
import { chooseOwner } from "../../../src/core/assignment/choose.ts";
import { scoreAgents, type Scored } from "../../../src/core/assignment/score.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { samplePolicy } from "../agents/sample-policy.ts";
import { sampleWorld } from "../agents/sample-world.ts";
import { sampleTask } from "../sample-task.ts";

const noon = "2026-11-21T12:00:00Z";
const seen = "2026-11-21T11:30:00Z";

const task = (fields: Partial<TaskState> = {}) =>
  sampleTask({ number: 100, status: "planned", owner: null, labels: [], ...fields });

const own = (number: number, fields: Partial<TaskState> = {}) =>
  sampleTask({ number, status: "review", since: "2026-11-21T11:00:00Z", ...fields });

type Given = {
  readonly agents?: readonly object[];
  readonly config?: Record<string, unknown>;
  readonly task?: TaskState;
  readonly tasks?: readonly TaskState[];
  readonly seen?: string | null;
};

function scored(given: Given): readonly Scored[] {
  const policy = samplePolicy(given.agents, given.config);
  const now = Date.parse(noon);
  const last = given.seen === undefined ? seen : given.seen;
  const world = sampleWorld(policy, given.tasks ?? [], now, last);
  return scoreAgents(given.task ?? task(), world, policy, now);
}

const only = (given: Given): Scored => scored(given)[0]!;

describe("capability", () => {
  test.each<[string, object, Partial<TaskState>, number]>([
    ["none listed, and a role that is another", { role: "QA" }, {}, 0.5],
    ["none listed, and the role is the domain", {}, {}, 0.75],
    ["listed, none asked for", { role: "QA", capabilities: ["css"] }, {}, 0],
    ["its domain", { role: "QA", capabilities: ["Backend"] }, {}, 0.75],
    ["its domain, as a label says it", { role: "QA", capabilities: ["domain:backend"] }, {}, 0.75],
    ["its domain and kind", { role: "QA", capabilities: ["backend", "bug", "css"] }, {}, 0.875],
    ["its project", { role: "QA", capabilities: ["shop"] }, {}, 0.75],
    ["its repository by name", { role: "QA", capabilities: ["repo:shop"] }, {}, 0.75],
    ["its repository in full", { role: "QA", capabilities: ["repo:acme/shop"] }, {}, 0.75],
    ["a label", { role: "QA", capabilities: ["postgres"] }, { labels: ["Postgres"] }, 0.75],
    [
      "a label of ours",
      { role: "QA", capabilities: ["priority:high"] },
      { labels: ["priority:high"] },
      0,
    ],
    ["nothing, of a task without facts", { capabilities: ["x"] }, { domain: null, kind: null }, 0],
  ])("%s", (_, agent, fields, capability) => {
    expect(only({ agents: [agent], task: task(fields) }).parts.capability).toBe(capability);
  });

  test("the reason names what matches", () => {
    const agents = [{ role: "QA", capabilities: ["bug", "backend"] }];
    expect(only({ agents }).reasons[0]).toBe("capability 0.88: backend, bug");
    expect(only({ agents: [{ role: "QA" }] }).reasons[0]).toBe("capability 0.5: a generalist");
    expect(only({ agents: [{ capabilities: ["css"], role: "QA" }] }).reasons[0]).toBe(
      "capability 0: none",
    );
  });
});

describe("health", () => {
  test.each<[string, Given, number, string | null]>([
    ["seen within two intervals", {}, 1, null],
    ["seen before that, and without work", { seen: "2026-11-21T10:00:00Z" }, 0.5, null],
    [
      "blocked",
      { tasks: [own(1, { status: "blocked", since: "2026-11-21T11:00:00Z" })] },
      0.5,
      null,
    ],
    [
      "silent with work",
      {
        tasks: [own(1, { status: "active" })],
        seen: "2026-11-21T08:00:00Z",
        config: { rules: { agent_silent: { intervals: 1 } } },
      },
      0,
      "it is silent: no sign of life since 2026-11-21T08:00:00Z",
    ],
    [
      "never seen",
      { seen: null },
      0,
      "it was never seen: it gets work after its first sign of life",
    ],
  ])("an agent that is %s", (_, given, health, excluded) => {
    expect(only(given)).toMatchObject({ parts: { health }, excluded });
  });

  test.each(["paused", "draining", "quarantined"])(
    "an agent that should be %s gets nothing",
    (desired) => {
      const pause = { by: "ada", reason: "Costs", since: noon };
      expect(only({ agents: [{ desired, pause }] }).excluded).toBe(`it should be ${desired}`);
    },
  );

  test("an agent that nobody has looked at yet gets nothing", () => {
    const policy = samplePolicy();
    const world = sampleWorld(samplePolicy([]), [], Date.parse(noon), seen);
    const [first] = scoreAgents(task(), world, policy, Date.parse(noon));
    expect(first?.excluded).toBe("it has not been looked at yet");
  });
});

test("an agent that gave a task back is not given it again, however well it suits", () => {
  const agents = [{}, { id: "iris", role: "QA", login: "i" }];
  const back = task({ given_back: ["agent:atlas"] });
  expect(scored({ agents, task: back }).map(({ agent, excluded }) => [agent, excluded])).toEqual([
    ["iris", null],
    ["atlas", "it has given this task back"],
  ]);
  expect(scored({ agents })[0]?.agent).toBe("atlas");
});

describe("load", () => {
  const holds = (count: number) =>
    Array.from({ length: count }, (_, index) => own(index + 1, { status: "assigned" }));

  test.each([
    [0, 1, null],
    [1, 2 / 3, null],
    [2, 1 / 3, null],
    [3, 0, "it holds 3 of 3 tasks"],
    [4, 0, "it holds 4 of 3 tasks"],
  ])("of three tasks it holds %i", (count, load, excluded) => {
    const result = only({ tasks: holds(count) });
    expect(result.excluded).toBe(excluded);
    expect(result.parts.load).toBeCloseTo(load, 10);
    expect(result.reasons[2]).toBe(`load ${Math.round(load * 100) / 100}: holds ${count} of 3`);
  });

  test("delivered work is no load", () => {
    expect(only({ tasks: [own(1), own(2, { status: "done" })] }).parts.load).toBe(1);
  });
});

describe("budget", () => {
  const cost = (usd: number, day = "2026-11-21", owner: string | null = "agent:atlas") =>
    own(1, {
      costs: [{ day, owner, usd, tokens_in: 0, tokens_out: 0, from: ["c1_0"] }],
    });
  const agents = [{ budget: { day_usd: 4 } }];

  test.each<[string, TaskState, number, boolean]>([
    ["nothing", own(1), 1, false],
    ["a quarter", cost(1), 0.75, false],
    ["all but a cent", cost(3.99), 0.0025, false],
    ["all", cost(4), 0, true],
    ["more than all", cost(5), 0, true],
    ["all, yesterday", cost(4, "2026-11-20"), 1, false],
    ["all, by another", cost(4, "2026-11-21", "agent:iris"), 1, false],
    ["all, by nobody known", cost(4, "2026-11-21", null), 1, false],
  ])("of its day is spent %s", (_, spent, part, isStopped) => {
    const result = only({ agents, tasks: [spent] });
    expect(result.parts.budget).toBeCloseTo(part, 10);
    expect(result.excluded !== null).toBe(isStopped);
  });

  test("ten times 0.1 reach a limit of 1", () => {
    const tasks = Array.from({ length: 10 }, (_, index) => ({
      ...cost(0.1),
      id: `acme/shop#${index}`,
      number: index,
    }));
    expect(only({ agents: [{ budget: { day_usd: 1 } }], tasks }).excluded).toBe(
      "its budget is spent: 1 USD of 1 USD spent on 2026-11-21 (UTC)",
    );
  });

  test("without a limit nothing is used up", () => {
    expect(only({ tasks: [cost(1000)] }).parts.budget).toBe(1);
  });

  test("where the rule is switched off nobody is stopped", () => {
    const config = { rules: { budget: { enabled: false } } };
    expect(only({ agents, tasks: [cost(5)], config }).excluded).toBeNull();
  });

  test("it stops where the configuration says", () => {
    const config = { rules: { budget: { stop: 2 } } };
    expect(only({ agents, tasks: [cost(5)], config })).toMatchObject({
      excluded: null,
      parts: { budget: 0.375 },
    });
  });
});

describe("history", () => {
  const past = (...statuses: readonly TaskState["status"][]) =>
    statuses.map((status, index) => own(index + 1, { status }));

  test.each<[string, readonly TaskState[], number]>([
    ["nothing", [], 1 / 2],
    ["one accepted", past("done"), 2 / 3],
    ["one failed", past("failed"), 1 / 3],
    ["one reverted", past("reverted"), 1 / 3],
    ["three accepted, one failed", past("done", "done", "done", "failed"), 4 / 6],
    ["one in review, which says nothing", past("review"), 1 / 2],
    ["one accepted in another domain", [own(1, { status: "done", domain: "qa" })], 1 / 2],
  ])("%s", (_, tasks, history) => {
    expect(only({ tasks }).parts.history).toBeCloseTo(history, 10);
  });
});

describe("the score", () => {
  test("it is the mean of the parts by their weights", () => {
    // capability 0.75, health 1, load 1, budget 1, history 0.5
    expect(only({}).score).toBe(0.85);
    const weights = { capability: 0, health: 0, load: 0, budget: 0, history: 3 };
    expect(only({ config: { assignment: { weights } } }).score).toBe(0.5);
  });

  test("without any weight every part counts alike", () => {
    const weights = { capability: 0, health: 0, load: 0, budget: 0, history: 0 };
    expect(only({ config: { assignment: { weights } } }).score).toBe(0.85);
  });

  test("of equal scores the lesser load comes first, then the id", () => {
    const agents = [
      { id: "iris", login: "i" },
      { id: "bolt", login: "b" },
      { id: "atlas", max_load: 6 },
    ];
    const weights = { capability: 1, health: 1, load: 0, budget: 1, history: 1 };
    const tasks = [
      own(1, { status: "assigned" }),
      own(2, { status: "assigned", owner: "agent:iris" }),
    ];
    const order = scored({ agents, tasks, config: { assignment: { weights } } });
    expect(order.map(({ agent }) => agent)).toEqual(["bolt", "atlas", "iris"]);
    expect(new Set(order.map(({ score }) => score)).size).toBe(1);
  });

  test("whoever is excluded comes last, however well it suits", () => {
    const agents = [
      { capabilities: ["backend", "bug"], desired: "not_spawned" },
      { id: "iris", role: "QA", login: "i" },
    ];
    expect(scored({ agents }).map(({ agent }) => agent)).toEqual(["iris", "atlas"]);
  });
});

describe("choosing an owner", () => {
  function chosen(given: Given) {
    const policy = samplePolicy(given.agents, given.config);
    const now = Date.parse(noon);
    const last = given.seen === undefined ? seen : given.seen;
    const world = sampleWorld(policy, given.tasks ?? [], now, last);
    return chooseOwner(task(), world, policy, now);
  }

  test("the best is chosen, with a reason for each part and its boundary", () => {
    const agents = [{ id: "iris", role: "QA", login: "i" }, { boundary: "No production database" }];
    expect(chosen({ agents })).toEqual({
      owner: "agent:atlas",
      score: 0.85,
      reasons: [
        "capability 0.75: backend",
        "health 1: healthy, last seen at 2026-11-21T11:30:00Z",
        "load 1: holds 0 of 3",
        "budget 1: no limit",
        "history 0.5: 0 accepted, 0 failed in backend",
      ],
      boundary: "No production database",
    });
  });

  test.each<[string, Given, string]>([
    ["nobody is registered", { agents: [] }, "no agent is registered"],
    [
      "nobody may",
      { seen: null },
      "no agent may be given it. atlas: it was never seen: it gets work after its first sign of life",
    ],
    [
      "nobody is good enough",
      { config: { assignment: { min_score: 0.86 } } },
      "no agent reaches a score of 0.86; the best is atlas with 0.85",
    ],
  ])("there is none where %s", (_, given, why) => {
    expect(chosen(given)).toEqual({ owner: null, why });
  });

  test("a score that is just reached is enough", () => {
    expect(chosen({ config: { assignment: { min_score: 0.85 } } }).owner).toBe("agent:atlas");
  });

  test("of many who may not, five are named", () => {
    const agents = Array.from({ length: 7 }, (_, index) => ({
      id: `a${index}`,
      login: `l${index}`,
    }));
    const choice = chosen({ agents, seen: null });
    expect(choice).toMatchObject({ owner: null, why: expect.stringMatching(/; and 2 more$/) });
  });
});
