import fc from "fast-check";
import type { Policy } from "../../src/core/policy.ts";
import type { TaskState } from "../../src/schema/index.ts";
import { samplePolicy } from "../core/agents/sample-policy.ts";
import { sampleTask } from "../core/sample-task.ts";

export const noon = Date.parse("2026-11-21T12:00:00Z");

/** A registry, tasks in every state there is, and when each agent was last seen. */
export type Fleet = {
  readonly policy: Policy;
  readonly tasks: readonly TaskState[];
  readonly seen: Readonly<Record<string, string | null>>;
};

const ids = ["atlas", "bolt", "cedar", "delta"] as const;
const numbers = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const domain = fc.constantFrom("backend", "frontend", "qa", null);
/** Between two days ago and now, to the minute. */
const past = fc.integer({ min: 0, max: 2880 }).map((minutes) => ago(minutes * 60));
const owner = fc.constantFrom("agent:atlas", "agent:bolt", "agent:cedar", "human:ada");
const held = fc.constantFrom("assigned", "active", "blocked", "review", "done", "failed" as const);
const free = fc.constantFrom("inbox", "triaged", "planned", "planned", "archived" as const);

export function ago(seconds: number): string {
  return new Date(noon - seconds * 1000).toISOString().replace(".000Z", "Z");
}

const agent = fc.record({
  capabilities: fc.subarray(["backend", "frontend", "bug"]),
  desired: fc.constantFrom("active", "active", "active", "paused", "quarantined", "draining"),
  max_load: fc.integer({ min: 1, max: 3 }),
  heartbeat: fc.constantFrom("30m", "1h", "4h"),
  seen: fc.option(past),
});

const task = fc.record({
  domain,
  priority: fc.constantFrom("urgent", "high", "low" as const),
  isOwned: fc.boolean(),
  owner,
  held,
  free,
  shared: fc.subarray(["agent:delta", "human:ben"], { maxLength: 1 }),
  since: past,
  last_work: fc.option(past),
  depends: fc.subarray([...numbers], { maxLength: 2 }),
  on: fc.option(fc.constantFrom(...numbers)),
  by: fc.constantFrom("mission-control", "ada"),
  from: fc.constantFrom("assigned", "active" as const),
  output: fc.constantFrom("A patch", "A patch", null),
  fingerprint: fc.constantFrom("", "a", "b"),
  given_back: fc.subarray(["agent:atlas", "agent:bolt"], { maxLength: 1 }),
});
type Drawn = typeof task extends fc.Arbitrary<infer T> ? T : never;

export const fleet: fc.Arbitrary<Fleet> = fc
  .record({
    agents: fc.array(agent, { minLength: 1, maxLength: ids.length }),
    tasks: fc.array(task, { maxLength: numbers.length }),
  })
  .map(({ agents, tasks }) => {
    const pause = { by: "ada", reason: "Costs", since: ago(86_400) };
    const registry = agents.map(({ seen: _seen, ...fields }, index) => ({
      id: ids[index],
      login: `${ids[index]}-bot`,
      role: "Any",
      ...fields,
      ...(fields.desired !== "active" && { pause }),
    }));
    return {
      policy: samplePolicy(registry, { assignment: { min_score: 0.3 } }),
      tasks: tasks.map((drawn, index) => taskOf(drawn, index + 1)),
      seen: Object.fromEntries(agents.map(({ seen }, index) => [ids[index], seen])),
    };
  });

function taskOf(drawn: Drawn, number: number): TaskState {
  const { isOwned, owner: own, shared, since, depends, on, by, from, output } = drawn;
  const status = isOwned ? drawn.held : drawn.free;
  const id = (one: number) => `acme/shop#${one}`;
  return sampleTask({
    number,
    status,
    since,
    output,
    review: "Tests pass",
    domain: drawn.domain,
    priority: drawn.priority,
    fingerprint: drawn.fingerprint,
    given_back: drawn.given_back,
    owner: isOwned ? own : null,
    shared: isOwned ? shared : [],
    last_work: isOwned ? drawn.last_work : null,
    lease: isOwned ? { epoch: 1, holder: own, since } : null,
    depends: depends.filter((one) => one !== number).map(id),
    blocked:
      status === "blocked"
        ? { reason: "Waits", by, on: on === null ? null : id(on), since, from }
        : null,
  });
}
