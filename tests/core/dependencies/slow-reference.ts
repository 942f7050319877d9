// The same answers by definition and brute force: it shares nothing with the code under test but the shape of the input.
import type { ScheduleInput } from "../../../src/core/dependencies/schedule-node.ts";

interface Edges {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/** Ids that one gets to from another in one step or more, by walking every way. */
export function reachableFrom(id: string, nodes: readonly Edges[]): Set<string> {
  const found = new Set<string>();
  const walk = (at: string): void => {
    for (const next of nodes.find((node) => node.id === at)?.dependsOn ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      walk(next);
    }
  };
  walk(id);
  return found;
}

/** Ids in sets that all depend on each other, each as a sorted list. */
export function knots(nodes: readonly Edges[]): string[][] {
  const found = new Map<string, string[]>();
  for (const { id } of nodes) {
    if (!reachableFrom(id, nodes).has(id)) continue;
    const knot = nodes
      .map((node) => node.id)
      .filter((other) => reachableFrom(id, nodes).has(other))
      .filter((other) => reachableFrom(other, nodes).has(id))
      .sort();
    found.set(knot.join(), knot);
  }
  return [...found.values()];
}

/** Steps on the shortest way from one id to the other, by trying every way; infinite when there is none. */
export function distance(from: string, to: string, nodes: readonly Edges[]): number {
  const walk = (at: string, passed: readonly string[]): number => {
    if (at === to) return 0;
    const next = nodes.find((node) => node.id === at)?.dependsOn ?? [];
    const ways = next
      .filter((id) => !passed.includes(id))
      .map((id) => 1 + walk(id, [...passed, id]));
    return Math.min(Number.POSITIVE_INFINITY, ...ways);
  };
  return walk(from, [from]);
}

export interface SlowTimes {
  readonly finish: Map<string, number>;
  /** The longest work that has to follow, in milliseconds. */
  readonly tail: Map<string, number>;
}

/** Longest paths by recursion: forward to each finish, backward for what has to follow. */
export function slowTimes(
  input: ScheduleInput,
  late: { id: string; hours: number } | null = null,
): SlowTimes {
  const open = input.nodes.filter((node) => node.state === "open");
  const isOpen = (id: string): boolean => open.some((node) => node.id === id);
  const waits = open.map(({ id, dependsOn }) => ({ id, dependsOn: dependsOn.filter(isOpen) }));
  const knotted = knots(waits).flat();
  const judged = open.filter(
    ({ id }) =>
      !knotted.includes(id) && !knotted.some((other) => reachableFrom(id, waits).has(other)),
  );

  const lengths = new Map<string, number>();
  for (const { id, hours, progress } of open) {
    const extra = late !== null && late.id === id ? late.hours : 0;
    lengths.set(id, ((hours ?? input.defaultHours) * (1 - progress) + extra) * 3_600_000);
  }

  const finish = new Map<string, number>();
  const tail = new Map<string, number>();
  const finishOf = (id: string): number => {
    const known = finish.get(id);
    if (known !== undefined) return known;
    const node = open.find((other) => other.id === id)!;
    const begins = [input.now];
    if (node.startedAt === undefined) begins.push(input.start, node.notBefore ?? input.start);
    for (const need of new Set(node.dependsOn)) if (isOpen(need)) begins.push(finishOf(need));
    const value = Math.max(...begins) + lengths.get(id)!;
    finish.set(id, value);
    return value;
  };
  const tailOf = (id: string): number => {
    const known = tail.get(id);
    if (known !== undefined) return known;
    const followers = judged.filter((node) => node.dependsOn.includes(id));
    const value = Math.max(0, ...followers.map((node) => lengths.get(node.id)! + tailOf(node.id)));
    tail.set(id, value);
    return value;
  };
  for (const { id } of judged) {
    finishOf(id);
    tailOf(id);
  }
  for (const node of input.nodes) {
    if (node.state !== "done") continue;
    finish.set(node.id, Math.min(node.doneAt ?? input.now, input.now));
    tailOf(node.id);
  }
  return { finish, tail };
}
