import { describe, expect, test } from "vitest";
import { planScenario } from "../../src/simulate/plan/scenario.ts";
import { run } from "../../src/simulate/run.ts";
import { added, findingText, type Summary, summaryOf } from "../../src/simulate/summary.ts";

const size = { days: 7, tasks: 200, agents: 20, tickMinutes: 60 };
/** `SEED=… npx vitest run tests/properties` plays other fleets. */
const first = Number(process.env["SEED"] ?? 1);
const seeds = Array.from({ length: 50 }, (_none, index) => first + index);

/** What time and status alone decide. */
const called = [
  "untriaged",
  "stale-active",
  "due-soon",
  "overdue",
  "deadline-risk",
  "blocked-long",
  "dependency-blocked",
  "critical-found",
  "security-red",
  "review-waiting",
  "agent-silent",
  "agents-paused",
  "approvals-waiting",
  "routine-missed",
  "approval-expiring",
];

describe("nothing is missed, nothing false and nothing told twice", () => {
  let all: Summary | null = null;

  test.each(seeds)("in the fleet of seed %i", { timeout: 120_000 }, async (seed) => {
    const result = await run(planScenario(seed, size));
    const summary = summaryOf(result);
    all = all === null ? summary : added(all, summary);
    expect(result.findings.map((finding) => findingText(result, finding))).toEqual([]);
  });

  test("and every rule was called for", () => {
    const rules = new Map(Object.entries(all?.rules ?? {}));
    const unused = called.filter((rule) => (rules.get(rule)?.expected ?? 0) === 0);
    expect(unused).toEqual([]);
  });
});
