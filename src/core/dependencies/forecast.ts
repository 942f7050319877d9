import { type DependencyGraph, dependencyGraph, type Vertex } from "./graph.ts";
import { hourMs, remainingMs, type ScheduleInput, type ScheduleNode } from "./schedule-node.ts";
import { topologicalOrder } from "./topological-order.ts";

export interface Work {
  readonly graph: DependencyGraph<ScheduleNode>;
  /** Those done, then the open ones that can be judged, each after all it depends on. */
  readonly order: readonly Vertex<ScheduleNode>[];
  /** Open ones in a cycle or behind one. */
  readonly stuck: readonly Vertex<ScheduleNode>[];
}

/** Milliseconds since the epoch. */
export interface Expectation {
  readonly start: number;
  /** When what is left of it can begin: its start, unless it has started already. */
  readonly begin: number;
  readonly finish: number;
}

/** By place; nothing for what is not in the order of work. */
export type Forecast = readonly (Expectation | undefined)[];

/** Only open nodes wait, and only for open ones: a circle with a done or a dropped node in it holds up nobody. */
export function workOf(nodes: readonly ScheduleNode[]): Work {
  const graph = dependencyGraph(nodes);
  const done = [...graph.vertices.values()].filter(({ node }) => node.state === "done");
  const { order, stuck } = topologicalOrder(graph, (node) => node.state === "open");
  return { graph, order: [...done, ...order], stuck };
}

/**
 * The forward pass of the critical path method (Kelley & Walker 1959). An open node begins when the last it depends on has
 * finished, no sooner than now, the workstream's start and its own `notBefore`; one that has started waits for its
 * dependencies alone, with what is left of it. `late` adds hours to one node.
 */
export function forecast(
  { graph, order }: Work,
  input: ScheduleInput,
  late?: { readonly id: string; readonly hours: number },
): Forecast {
  const expectations = Array.from<Expectation | undefined>({ length: graph.vertices.size });
  for (const vertex of order) {
    const { node, place, needs } = vertex;
    if (node.state === "done") {
      expectations[place] = past(node, input.now);
      continue;
    }
    let begin = earliestBegin(node, input);
    for (const need of needs) begin = Math.max(begin, expectations[need.place]?.finish ?? begin);
    const delay = late?.id === node.id ? Math.round(late.hours * hourMs) : 0;
    const finish = begin + remainingMs(node, input.defaultHours) + delay;
    expectations[place] = { start: Math.min(node.startedAt ?? begin, begin), begin, finish };
  }
  return expectations;
}

/** The last finish of all, milliseconds since the epoch; minus infinity when there is none. */
export function finishOf(expectations: Forecast): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const expected of expectations) last = Math.max(last, expected?.finish ?? last);
  return last;
}

/** What is done was done by now: a clock ahead of ours does not put it off, and a time nobody knows is at the latest now. */
function past(node: ScheduleNode, now: number): Expectation {
  const finish = Math.min(node.doneAt ?? now, now);
  const start = Math.min(node.startedAt ?? finish, finish);
  return { start, begin: start, finish };
}

function earliestBegin(node: ScheduleNode, { now, start }: ScheduleInput): number {
  if (node.startedAt !== undefined) return now;
  return Math.max(now, start, node.notBefore ?? now);
}
