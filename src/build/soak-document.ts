import type { Size } from "../simulate/plan/scenario.ts";
import { added, type Summary } from "../simulate/summary.ts";
import { markdownTable } from "./markdown-table.ts";
import type { History } from "./soak-kept.ts";
import type { Played } from "./soak-worker.ts";

const shown = 10;

/** docs/soak.md: what was played and what came of it. */
export function soakDocument(
  played: readonly Played[],
  histories: readonly History[],
  { machine, engine }: { readonly machine: string; readonly engine: string },
): string {
  const ordered = played.toSorted((a, b) => a.size.tasks - b.size.tasks || a.seed - b.seed);
  const bySize = Map.groupBy(ordered, ({ size }) => nameOf(size));
  const findings = ordered.flatMap((one) => one.findings);
  const fleets = [...bySize].map(([name, some]) => fleetRow(name, some));
  return `# Soak

Written by \`npm run soak\`, on ${machine}, Node ${process.versions.node}. Every fleet is played on a simulated clock by \`mission-control
simulate\`: ticks that come late by minutes or by hours or not at all, webhooks that get lost or come twice, a GitHub that
does not answer or answers in part, clocks that are up to 90 seconds apart, agents that die and come back. After every tick
each alert that an oracle calls for has to be open, no other may be, and each may have been opened and told once. The oracle
knows the scenario and the specification; no line of the engine is in it. All that is told here was played by one engine: the
sources with the digest \`${engine}\`.

${markdownTable(fleetHead, fleets)}

**${count(findings.length)} findings.**${findings.length === 0 ? "" : ` The first of them:\n\n${list(findings)}`}

## Alerts, by rule

${[...bySize].map(([name, some]) => `### ${name}\n\n${rulesTable(sumOf(some))}`).join("\n\n")}
${historiesPart(histories)}`;
}

function historiesPart(histories: readonly History[]): string {
  if (histories.length === 0) return "";
  const passed = histories.filter(({ isPassed }) => isPassed).length;
  return `
## Random histories

${count(histories.length)} × 10,000 random lifecycles of one task (\`tests/properties/lifecycle.test.ts\`, seeds ${seedsOf(histories)}): ${count(passed)} of ${count(histories.length)} runs ended
where the model says, every one of them.
`;
}

const fleetHead = [
  "fleets",
  "seeds",
  "ticks",
  "… that failed",
  "… in part",
  "longest gap",
  "steps",
  "webhooks lost",
  "… that came twice",
  "events",
  "wall time, each",
];

function fleetRow(name: string, played: readonly Played[]): readonly string[] {
  const { ticks, longestGapHours, steps, webhooks, events } = sumOf(played);
  const seconds = played.reduce((sum, one) => sum + one.seconds, 0);
  return [
    name,
    seedsOf(played),
    count(ticks.done + ticks.failed),
    count(ticks.failed),
    count(ticks.partly),
    `${longestGapHours} h`,
    count(steps),
    count(webhooks.lost),
    count(webhooks.again),
    count(events),
    `${(seconds / played.length).toFixed(1)} s`,
  ];
}

function rulesTable({ rules }: Summary): string {
  const all = Object.entries(rules);
  const called = all.filter(([, { expected, opened }]) => expected + opened > 0);
  const silent = all.flatMap(([rule, { expected, opened }]) =>
    expected + opened > 0 ? [] : [rule],
  );
  const rows = called.map(([rule, tally]) => [
    `\`${rule}\``,
    count(tally.expected),
    count(tally.opened),
    count(tally.false),
    count(tally.missed),
    count(tally.twice),
  ]);
  const head = ["rule", "had to be opened", "opened", "false", "missed", "twice"];
  const rest = silent.map((rule) => `\`${rule}\``).join(", ");
  return `${markdownTable(head, rows)}\n\nOpened may be more than had to be: where clocks disagree, or something changed while the tick ran, either is right.${rest === "" ? "" : ` Never called for: ${rest}.`}`;
}

function sumOf(played: readonly Played[]): Summary {
  const [first, ...rest] = played.map(({ summary }) => summary);
  if (first === undefined) throw new Error("nothing was played");
  return rest.reduce(added, first);
}

function nameOf({ tasks, agents, days }: Size): string {
  return `${count(tasks)} tasks, ${count(agents)} agents, ${days} days`;
}

/** `1–1000` where they follow each other, else how many. */
function seedsOf(all: readonly { readonly seed: number }[]): string {
  const seeds = all.map(({ seed }) => seed).toSorted((a, b) => a - b);
  const [first = 0] = seeds;
  const last = seeds.at(-1) ?? first;
  return last - first + 1 === seeds.length
    ? `${first}–${last}`
    : `${seeds.length} of ${first}–${last}`;
}

function list(findings: readonly string[]): string {
  return findings
    .slice(0, shown)
    .map((line) => `- ${line}`)
    .join("\n");
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
