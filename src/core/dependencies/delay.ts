import { finishOf, type Forecast, forecast, type Work, workOf } from "./forecast.ts";
import { hourMs, type ScheduleInput } from "./schedule-node.ts";

/** Instants are milliseconds since the epoch. */
export interface Moved {
  readonly id: string;
  readonly finish: number;
  /** Hours by which it finishes later than expected without the delay. */
  readonly shift: number;
}

/** Instants are milliseconds since the epoch. */
export interface MissedDeadline {
  readonly id: string;
  readonly deadline: number;
  readonly finish: number;
  /** Whether it is expected to be missed without the delay as well. */
  readonly isMissedAnyway: boolean;
}

/** Why nothing can be said: no node has the id, it is done, dropped, or in a cycle or behind one. */
export type NoDelay = "no-such-node" | "done" | "dropped" | "unjudged";

/** Lists are in the order of ids. */
export type Delay =
  | { readonly kind: "none"; readonly reason: NoDelay }
  | {
      readonly kind: "late";
      /** The expected finish with the delay, milliseconds since the epoch. */
      readonly finish: number;
      /** Hours by which the expected finish moves. */
      readonly shift: number;
      /** The late node and all that finish later for it. */
      readonly moved: readonly Moved[];
      /** Open nodes that then finish after their deadline; to finish at the deadline is to keep it. */
      readonly missed: readonly MissedDeadline[];
    };

/**
 * What if the node finishes `hours` later than expected: two forward passes of the critical path method (Kelley & Walker
 * 1959) compared. Linear but for sorting the ids. Throws RangeError when `hours` is negative or no finite number, and when
 * two nodes have the same id.
 */
export function delayed(input: ScheduleInput, id: string, hours: number): Delay {
  if (!Number.isFinite(hours) || hours < 0) {
    throw new RangeError(`a delay is a number of hours from 0, not ${hours}`);
  }
  const work = workOf(input.nodes);
  const reason = whyNone(work, id);
  if (reason !== null) return { kind: "none", reason };
  const before = forecast(work, input);
  const after = forecast(work, input, { id, hours });
  const finish = finishOf(after);
  const effects = openNodes(work, before, after);
  return {
    kind: "late",
    finish,
    shift: (finish - finishOf(before)) / hourMs,
    moved: effects.filter((node) => node.finish > node.was).map(asMoved),
    missed: effects.flatMap(asMissed),
  };
}

function whyNone({ graph, stuck }: Work, id: string): NoDelay | null {
  const vertex = graph.vertices.get(id);
  if (vertex === undefined) return "no-such-node";
  if (vertex.node.state !== "open") return vertex.node.state;
  return stuck.includes(vertex) ? "unjudged" : null;
}

interface Effect {
  readonly id: string;
  readonly deadline: number | null;
  readonly was: number;
  readonly finish: number;
}

function openNodes({ graph }: Work, before: Forecast, after: Forecast): readonly Effect[] {
  const effects: Effect[] = [];
  for (const [id, vertex] of graph.vertices) {
    const was = before[vertex.place]?.finish;
    const finish = after[vertex.place]?.finish;
    if (vertex.node.state !== "open" || was === undefined || finish === undefined) continue;
    effects.push({ id, deadline: vertex.node.deadline ?? null, was, finish });
  }
  return effects;
}

function asMoved({ id, was, finish }: Effect): Moved {
  return { id, finish, shift: (finish - was) / hourMs };
}

function asMissed({ id, deadline, was, finish }: Effect): readonly MissedDeadline[] {
  if (deadline === null || finish <= deadline) return [];
  return [{ id, deadline, finish, isMissedAnyway: was > deadline }];
}
