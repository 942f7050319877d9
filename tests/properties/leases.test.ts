import fc from "fast-check";
import { expect, test } from "vitest";
import { agentStates } from "../../src/core/agents/agent-states.ts";
import type { Sign } from "../../src/core/agents/signs.ts";
import { isHeld } from "../../src/core/agents/work.ts";
import { chooseOwner } from "../../src/core/assignment/choose.ts";
import { judgeLease } from "../../src/core/assignment/lease.ts";
import { scoreAgents } from "../../src/core/assignment/score.ts";
import { orderHolds } from "../../src/core/ordering/holds.ts";
import { ordersFor } from "../../src/core/ordering/orders-for.ts";
import type { Order } from "../../src/core/orders.ts";
import type { World } from "../../src/core/world.ts";
import type { AgentState, TaskState } from "../../src/schema/index.ts";
import { samplePolicy } from "../core/agents/sample-policy.ts";
import { sampleWorld, worldWith } from "../core/agents/sample-world.ts";
import { ready } from "../core/ordering/sample-orders.ts";
import { applyOrder, type Held } from "./apply-order.ts";
import { ago, type Fleet, fleet, noon } from "./fleet.ts";

const at = ago(0);
const worldOfFleet = ({ policy, tasks, seen }: Fleet): World =>
  sampleWorld(policy, tasks, noon, seen);

function applied(tasks: readonly TaskState[], orders: readonly Order[]): readonly TaskState[] {
  return tasks.map((task) => {
    let held: Held = { task, epoch: task.lease?.epoch ?? 0 };
    for (const order of orders)
      if (order.number === task.number) held = applyOrder(held, order, at);
    return held.task;
  });
}

test("the same world in another order gives the same orders and the same scores", () => {
  fc.assert(
    fc.property(fleet, fc.infiniteStream(fc.nat()), (given, random) => {
      const keys = [...given.tasks, ...given.policy.agents.agents].map(() => random.next().value);
      const shuffled = <T>(items: readonly T[]): readonly T[] =>
        items
          .map((item, index) => ({ item, key: keys[index] ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ item }) => item);
      const { config, agents } = given.policy;
      const policy = {
        ...given.policy,
        config,
        agents: { ...agents, agents: [...shuffled(agents.agents)] },
      };
      const other = { ...given, policy, tasks: shuffled(given.tasks) };
      const [one, two] = [worldOfFleet(given), worldOfFleet(other)];
      expect(ordersFor(two, policy, noon)).toEqual(ordersFor(one, given.policy, noon));
      const task = ready(99);
      expect(scoreAgents(task, two, policy, noon)).toEqual(
        scoreAgents(task, one, given.policy, noon),
      );
    }),
  );
});

test("of the first task whose turn it is, many are given out as one is", () => {
  fc.assert(
    fc.property(fleet, (given) => {
      const task = ready(99);
      const alone = {
        ...given,
        tasks: [...given.tasks.filter(({ owner }) => owner !== null), task],
      };
      const world = worldOfFleet(alone);
      const order = ordersFor(world, given.policy, noon).find(({ number }) => number === 99);
      const choice = chooseOwner(task, world, given.policy, noon);
      expect(order?.kind === "assign" ? order.owner : null).toBe(choice.owner);
    }),
  );
});

test("nobody is ever given more than it may hold, and only who may be given work is", () => {
  fc.assert(
    fc.property(fleet, (given) => {
      const orders = ordersFor(worldOfFleet(given), given.policy, noon);
      const after = applied(given.tasks, orders);
      for (const order of orders) {
        if (order.kind !== "assign") continue;
        const agent = given.policy.agents.agents.find(({ id }) => `agent:${id}` === order.owner);
        expect(agent?.desired).toBe("active");
        const load = after.filter((task) => task.owner === order.owner && isHeld(task)).length;
        expect(load).toBeLessThanOrEqual(agent?.max_load ?? 0);
      }
    }),
  );
});

test("a task gets one order that moves it at most, and one carried out does not hold again", () => {
  fc.assert(
    fc.property(fleet, (given) => {
      const orders = ordersFor(worldOfFleet(given), given.policy, noon);
      const moving = orders.filter(({ kind }) => kind !== "tell");
      expect(new Set(moving.map(({ number }) => number)).size).toBe(moving.length);
      const after = applied(given.tasks, orders);
      for (const order of moving) {
        const task = after.find(({ number }) => number === order.number)!;
        expect(orderHolds(order, task)).toBe(false);
      }
    }),
  );
});

test("orders come to rest: what is carried out is not ordered again, and what follows from it soon ends", () => {
  fc.assert(
    fc.property(fleet, (given) => {
      const { policy } = given;
      let states: Record<string, AgentState> = {};
      let { tasks } = given;
      let signs = signsOf(given);
      const seen = new Set<string>();
      let orders: readonly Order[] = [];
      for (let round = 0; round < 4; round++) {
        states = agentStates(policy, tasks, signs, states, noon);
        signs = [];
        orders = ordersFor(worldWith(states, tasks), policy, noon);
        for (const { kind, number } of orders) {
          expect(seen).not.toContain(`${kind} ${number}`);
          seen.add(`${kind} ${number}`);
        }
        tasks = applied(tasks, orders);
      }
      expect(orders).toEqual([]);
    }),
  );
});

test("of two who are given the same task one gets it, and each grant has a later epoch", () => {
  const agents = fc.constantFrom("agent:atlas", "agent:bolt", "agent:cedar");
  const deed = fc.record({ kind: fc.constantFrom("claim", "claim", "take", "work"), by: agents });
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
      let held: Held = { task: ready(1), epoch: 0 };
      const made: Order[] = [];
      for (const [second, { kind, by }] of deeds.entries()) {
        const before = held;
        const when = new Date(noon + second * 1000).toISOString();
        if (kind === "work") held = { ...held, task: { ...held.task, last_work: when } };
        const order = kind === "claim" ? claim(by) : kind === "take" ? take(held.task) : null;
        if (order !== null) {
          made.push(order);
          held = applyOrder(held, order, when);
        }
        // Of all orders that were ever made, none for another owner or an earlier lease is carried out any more.
        const { lease } = held.task;
        const wrong = made.filter((old) => {
          if (!orderHolds(old, held.task)) return false;
          if (old.kind !== "release") return lease !== null;
          return old.expects.owner !== lease?.holder || old.expects.epoch !== lease.epoch;
        });
        expect(wrong).toEqual([]);
        const isGrant = before.task.lease === null && lease !== null;
        expect(held.epoch).toBe(before.epoch + (isGrant ? 1 : 0));
        expect(lease?.epoch ?? held.epoch).toBe(held.epoch);
        // Nobody gets what another one has.
        const { lease: had } = before.task;
        expect(had === null || lease === null || lease === had).toBe(true);
      }
    }),
  );
});

test("a lease lives exactly as long as each sign of life comes within its time", () => {
  const windowMinutes = 4 * 60;
  const gaps = fc.array(fc.integer({ min: 1, max: 2 * windowMinutes }), { maxLength: 12 });
  const kinds = fc.constantFrom<Sign["kind"]>("comment", "label", "heartbeat", "pull", "filing");
  fc.assert(
    fc.property(gaps, kinds, (minutes, kind) => {
      const policy = samplePolicy();
      const start = "2026-11-01T00:00:00Z";
      const lease = { epoch: 1, holder: "agent:atlas", since: start };
      const task = ready(1, { status: "active", owner: "agent:atlas", since: start, lease });
      let clock = Date.parse(start);
      let states: Record<string, AgentState> = {};
      const verdictAt = (now: number, signs: readonly Sign[]) => {
        states = agentStates(policy, [task], signs, states, now);
        const world = worldWith(states, [task]);
        return judgeLease(task, { world, policy, now, unheard: new Map() }).verdict;
      };
      for (const gap of minutes) {
        const end = clock + gap * 60_000;
        expect(verdictAt(end - 1000, [])).toBe(gap <= windowMinutes ? "runs" : "expired");
        expect(verdictAt(end, [])).toBe(gap < windowMinutes ? "runs" : "expired");
        clock = end;
        const sign = { agent: "atlas", kind, at: new Date(end).toISOString(), what: "x" };
        expect(verdictAt(end, [sign])).toBe("runs");
      }
    }),
  );
});

test("a lease expires once, however many ticks see it, and its work goes to whoever is there", () => {
  const everyMinutes = fc.integer({ min: 1, max: 120 });
  fc.assert(
    fc.property(everyMinutes, fc.boolean(), (every, hasOther) => {
      const policy = samplePolicy(hasOther ? [{}, { id: "bolt", login: "bolt-bot" }] : [{}]);
      let held: Held = { task: ready(1), epoch: 0 };
      let states: Record<string, AgentState> = {};
      const owners: string[] = [];
      for (let minute = 0; minute < 2880; minute += every) {
        const now = noon + minute * 60_000;
        const when = new Date(now).toISOString();
        // Atlas shows itself once and never again; the other one goes on.
        const alive = minute === 0 ? ["atlas", "bolt"] : minute > 60 ? ["bolt"] : [];
        const signs = alive.map((agent): Sign => ({ agent, kind: "comment", at: when, what: "x" }));
        states = agentStates(policy, [held.task], signs, states, now);
        for (const order of ordersFor(worldWith(states, [held.task]), policy, now)) {
          owners.push(order.kind === "assign" ? order.owner : order.kind);
          held = applyOrder(held, order, when);
        }
      }
      expect(owners).toEqual(["agent:atlas", "release", ...(hasOther ? ["agent:bolt"] : [])]);
    }),
    { numRuns: 40 },
  );
});

const base = { repo: "acme/shop", number: 1, rule: "x", why: "", evidence: [] };

function claim(owner: string): Order {
  const expects = { status: "planned", owner: null } as const;
  return { ...base, kind: "assign", expects, owner, reasons: [], boundary: null };
}

function take({ status, owner, lease, last_work }: TaskState): Order | null {
  if (owner === null) return null;
  const expects = { status, owner, epoch: lease?.epoch ?? null, last_work };
  return { ...base, kind: "release", expects };
}

function signsOf({ seen }: Fleet): readonly Sign[] {
  return Object.entries(seen).flatMap(([agent, when]) =>
    when === null ? [] : [{ agent, kind: "comment" as const, at: when, what: "comment" }],
  );
}
