import type { DependencyGraph, GraphNode, Vertex } from "./graph.ts";

export interface TopologicalOrder<N extends GraphNode> {
  /** Each after all it depends on. */
  readonly order: readonly Vertex<N>[];
  /** In a cycle, or behind one. In the order of their ids. */
  readonly stuck: readonly Vertex<N>[];
}

/**
 * The nodes for which `counts` holds, as if there were no others, each after all it depends on; the same for the same graph.
 * Kahn, "Topological sorting of large networks" (1962). Linear.
 */
export function topologicalOrder<N extends GraphNode>(
  graph: DependencyGraph<N>,
  counts: (node: N) => boolean,
): TopologicalOrder<N> {
  const order: Vertex<N>[] = [];
  const waiting: Vertex<N>[] = [];
  /** By place; nothing where a node does not count. */
  const waitsFor: (number | undefined)[] = [];
  for (const vertex of graph.vertices.values()) {
    const count = counts(vertex.node) ? countNeeds(vertex, counts) : undefined;
    waitsFor.push(count);
    if (count === 0) order.push(vertex);
    else if (count !== undefined) waiting.push(vertex);
  }
  // The list grows while it is gone through: it is the queue as well.
  for (const vertex of order) {
    for (const dependent of vertex.feeds) {
      const left = waitsFor[dependent.place];
      if (left === undefined) continue;
      waitsFor[dependent.place] = left - 1;
      if (left === 1) order.push(dependent);
    }
  }
  return { order, stuck: waiting.filter((vertex) => waitsFor[vertex.place] !== 0) };
}

function countNeeds<N extends GraphNode>(vertex: Vertex<N>, counts: (node: N) => boolean): number {
  let count = 0;
  for (const need of vertex.needs) if (counts(need.node)) count += 1;
  return count;
}
