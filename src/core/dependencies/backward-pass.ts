import type { Forecast, Work } from "./forecast.ts";

/**
 * The backward pass of the critical path method (Kelley & Walker 1959): by when a node has to be finished, by place, in
 * milliseconds since the epoch. That is when the first open node that depends on it has to begin, and the `goal` when none does.
 */
export function backwardPass(
  { graph, order }: Work,
  expectations: Forecast,
  goal: number,
): readonly (number | undefined)[] {
  const finishes = Array.from<number | undefined>({ length: graph.vertices.size });
  for (const vertex of order.toReversed()) {
    let latest = goal;
    for (const { node, place } of vertex.feeds) {
      // What is done no longer has to begin: it asks nothing of what it once depended on.
      if (node.state === "done") continue;
      const expected = expectations[place];
      const finish = finishes[place];
      if (expected === undefined || finish === undefined) continue;
      latest = Math.min(latest, finish - (expected.finish - expected.begin));
    }
    finishes[vertex.place] = latest;
  }
  return finishes;
}
