import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyRule, Judgement, Subject, Subjects } from "../../../src/core/rules/rule.ts";
import { rules } from "../../../src/core/rules/table.ts";
import { emptyState } from "../../../src/core/state/index.ts";
import { type World, worldOf } from "../../../src/core/world.ts";
import { Agents, Config, type State } from "../../../src/schema/index.ts";
import { arbitraryRoom, base, hour, span } from "./arbitrary-room.ts";

type Room = { readonly world: World; readonly config: Config };

/** Longer than all that can happen in such a room. */
const long = 2000 * hour;
const agents = Agents.parse({ agents: [] });
const room = arbitraryRoom.map(({ rules: numbers, automatic, ...entities }): Room => {
  const byId = <T extends { readonly id: string }>(items: readonly T[]) =>
    Object.fromEntries(items.map((item) => [item.id, item]));
  const state: State = {
    ...emptyState("acme/shop"),
    tasks: byId(entities.tasks),
    agents: byId(entities.agents),
    audits: byId(entities.audits),
    routines: byId(entities.routines),
    workstreams: byId(entities.workstreams),
    outbox: byId(entities.outbox),
    foreign: byId(entities.foreign),
  };
  const config = Config.parse({
    timezone: "Europe/Berlin",
    rules: numbers,
    assignment: { automatic },
  });
  return { world: worldOf(state), config };
});
const moment = fc.integer({ min: base - 100 * hour, max: base + span + 200 * hour });

describe.each(rules.map((rule) => [`${rule.id} (${rule.about})`, rule] as const))(
  "%s",
  (_, rule) => {
    test("says when time alone changes what it says: not a millisecond before, and then it does", () => {
      check(rule, (at, now, later) => {
        const present = at(now);
        const { nextAt } = present;
        const end = nextAt ?? now + long;
        expect(end).toBeGreaterThan(now);
        expect(Number.isInteger(end)).toBe(true);
        for (const before of [later(end), end - 1]) expect(said(at(before))).toEqual(said(present));
        const changes = !isDeepStrictEqual(said(at(end)), said(present));
        expect(changes).toBe(nextAt !== null);
      });
    });

    test("says it in the same words until then, and in no severity but its own", () => {
      check(rule, (at, now, later) => {
        const present = at(now);
        if (present.verdict !== "fires") return;
        expect(at(later(present.nextAt ?? now + long))).toEqual(present);
        expect([undefined, ...(rule.also ?? [])]).toContain(present.severity);
      });
    });
  },
);

test("every rule is heard to fire and to be silent in such rooms", () => {
  const heard = new Map(rules.map((rule) => [rule, new Set<string>()]));
  fc.assert(
    fc.property(room, moment, ({ world, config }, now) => {
      for (const rule of rules) {
        for (const at of evaluations(rule, world, config)) heard.get(rule)?.add(at(now).verdict);
      }
    }),
    { numRuns: 300, seed: 20261121 },
  );
  const always = new Set(["foreign-push"]);
  const mute = rules.filter((rule) => {
    const verdicts = heard.get(rule) ?? new Set();
    return !verdicts.has("fires") || !(verdicts.has("silent") || always.has(rule.id));
  });
  expect(mute.map(({ id, about }) => `${id} (${about})`)).toEqual([]);
});

type At = (now: number) => Judgement;
type Holds = (at: At, now: number, later: (end: number) => number) => void;

/** From a moment on, along all the moments at which each subject says that its verdict changes. */
function check(rule: AnyRule, holds: Holds): void {
  const spot = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  fc.assert(
    fc.property(room, moment, spot, ({ world, config }, start, where) => {
      for (const at of evaluations(rule, world, config)) {
        let now: number | null = start;
        for (let step = 0; now !== null && step < 6; step++) {
          const from: number = now;
          holds(at, from, (end) => from + Math.floor(where * (end - from)));
          now = at(from).nextAt;
        }
      }
    }),
    // Making a failure smaller could take hours.
    { numRuns: 60, seed: 20261121, interruptAfterTimeLimit: 10_000 },
  );
}

/** What an alert is told from another by, and how grave it is, and whom it concerns. */
function said(judgement: Judgement): unknown {
  if (judgement.verdict !== "fires") return judgement.verdict;
  const { verdict, severity, to, cause, title } = judgement;
  return { verdict, severity, to, cause, title };
}

function evaluations(rule: AnyRule, world: World, config: Config): readonly At[] {
  const policy = { config, agents };
  const all = <About extends Subject>(
    evaluate: (
      subject: Subjects[About],
      context: { now: number; policy: typeof policy; world: World },
    ) => Judgement,
    subjects: Iterable<Subjects[About]>,
  ): readonly At[] =>
    [...subjects].map((subject) => (now) => evaluate(subject, { now, policy, world }));
  switch (rule.about) {
    case "task":
      return all<"task">(rule.evaluate, world.tasks.values());
    case "agent":
      return all<"agent">(rule.evaluate, world.agents.values());
    case "audit":
      return all<"audit">(rule.evaluate, world.audits.values());
    case "routine":
      return all<"routine">(rule.evaluate, world.routines.values());
    case "workstream":
      return all<"workstream">(rule.evaluate, world.workstreams.values());
    case "message":
      return all<"message">(rule.evaluate, world.outbox.values());
    case "foreign":
      return all<"foreign">(rule.evaluate, world.foreign.values());
    case "room":
      return all<"room">(rule.evaluate, [world]);
  }
}
