import { describe, expect, test } from "vitest";
import { agentStates } from "../../../src/core/agents/agent-states.ts";
import type { Sign } from "../../../src/core/agents/signs.ts";
import { judgeLease, unheardIn } from "../../../src/core/assignment/lease.ts";
import type { AgentState, TaskState } from "../../../src/schema/index.ts";
import { samplePolicy } from "../agents/sample-policy.ts";
import { worldWith } from "../agents/sample-world.ts";
import { sampleTask } from "../sample-task.ts";

const agents = [{}, { id: "iris", login: "iris-bot" }];

type Given = {
  readonly now: string;
  readonly task?: Partial<TaskState>;
  readonly others?: readonly TaskState[];
  /** When each agent was last seen. */
  readonly seen?: Readonly<Record<string, string>>;
  readonly registry?: readonly object[];
  readonly config?: Record<string, unknown>;
  readonly previous?: Readonly<Record<string, AgentState>>;
  readonly unread?: readonly string[];
};

const granted = "2026-11-20T00:00:00Z";
const lease = { epoch: 1, holder: "agent:atlas", since: granted };

function worldAt(given: Given) {
  const { now, others = [], seen = { atlas: "2026-11-21T10:00:00Z" }, previous = {} } = given;
  const policy = samplePolicy(given.registry ?? agents, given.config);
  const task = sampleTask({ since: granted, lease, ...given.task });
  const tasks = [task, ...others];
  const signs: Sign[] = Object.entries(seen).map(([agent, at]) => ({
    agent,
    kind: "comment",
    at,
    what: "comment",
  }));
  const states = agentStates(policy, tasks, signs, previous, Date.parse(now));
  return { policy, task, tasks, states };
}

function judged(given: Given) {
  const { policy, task, tasks, states } = worldAt(given);
  return judgeLease(task, {
    world: worldWith(states, tasks),
    policy,
    now: Date.parse(given.now),
    unheard: unheardIn(tasks, new Set(given.unread ?? [])),
  });
}

const verdict = (given: Given) => judged(given).verdict;
/** Last seen at ten, four intervals of an hour: the lease ends at two. */
const late = "2026-11-21T14:00:00Z";

describe("a lease ends four intervals after the newest sign of life", () => {
  test.each([
    ["a second too early", "2026-11-21T13:59:59Z", "runs"],
    ["exactly then", late, "expired"],
    ["long after", "2026-12-21T14:00:00Z", "expired"],
  ])("%s", (_, now, expected) => {
    expect(verdict({ now })).toBe(expected);
    expect(verdict({ now, task: { status: "assigned" } })).toBe(expected);
  });

  test("it says what was last heard and when the lease ended", () => {
    expect(judged({ now: "2026-11-21T15:00:00Z" })).toEqual({
      verdict: "expired",
      until: Date.parse(late),
      why: "No sign of life of agent:atlas since 2026-11-21T10:00:00Z; its lease, 4 intervals of 1h, ended at 2026-11-21T14:00:00Z.",
    });
    expect(judged({ now: late, seen: {} })).toMatchObject({
      why: "No sign of life of agent:atlas ever; its lease, 4 intervals of 1h, ended at 2026-11-20T04:00:00Z.",
    });
  });

  test.each<[string, Partial<Given>]>([
    ["a sign on any other task", { seen: { atlas: "2026-11-21T10:00:01Z" } }],
    ["work on the task itself", { task: { last_work: "2026-11-21T10:00:01Z" } }],
    [
      "a new grant",
      { task: { lease: { epoch: 2, holder: "agent:atlas", since: "2026-11-21T10:00:01Z" } } },
    ],
    ["its return from a block", { task: { since: "2026-11-21T10:00:01Z" } }],
    [
      "a sign of an agent that shares it",
      { task: { shared: ["agent:iris"] }, seen: { iris: "2026-11-21T10:00:01Z" } },
    ],
    ["a slower heartbeat", { registry: [{ heartbeat: "2h" }] }],
    ["a longer lease", { config: { leases: { intervals: 5 } } }],
  ])("%s keeps it up", (_, given) => {
    expect(verdict({ now: late, ...given })).toBe("runs");
  });

  test.each<[string, Partial<Given>]>([
    ["another agent's sign", { seen: { atlas: "2026-11-21T10:00:00Z", iris: late } }],
    ["the sharing of one that is as silent", { task: { shared: ["agent:iris"] } }],
    ["the sharing of one that is nobody", { task: { shared: ["agent:ghost"] } }],
  ])("%s does not", (_, given) => {
    expect(verdict({ now: late, ...given })).toBe("expired");
  });

  test("work dated in the future is believed as of now, not beyond", () => {
    const last_work = "2026-12-21T00:00:00Z";
    expect(judged({ now: late, task: { last_work } })).toMatchObject({
      verdict: "runs",
      until: Date.parse("2026-11-21T18:00:00Z"),
    });
  });
});

describe("who has no lease to lose", () => {
  test.each<[string, Partial<TaskState>, string]>([
    ["a person", { owner: "human:ada" }, "no agent owns it"],
    ["the orchestrator", { owner: "orchestrator" }, "no agent owns it"],
    ["an automation", { owner: "automation:atlas" }, "no agent owns it"],
    ["nobody", { owner: null }, "no agent owns it"],
    ["whoever is blocked", { status: "blocked" }, "it is blocked"],
    ["whoever has delivered", { status: "review" }, "it is review"],
    ["whoever is done", { status: "done" }, "it is done"],
  ])("%s", (_, task, why) => {
    expect(judged({ now: "2027-01-01T00:00:00Z", task })).toEqual({ verdict: "none", why });
  });

  test("an agent that shares with a person", () => {
    expect(judged({ now: "2027-01-01T00:00:00Z", task: { shared: ["human:ada"] } })).toEqual({
      verdict: "runs",
      until: null,
      why: "human:ada shares it and has no expected interval",
    });
  });
});

describe("silence that nobody listened to ends nothing", () => {
  const other = sampleTask({ number: 99, status: "review" });

  test.each<[string, Partial<Given>]>([
    ["the task itself could not be read", { unread: ["acme/shop#12"] }],
    ["another of its tasks could not be read", { others: [other], unread: [other.id] }],
    ["another of its tasks is behind GitHub", { others: [{ ...other, behind: true }] }],
    [
      "a task that it shares could not be read",
      {
        others: [{ ...other, owner: "human:ada", shared: ["agent:atlas"] }],
        unread: [other.id],
      },
    ],
    [
      "a task of an agent that shares could not be read",
      {
        task: { shared: ["agent:iris"] },
        others: [{ ...other, owner: "agent:iris" }],
        unread: [other.id],
      },
    ],
    ["the task's timeline is not read yet", { task: { judged: null } }],
  ])("%s", (_, given) => {
    expect(verdict({ now: late, ...given })).toBe("cannot-judge");
  });

  test("somebody else's unread task is no reason to wait", () => {
    const others = [{ ...other, owner: "agent:iris" as const }];
    expect(verdict({ now: late, others, unread: [other.id] })).toBe("expired");
  });

  test("a registered agent that has not been looked at yet keeps its work", () => {
    const { policy, task } = worldAt({ now: late });
    const context = { world: worldWith({}, [task]), policy, now: Date.parse(late) };
    expect(judgeLease(task, { ...context, unheard: new Map() }).verdict).toBe("cannot-judge");
  });

  test("one that is not registered keeps its work, however long nothing is heard of it", () => {
    const registry = [{ id: "iris", login: "iris-bot" }];
    expect(judged({ now: "2027-11-21T14:00:00Z", registry, seen: {} })).toEqual({
      verdict: "cannot-judge",
      why: "agent:atlas is not in the registry: there is no sign of life to go by",
    });
  });
});

describe("pause and quarantine", () => {
  const pause = { by: "ada", reason: "Costs.", since: "2026-11-21T10:00:00Z" };
  const paused = (until?: string) => [
    { desired: "paused", pause: { ...pause, ...(until && { until }) } },
  ];

  test.each([
    ["until the limit and its lease are over", "2026-11-23T13:59:59Z", "runs"],
    ["no longer", "2026-11-23T14:00:00Z", "expired"],
  ])("a paused agent keeps its work %s", (_, now, expected) => {
    const registry = paused("2026-11-23T10:00:00Z");
    expect(verdict({ now, registry })).toBe(expected);
  });

  test.each([
    ["2026-11-22T13:59:59Z", "runs"],
    ["2026-11-22T14:00:00Z", "expired"],
  ])("a pause without a limit ends with the rule's: at %s the lease is %s", (now, expected) => {
    expect(verdict({ now, registry: paused() })).toBe(expected);
  });

  test("a pause that ends before its lease would takes nothing from it", () => {
    const registry = [
      {
        desired: "paused",
        pause: { ...pause, since: "2026-11-21T09:00:00Z", until: "2026-11-21T09:30:00Z" },
      },
    ];
    expect(judged({ now: "2026-11-21T11:00:00Z", registry })).toMatchObject({
      until: Date.parse(late),
    });
  });

  test("once a pause is lifted, a whole lease is waited for a sign of life", () => {
    const before = worldAt({ now: "2026-11-22T09:00:00Z", registry: paused() });
    const lifted = worldAt({ now: "2026-11-22T10:00:00Z", previous: before.states });
    const previous = lifted.states;
    expect(verdict({ now: "2026-11-22T13:59:59Z", previous })).toBe("runs");
    expect(verdict({ now: "2026-11-22T14:00:00Z", previous })).toBe("expired");
  });

  test("quarantine takes the work at once, and says why", () => {
    const registry = [{ desired: "quarantined", pause }];
    expect(judged({ now: "2026-11-21T10:00:01Z", registry })).toEqual({
      verdict: "withdrawn",
      why: "agent:atlas is in quarantine: Costs.",
    });
  });

  test("quarantine takes it from whoever shares with a person as well", () => {
    const registry = [{ desired: "quarantined", pause }];
    const task = { shared: ["human:ada" as const] };
    expect(verdict({ now: "2026-11-21T10:00:01Z", registry, task })).toBe("withdrawn");
  });

  test("an agent that is drained keeps its work as long as it is heard of", () => {
    const registry = [{ desired: "draining", pause }];
    expect(verdict({ now: "2026-11-21T13:59:59Z", registry })).toBe("runs");
    expect(verdict({ now: late, registry })).toBe("expired");
  });
});
