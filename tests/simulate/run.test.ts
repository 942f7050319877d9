import { beforeAll, describe, expect, test } from "vitest";
import type { Policy } from "../../src/core/policy.ts";
import type { Config } from "../../src/schema/index.ts";
import { planScenario } from "../../src/simulate/plan/scenario.ts";
import { run, type RunResult } from "../../src/simulate/run.ts";
import type { Scenario } from "../../src/simulate/scenario.ts";
import { added, findingText, summaryOf } from "../../src/simulate/summary.ts";

const small = { days: 3, tasks: 60, agents: 6, tickMinutes: 60 };
const timeout = 60_000;

let scenario: Scenario;
beforeAll(() => {
  scenario = planScenario(12, small);
});

function withRules(change: (rules: Config["rules"]) => Partial<Config["rules"]>) {
  return (policy: Policy): Policy => {
    const { rules } = policy.config;
    return { ...policy, config: { ...policy.config, rules: { ...rules, ...change(rules) } } };
  };
}

async function kindsWith(policy: (policy: Policy) => Policy): Promise<readonly string[]> {
  const { findings } = await run(scenario, { policy });
  return [...new Set(findings.map(({ kind, rule }) => `${kind} ${rule}`))].toSorted();
}

describe("the oracle catches an engine", { timeout }, () => {
  test.each([
    [
      "that waits two hours too long",
      withRules(({ blocked_long }) => ({
        blocked_long: { ...blocked_long, hours: blocked_long.hours + 2 },
      })),
      ["missed blocked-long"],
    ],
    [
      "that is two hours too early",
      withRules(({ review_waiting }) => ({
        review_waiting: { ...review_waiting, hours: review_waiting.hours - 2 },
      })),
      ["false review-waiting"],
    ],
    [
      "that leaves a rule out",
      withRules(({ overdue }) => ({ overdue: { ...overdue, enabled: false } })),
      ["missed overdue"],
    ],
    [
      "that does not mind late ticks",
      withRules(({ routine_missed }) => ({
        routine_missed: { ...routine_missed, grace_minutes: 3000 },
      })),
      ["missed routine-missed"],
    ],
    [
      "that thinks of another zone",
      (policy: Policy): Policy => ({
        ...policy,
        config: { ...policy.config, timezone: "Pacific/Marquesas" },
      }),
      ["false overdue"],
    ],
  ])("%s", async (_name, policy, expected) => {
    const kinds = await kindsWith(policy);
    expect(kinds).toEqual(expect.arrayContaining(expected));
  });

  test("that takes its own clock for everybody's", async () => {
    const ahead = {
      ...scenario,
      ticks: scenario.ticks.map((tick) => ({ ...tick, skewMs: 3_600_000 })),
    };
    const { findings } = await run(ahead);
    expect(findings.map(({ kind }) => kind)).toContain("false");
  });
});

describe("a run", { timeout }, () => {
  let result: RunResult;
  beforeAll(async () => {
    result = await run(scenario);
  });

  test("finds nothing wrong, and says how often each rule was called for", () => {
    expect(result.findings).toEqual([]);
    const { rules } = summaryOf(result);
    for (const rule of ["overdue", "due-soon", "blocked-long", "review-waiting", "stale-active"]) {
      const { expected = 0, opened = 0 } = rules[rule] ?? {};
      expect([rule, expected > 0, opened >= expected]).toEqual([rule, true, true]);
    }
  });

  test("is the same again", async () => {
    expect(summaryOf(await run(scenario))).toEqual(summaryOf(result));
  });

  test("adds up with others", () => {
    const one = summaryOf(result);
    const both = added(one, one);
    expect(both).toMatchObject({ runs: 2, tasks: 120, longestGapHours: one.longestGapHours });
    expect(both.rules["overdue"]?.opened).toBe(2 * (one.rules["overdue"]?.opened ?? 0));
  });

  test("says of a finding where it can be seen again", () => {
    const finding = {
      kind: "missed",
      rule: "overdue",
      entity: "7",
      at: "2026-11-21T07:00:00.000Z",
      why: "it was due",
    } as const;
    expect(findingText(result, finding)).toBe(
      "seed 12, tick of 2026-11-21T07:00:00.000Z: missed overdue of 7: it was due",
    );
  });
});
