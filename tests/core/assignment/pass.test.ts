import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agentStates } from "../../../src/core/agents/agent-states.ts";
import { chooseOwner } from "../../../src/core/assignment/choose.ts";
import { assignmentPass } from "../../../src/core/assignment/pass.ts";
import { rosterOf } from "../../../src/core/assignment/roster.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { samplePolicy } from "../agents/sample-policy.ts";
import { worldWith } from "../agents/sample-world.ts";
import { sampleTask } from "../sample-task.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const seenAt = "2026-11-21T11:30:00Z";

type Given = {
  readonly agents: readonly object[];
  readonly config?: Record<string, unknown>;
  /** What was there before. */
  readonly held?: readonly TaskState[];
};

function open(number: number, fields: Partial<TaskState> = {}): TaskState {
  return sampleTask({ number, status: "planned", owner: null, labels: [], ...fields });
}

function fleet({ agents, config, held = [] }: Given) {
  const policy = samplePolicy(agents, config);
  const signs = policy.agents.agents.map(({ id }) => {
    return { agent: id, kind: "comment", at: seenAt, what: "comment" } as const;
  });
  return { policy, states: agentStates(policy, held, signs, {}, now), held };
}

/** Who is given each task in one pass, in turn. */
function passed(given: Given, tasks: readonly TaskState[]): readonly unknown[] {
  const { policy, states, held } = fleet(given);
  const give = assignmentPass(rosterOf(worldWith(states, [...held, ...tasks]), policy, now));
  return tasks.map((task) => {
    const one = give(task);
    return one === null
      ? null
      : [one.candidate.owner, one.scored.agent, one.scored.score, one.scored.reasons];
  });
}

/** The same, one question after the other, each asked of a world that knows the answers before. */
function chosen(given: Given, tasks: readonly TaskState[]): readonly unknown[] {
  const { policy, states } = fleet(given);
  const known = [...(given.held ?? [])];
  return tasks.map((task) => {
    const choice = chooseOwner(task, worldWith(states, known), policy, now);
    if (choice.owner === null) return null;
    known.push({ ...task, status: "assigned", owner: choice.owner });
    return [choice.owner, choice.owner.slice("agent:".length), choice.score, choice.reasons];
  });
}

const owners = (given: Given, tasks: readonly TaskState[]) =>
  passed(given, tasks).map((one) => (Array.isArray(one) ? one[0] : one));

const iris = { id: "iris", login: "i" };

describe("in one pass", () => {
  test("equals take turns, the lesser load first and then the id", () => {
    const tasks = [1, 2, 3, 4].map((number) => open(number));
    expect(owners({ agents: [iris, {}] }, tasks)).toEqual([
      "agent:atlas",
      "agent:iris",
      "agent:atlas",
      "agent:iris",
    ]);
  });

  test("nobody is given more than it may hold, counting what it held before", () => {
    const held = [sampleTask({ number: 90, status: "assigned" })];
    const tasks = [1, 2, 3, 4].map((number) => open(number));
    expect(owners({ agents: [{ max_load: 3 }], held }, tasks)).toEqual([
      "agent:atlas",
      "agent:atlas",
      null,
      null,
    ]);
  });

  test("one that holds more than it may takes no room from the others", () => {
    const held = [91, 92, 93].map((number) => sampleTask({ number, status: "assigned" }));
    const agents = [{ max_load: 1 }, { ...iris, max_load: 2 }];
    expect(owners({ agents, held }, [open(1), open(2), open(3)])).toEqual([
      "agent:iris",
      "agent:iris",
      null,
    ]);
  });

  test.each<[string, Given, TaskState, readonly (string | null)[]]>([
    [
      "one that may be given nothing, however well it suits",
      {
        agents: [
          { desired: "not_spawned", capabilities: ["bug"] },
          { ...iris, role: "QA" },
        ],
      },
      open(1),
      ["agent:iris"],
    ],
    [
      "one that gave it back",
      { agents: [{}, { ...iris, role: "QA" }] },
      open(1, { given_back: ["agent:atlas"] }),
      ["agent:iris"],
    ],
    [
      "whom it does not suit well enough",
      { agents: [{}], config: { assignment: { min_score: 0.86 } } },
      open(1),
      [null],
    ],
  ])("it goes not to %s", (_, given, task, expected) => {
    expect(owners(given, [task])).toEqual(expected);
  });

  test("a score that is just reached is enough", () => {
    const config = { assignment: { min_score: 0.85 } };
    expect(owners({ agents: [{}], config }, [open(1)])).toEqual(["agent:atlas"]);
  });

  test("what one task's owner gave back does not keep the next one from that owner", () => {
    const tasks = [open(1, { given_back: ["agent:atlas"] }), open(2)];
    expect(owners({ agents: [{}] }, tasks)).toEqual([null, "agent:atlas"]);
  });

  test("what suits nobody leaves what asks for something else to be given", () => {
    const agents = [{ role: "QA", capabilities: ["qa"] }];
    const config = { assignment: { min_score: 0.7 } };
    const tasks = [open(1), open(2), open(3, { domain: "qa" }), open(4)];
    expect(owners({ agents, config }, tasks)).toEqual([null, null, "agent:atlas", null]);
  });

  test("who has done such work well comes before who has failed at it", () => {
    const past = (number: number, owner: string, status: TaskState["status"]) =>
      sampleTask({ number, owner, status });
    const held = [past(90, "agent:atlas", "failed"), past(91, "agent:iris", "done")];
    const tasks = [open(1), open(2, { domain: "qa" })];
    expect(owners({ agents: [{}, iris], held }, tasks)).toEqual(["agent:iris", "agent:atlas"]);
  });
});

const words = fc.subarray(["backend", "qa", "bug", "shop", "postgres"]);
const arbitraryAgents = fc.array(
  fc.record({
    role: fc.constantFrom("Backend", "QA"),
    capabilities: words,
    max_load: fc.integer({ min: 1, max: 3 }),
    desired: fc.constantFrom("active", "active", "active", "not_spawned"),
  }),
  { minLength: 1, maxLength: 5 },
);
const arbitraryTasks = fc.array(
  fc.record({
    domain: fc.constantFrom("backend", "qa", null),
    kind: fc.constantFrom("bug", "task"),
    labels: fc.subarray(["postgres", "css"]),
    given_back: fc.subarray(["agent:a0", "agent:a1"]),
  }),
  { maxLength: 12 },
);
const arbitraryPast = fc.array(
  fc.record({
    owner: fc.constantFrom("agent:a0", "agent:a1", "agent:a2"),
    domain: fc.constantFrom("backend", "qa"),
    status: fc.constantFrom("done", "failed", "assigned", "active"),
  }),
  { maxLength: 6 },
);

test("each task goes to whom it would go to alone, were all before it given already", () => {
  const least = fc.constantFrom(0, 0.6, 0.7);
  fc.assert(
    fc.property(arbitraryAgents, arbitraryTasks, arbitraryPast, least, (some, asked, past, min) => {
      const agents = some.map((one, index) => ({ ...one, id: `a${index}`, login: `l${index}` }));
      const held = past.map((one, index) => sampleTask({ ...one, number: 900 + index }));
      const given = { agents, held, config: { assignment: { min_score: min } } };
      const tasks = asked.map((fields, index) => open(index + 1, fields));
      expect(passed(given, tasks)).toEqual(chosen(given, tasks));
    }),
    { numRuns: 150, seed: 20261121 },
  );
});
