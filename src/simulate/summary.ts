import type { Finding, Tally } from "./check.ts";
import { isSound } from "./plan/ticks.ts";
import type { RunResult } from "./run.ts";

/** What one run, or several together, came to: plain data, for `--json` and the documents. */
export type Summary = {
  readonly runs: number;
  readonly tasks: number;
  /** What people and agents did. */
  readonly steps: number;
  readonly ticks: { readonly done: number; readonly failed: number; readonly partly: number };
  readonly longestGapHours: number;
  readonly webhooks: { readonly sent: number; readonly lost: number; readonly again: number };
  readonly events: number;
  readonly requests: number;
  readonly rules: Readonly<Record<string, Tally>>;
  readonly findings: number;
};

export function summaryOf(result: RunResult): Summary {
  const { scenario, ticks, webhooks, events, requests, tallies, findings } = result;
  const times = scenario.ticks.map(({ at }) => at);
  const gaps = times.map((at, index) => at - (times[index - 1] ?? scenario.start));
  return {
    runs: 1,
    tasks: scenario.lives.length,
    steps: scenario.lives.reduce((sum, { steps }) => sum + steps.length, 0),
    ticks: {
      ...ticks,
      partly: scenario.ticks.filter((tick) => !isSound(tick)).length - ticks.failed,
    },
    longestGapHours: Math.round(Math.max(0, ...gaps) / 360_000) / 10,
    webhooks,
    events,
    requests,
    rules: Object.fromEntries(tallies),
    findings: findings.length,
  };
}

export function added(one: Summary, other: Summary): Summary {
  const rules = new Map(Object.entries(one.rules));
  for (const [rule, tally] of Object.entries(other.rules)) {
    const known = rules.get(rule);
    rules.set(rule, known === undefined ? tally : sums(known, tally));
  }
  return {
    runs: one.runs + other.runs,
    tasks: one.tasks + other.tasks,
    steps: one.steps + other.steps,
    ticks: sums(one.ticks, other.ticks),
    longestGapHours: Math.max(one.longestGapHours, other.longestGapHours),
    webhooks: sums(one.webhooks, other.webhooks),
    events: one.events + other.events,
    requests: one.requests + other.requests,
    rules: Object.fromEntries(rules),
    findings: one.findings + other.findings,
  };
}

function sums<T extends Readonly<Record<string, number>>>(one: T, other: T): T {
  const added = Object.entries(one).map(([name, value]) => [name, value + (other[name] ?? 0)]);
  return { ...one, ...Object.fromEntries(added) };
}

/** One line of a finding, with what is needed to see it again. */
export function findingText({ scenario }: RunResult, finding: Finding): string {
  const { kind, rule, entity, at, why } = finding;
  const what = rule === "" ? kind : `${kind} ${rule}`;
  return `seed ${scenario.seed}, tick of ${at}: ${what} of ${entity}: ${why}`;
}

/** The rules that something was expected or seen of, the others by name only. */
export function rulesText({ rules }: Summary): readonly string[] {
  const all = Object.entries(rules);
  const used = all.filter(([, { expected, opened }]) => expected + opened > 0);
  const unused = all.filter(([, { expected, opened }]) => expected + opened === 0);
  const row = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, index) => (index === 0 ? String(cell).padEnd(20) : String(cell).padStart(9)))
      .join("");
  const lines = used.map(([rule, tally]) =>
    row([rule, tally.expected, tally.opened, tally.false, tally.missed, tally.twice]),
  );
  return [
    row(["rule", "expected", "opened", "false", "missed", "twice"]),
    ...lines,
    ...(unused.length === 0
      ? []
      : [`never called for: ${unused.map(([rule]) => rule).join(", ")}`]),
  ];
}
