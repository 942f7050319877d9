import { type Cycle } from "../dependencies/cycle.ts";
import { dependencyGraph } from "../dependencies/graph.ts";
import { compareIds } from "../dependencies/id-order.ts";
import { topologicalOrder } from "../dependencies/topological-order.ts";
import { canBeOverdue } from "../deadline.ts";
import { waitsFor, type World } from "../world.ts";
import { perWorld } from "./per-world.ts";

/**
 * A circle of open tasks that a task is in or waits behind, from its first id to the same; null when there is none.
 * Linear over a whole world, not at each call.
 */
export function waitingCycle(world: World, id: string): Cycle | null {
  return cyclesOf(world).get(id) ?? null;
}

const cyclesOf = perWorld((world): ReadonlyMap<string, Cycle> => {
  const next = stuckBehind(world);
  const found = new Map<string, Cycle>();
  for (const start of next.keys()) {
    const trail = new Set<string>();
    let at = start;
    while (!found.has(at) && !trail.has(at)) {
      trail.add(at);
      at = next.get(at) ?? at;
    }
    const cycle = found.get(at) ?? closed([...trail].slice([...trail].indexOf(at)));
    for (const id of trail) found.set(id, cycle);
  }
  return found;
});

/** For every task that is in a circle or behind one, the first task it waits for of which that is true too. */
function stuckBehind({ tasks }: World): ReadonlyMap<string, string> {
  const nodes: { readonly id: string; readonly dependsOn: readonly string[] }[] = [];
  for (const [id, task] of tasks) {
    if (!canBeOverdue(task.status)) continue;
    const dependsOn = waitsFor(task);
    if (dependsOn.length > 0) nodes.push({ id, dependsOn });
  }
  const { stuck } = topologicalOrder(dependencyGraph(nodes), () => true);
  const members = new Set(stuck);
  const next = new Map<string, string>();
  for (const vertex of stuck) {
    const need = vertex.needs.find((one) => members.has(one));
    if (need !== undefined) next.set(vertex.node.id, need.node.id);
  }
  return next;
}

/** The same circle reads the same, wherever it was entered. */
function closed(ring: readonly string[]): Cycle {
  const [first = ""] = ring.toSorted(compareIds);
  const at = ring.indexOf(first);
  return [...ring.slice(at), ...ring.slice(0, at), first];
}
