import type { DependencyGraph, Vertex } from "./graph.ts";

interface Visit {
  readonly vertex: Vertex;
  readonly index: number;
  readonly rest: Iterator<Vertex>;
  low: number;
  isOpen: boolean;
}

interface Search {
  /** By place; nothing where it has not been yet. */
  readonly visits: (Visit | undefined)[];
  /** Visits whose component is not complete. */
  readonly open: Visit[];
  visited: number;
}

/**
 * The strongly connected components: sets of vertices that all depend on each other, a vertex in no cycle alone in its own.
 * Tarjan, "Depth-first search and linear graph algorithms" (1972), with a stack of our own, since a chain of 10,000
 * would overflow the engine's. Linear.
 */
export function componentsOf(graph: DependencyGraph): readonly (readonly Vertex[])[] {
  const visits = Array.from<Visit | undefined>({ length: graph.vertices.size });
  const search: Search = { visits, open: [], visited: 0 };
  const components: (readonly Vertex[])[] = [];
  for (const root of graph.vertices.values()) {
    if (visits[root.place] !== undefined) continue;
    const path = [begin(root, search)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const next = visit.rest.next();
      if (next.done !== true) {
        const seen = visits[next.value.place];
        if (seen === undefined) path.push(begin(next.value, search));
        else if (seen.isOpen) visit.low = Math.min(visit.low, seen.index);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) parent.low = Math.min(parent.low, visit.low);
      if (visit.low === visit.index) components.push(close(visit, search.open));
    }
  }
  return components;
}

function begin(vertex: Vertex, search: Search): Visit {
  const index = search.visited;
  const visit = { vertex, index, rest: vertex.needs.values(), low: index, isOpen: true };
  search.visited += 1;
  search.visits[vertex.place] = visit;
  search.open.push(visit);
  return visit;
}

/** Whatever was opened since its first vertex belongs to the component. */
function close(first: Visit, open: Visit[]): readonly Vertex[] {
  const members = open.splice(open.lastIndexOf(first));
  for (const member of members) member.isOpen = false;
  return members.map((member) => member.vertex);
}
