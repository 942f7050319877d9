import { criticalPath } from "../../src/core/dependencies/critical-path.ts";
import type { ScheduleNode } from "../../src/core/dependencies/schedule-node.ts";
import { type Bench, percentile } from "./bench.ts";

const tasks = 10_000;
const edges = 30_000;
const rounds = 21;
const now = Date.parse("2026-11-21T08:00:00Z");

export const criticalPathTime: Bench = {
  name: "critical path",
  method: `${tasks.toLocaleString("en")} tasks of 1 to 24 hours with ${edges.toLocaleString("en")} dependencies among them, from a fixed seed: graph, both passes, slack of every task and the path itself; the median of ${rounds} rounds.`,
  async run() {
    const nodes = randomNodes();
    const took: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const began = performance.now();
      const { path } = criticalPath({ nodes, now, start: now, defaultHours: 8 });
      took.push(performance.now() - began);
      if (path.length === 0) throw new Error("there is no path");
    }
    return [
      {
        name: "critical path of 10,000 tasks, 30,000 edges",
        value: percentile(took, 0.5),
        unit: "ms",
        bound: { kind: "at most", value: 100 },
      },
      { name: "… the first, nothing compiled yet", value: took[0] ?? 0, unit: "ms" },
    ];
  },
};

/** A fixed generator: multiply-with-carry is enough to strew edges. */
function randomNodes(): readonly ScheduleNode[] {
  let seed = 12_345;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % below;
  };
  const needs = Array.from({ length: tasks }, () => new Set<string>());
  for (let made = 0; made < edges;) {
    const to = 1 + next(tasks - 1);
    const from = `#${next(to)}`;
    if (needs[to]?.has(from) === true) continue;
    needs[to]?.add(from);
    made += 1;
  }
  return needs.map((dependsOn, index) => ({
    id: `#${index}`,
    dependsOn: [...dependsOn],
    hours: 1 + next(24),
    progress: 0,
    state: "open" as const,
  }));
}
