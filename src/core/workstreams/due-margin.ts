import type { Schedule } from "../dependencies/critical-path.ts";
import type { DependencyGraph } from "../dependencies/graph.ts";
import { hourMs, type ScheduleNode } from "../dependencies/schedule-node.ts";
import { topologicalOrder } from "../dependencies/topological-order.ts";

export type DueMargin = {
  /** Hours a task may be late before a deadline is missed, its own or one behind it; below 0, one will be, because of it. */
  readonly hours: number;
  /** Whose deadline that is. */
  readonly of: string;
  /** It will be missed anyway: from then on, by more. */
  readonly isMissed: boolean;
};

/** The margin of every open task that has a deadline on it or behind it. Linear. */
export function dueMargins(
  graph: DependencyGraph<ScheduleNode>,
  schedule: Schedule,
): ReadonlyMap<string, DueMargin> {
  const margins = new Map<string, DueMargin>();
  const { order } = topologicalOrder(graph, (node) => node.state === "open");
  for (const { node, feeds } of order.toReversed()) {
    const times = schedule.nodes.get(node.id);
    if (times === undefined) continue;
    const candidates: DueMargin[] = [];
    const { deadline } = node;
    if (deadline !== null && deadline !== undefined)
      candidates.push(marginOf(node.id, (deadline - times.earliestFinish) / hourMs));
    for (const feed of feeds) {
      const margin = margins.get(feed.node.id);
      const behind = schedule.nodes.get(feed.node.id);
      if (margin === undefined || behind === undefined) continue;
      // What is left of it begins so long before it finishes, whatever its slack.
      const begin = behind.earliestFinish - (behind.latestFinish - behind.latestStart);
      candidates.push(through(margin, (begin - times.earliestFinish) / hourMs));
    }
    const least = leastOf(candidates);
    if (least !== null) margins.set(node.id, least);
  }
  return margins;
}

function marginOf(of: string, hours: number): DueMargin {
  return { hours, of, isMissed: hours < 0 };
}

/** The margin of what something waits for, which has to be done `gap` hours before that begins. */
function through({ hours, of, isMissed }: DueMargin, gap: number): DueMargin {
  if (hours >= 0) return { hours: hours + gap, of, isMissed };
  return { hours: gap > 0 ? gap : hours, of, isMissed };
}

function leastOf(candidates: readonly DueMargin[]): DueMargin | null {
  let least: DueMargin | null = null;
  for (const one of candidates) if (least === null || one.hours < least.hours) least = one;
  return least;
}
