import { componentsOf } from "./components.ts";
import type { DependencyGraph, Vertex } from "./graph.ts";
import { inIdOrder } from "./id-order.ts";

/** Ids in which each depends on the next; the first is the last again. */
export type Cycle = readonly string[];

/**
 * The shortest cycle that the new edge "`from` depends on `to`" would close, from `from` to `from`; null when it closes none.
 * Either may be an id that no node has yet: what already refers to it counts. Breadth first, linear.
 */
export function cycleWith(graph: DependencyGraph, from: string, to: string): Cycle | null {
  if (from === to) return [from, from];
  const start = graph.vertices.get(to);
  const way = start === undefined ? null : shortestWay(start, from, () => true);
  return way === null ? null : [from, ...way];
}

/**
 * One cycle for every set of nodes that all depend on each other, and for every node that depends on itself: the shortest
 * through the first id of the set, where they start. In the order of these ids. Linear. The sets are Tarjan's (1972).
 */
export function cyclesIn(graph: DependencyGraph): readonly Cycle[] {
  const cycles: { readonly id: string; readonly cycle: Cycle }[] = [];
  for (const component of componentsOf(graph).filter(isCyclic)) {
    const [first] = component.toSorted((one, other) => one.place - other.place);
    if (first === undefined) continue;
    const { id } = first.node;
    const members = new Set(component);
    const cycle = shortestWay(first, id, (vertex) => members.has(vertex));
    if (cycle !== null) cycles.push({ id, cycle });
  }
  return inIdOrder(cycles).map(({ cycle }) => cycle);
}

function isCyclic(component: readonly Vertex[]): boolean {
  return component.length > 1 || component.some((only) => only.needs.includes(only));
}

/** From `start` along what each vertex needs to `goal`, both included; null when it does not lead there. */
function shortestWay(
  start: Vertex,
  goal: string,
  mayPass: (vertex: Vertex) => boolean,
): readonly string[] | null {
  const cameFrom = new Map<Vertex, Vertex | undefined>([[start, undefined]]);
  // A Map shows, to who goes through it, what is added on the way: it is the queue as well.
  for (const vertex of cameFrom.keys()) {
    if (needsDirectly(vertex, goal)) return [...trailTo(vertex, cameFrom), goal];
    for (const need of vertex.needs) {
      if (!cameFrom.has(need) && mayPass(need)) cameFrom.set(need, vertex);
    }
  }
  return null;
}

function needsDirectly(vertex: Vertex, id: string): boolean {
  return vertex.needs.some((need) => need.node.id === id) || vertex.unknown.includes(id);
}

function trailTo(
  end: Vertex,
  cameFrom: ReadonlyMap<Vertex, Vertex | undefined>,
): readonly string[] {
  const trail: string[] = [];
  for (let at: Vertex | undefined = end; at !== undefined; at = cameFrom.get(at)) {
    trail.push(at.node.id);
  }
  return trail.toReversed();
}
