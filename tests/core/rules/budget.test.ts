import { expect, test } from "vitest";
import { budget } from "../../../src/core/rules/budget.ts";
import type { Cost } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, type Given, judge, sampleAgent, severityOf } from "./harness.ts";

const now = "2026-11-20T12:00:00Z";
const agent = sampleAgent({ budget_usd: 10 });

function cost(usd: number, fields: Partial<Cost> = {}): Cost {
  const day = "2026-11-20";
  return { day, owner: "agent:atlas", usd, tokens_in: 0, tokens_out: 0, from: ["c1_0"], ...fields };
}

/** Each cost on a task of its own. */
function spent(...costs: readonly Cost[]): Given & { readonly tasks: NonNullable<Given["tasks"]> } {
  const tasks = costs.map((one, index) =>
    sampleTask({ number: index + 1, id: `acme/shop#${index + 1}`, costs: [one] }),
  );
  return { tasks };
}

test.each([
  ["nothing recorded", [], "silent"],
  ["a cent less than half", [cost(4.99)], "silent"],
  ["exactly half", [cost(5)], "info"],
  ["a cent more than half", [cost(5.01)], "info"],
  ["a cent less than four fifths", [cost(7.99)], "info"],
  ["exactly four fifths", [cost(8)], "warning"],
  ["a cent less than all", [cost(9.99)], "warning"],
  ["exactly all", [cost(10)], "critical"],
  ["more than there is", [cost(25)], "critical"],
  ["added up over tasks, to the cent", [cost(0.1), cost(0.2), cost(4.7)], "info"],
  ["another agent's", [cost(10, { owner: "agent:nova" })], "silent"],
  ["nobody's", [cost(10, { owner: null })], "silent"],
  ["yesterday's", [cost(10, { day: "2026-11-19" })], "silent"],
])("%s: %s", (_, costs, expected) => {
  expect(severityOf(judge(budget, agent, now, spent(...costs)))).toBe(expected);
});

test("without a budget there is nothing to judge, and an alert that stands has lost its cause", () => {
  const judgement = judge(budget, sampleAgent({ budget_usd: null }), now, spent(cost(100)));
  expect(judgement).toMatchObject({ verdict: "cannot-judge", clears: true });
});

test("a budget of nothing is kept by spending nothing", () => {
  const broke = sampleAgent({ budget_usd: 0 });
  expect(judge(budget, broke, now, spent(cost(0))).verdict).toBe("silent");
  expect(fired(budget, broke, now, spent(cost(0.01))).severity).toBe("critical");
});

test("the day is UTC's: to its last second, and not a second longer", () => {
  const facts = spent(cost(5));
  const once = fired(budget, agent, "2026-11-20T00:00:00Z", facts);
  expect(once).toMatchObject({ cause: "2026-11-20", nextAt: Date.parse("2026-11-21T00:00:00Z") });
  expect(judge(budget, agent, "2026-11-19T23:59:59Z", facts).verdict).toBe("silent");
  expect(fired(budget, agent, "2026-11-20T23:59:59Z", facts)).toEqual(once);
  expect(judge(budget, agent, "2026-11-21T00:00:00Z", facts).verdict).toBe("silent");
});

test("as more is spent it stays one problem, which becomes graver", () => {
  const [notify, alert, stop] = [5, 8, 10].map((usd) =>
    fired(budget, agent, now, spent(cost(usd))),
  );
  expect(alert?.cause).toBe(notify?.cause);
  expect(stop?.cause).toBe(notify?.cause);
  expect(stop?.to).toEqual(["human:ada", "orchestrator", "operator"]);
});

test("it says what was spent, of what, and what is nobody's", () => {
  const facts = spent(cost(8.25), cost(1.5, { owner: null }));
  expect(fired(budget, agent, now, facts)).toMatchObject({
    title: "80 % of the budget spent: Atlas",
    why: "8.25 USD of 10 USD are recorded for 2026-11-20 (UTC). Unattributed on that day: 1.5 USD.",
  });
});

test("the shares are the configured ones, and the graver counts in whatever order they are", () => {
  const config = { rules: { budget: { notify: 0.9, alert: 0.2, stop: 0.4 } } };
  const severities = [1.9, 2, 3.9, 4].map((usd) => {
    return severityOf(judge(budget, agent, now, { ...spent(cost(usd)), config }));
  });
  expect(severities).toEqual(["silent", "warning", "warning", "critical"]);
});

test.each([
  ["nothing is recorded for a later day", [cost(1)], null],
  ["a later day's costs are reached", [cost(9, { day: "2026-11-22" })], "2026-11-22T00:00:00Z"],
  [
    "the first of several later days counts",
    [
      cost(9, { day: "2026-11-23" }),
      cost(9, { day: "2026-11-22" }),
      cost(9, { day: "2026-11-24" }),
    ],
    "2026-11-22T00:00:00Z",
  ],
  [
    "a later day on which little is spent is passed over",
    [cost(1, { day: "2026-11-21" }), cost(9, { day: "2026-11-22" })],
    "2026-11-22T00:00:00Z",
  ],
  ["a day that is over does not come back", [cost(9, { day: "2026-11-19" })], null],
])("while too little is spent, its verdict changes when %s", (_, costs, next) => {
  const judgement = judge(budget, agent, now, spent(...costs));
  const nextAt = next === null ? null : Date.parse(next);
  expect(judgement).toMatchObject({ verdict: "silent", nextAt });
});

test("the operator hears of it only when it stops", () => {
  expect(fired(budget, agent, now, spent(cost(8))).to).toEqual(["human:ada", "orchestrator"]);
});
