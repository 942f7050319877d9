import { compareIds, inIdOrder } from "./id-order.ts";

export interface GraphNode {
  readonly id: string;
  /** Ids of what has to be finished first; saying one twice is saying it once. */
  readonly dependsOn: readonly string[];
}

/** A node with its edges. Needs, feeds and unknown are in the order of their ids. */
export interface Vertex<N extends GraphNode = GraphNode> {
  readonly node: N;
  /** Where it is in the order of the ids, from 0: lists by place are much faster than maps by vertex. */
  readonly place: number;
  /** What it depends on. */
  readonly needs: readonly Vertex<N>[];
  /** What depends on it. */
  readonly feeds: readonly Vertex<N>[];
  /** What it says it depends on and no node is called. */
  readonly unknown: readonly string[];
}

/** `from` says it depends on `to`, and no node is called so. */
export interface UnknownReference {
  readonly from: string;
  readonly to: string;
}

export interface DependencyGraph<N extends GraphNode = GraphNode> {
  /** In the order of the ids, whatever the order the nodes came in. */
  readonly vertices: ReadonlyMap<string, Vertex<N>>;
  readonly unknown: readonly UnknownReference[];
}

interface Draft<N extends GraphNode> {
  readonly node: N;
  readonly place: number;
  readonly needs: Draft<N>[];
  readonly feeds: Draft<N>[];
  readonly unknown: string[];
}

/**
 * The nodes linked both ways; what links them may hold cycles. References that name no node are kept apart as `unknown`.
 * The order of the nodes and of their references does not show in the answer. Linear but for sorting the ids.
 * Throws RangeError when two nodes have the same id.
 */
export function dependencyGraph<N extends GraphNode>(nodes: readonly N[]): DependencyGraph<N> {
  const vertices = new Map<string, Draft<N>>();
  for (const node of inIdOrder(nodes)) {
    if (vertices.has(node.id)) throw new RangeError(`two nodes are called "${node.id}"`);
    vertices.set(node.id, { node, place: vertices.size, needs: [], feeds: [], unknown: [] });
  }
  for (const vertex of vertices.values()) linkFeeds(vertex, vertices);
  // Gone through in the order of the ids, the feeds fill the needs in that order too: nothing has to be sorted again.
  for (const vertex of vertices.values()) {
    for (const dependent of vertex.feeds) dependent.needs.push(vertex);
  }
  return { vertices, unknown: [...vertices.values()].flatMap(unknownOf) };
}

function linkFeeds<N extends GraphNode>(
  vertex: Draft<N>,
  vertices: ReadonlyMap<string, Draft<N>>,
): void {
  const unknown: string[] = [];
  for (const id of vertex.node.dependsOn) {
    const need = vertices.get(id);
    if (need === undefined) unknown.push(id);
    else if (need.feeds.at(-1) !== vertex) need.feeds.push(vertex);
  }
  for (const id of [...new Set(unknown)].sort(compareIds)) vertex.unknown.push(id);
}

function unknownOf(vertex: Vertex): UnknownReference[] {
  return vertex.unknown.map((to) => ({ from: vertex.node.id, to }));
}
