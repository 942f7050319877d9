import { backwardPass } from "./backward-pass.ts";
import { drivingPath } from "./driving-path.ts";
import { finishOf, type Forecast, forecast, type Work, workOf } from "./forecast.ts";
import type { UnknownReference } from "./graph.ts";
import { hasEstimate, hourMs, type ScheduleInput } from "./schedule-node.ts";

/** Instants are milliseconds since the epoch. */
export interface Scheduled {
  readonly state: "done" | "open";
  /** Of what is done or has started, the real start. */
  readonly earliestStart: number;
  readonly earliestFinish: number;
  /** When the work, or what is left of it, has to begin for the goal to be kept. */
  readonly latestStart: number;
  readonly latestFinish: number;
  /** Hours it may be late and the goal still be kept; below 0, it is too late for the goal by so many. */
  readonly slack: number;
  /** Whether being late at all moves the expected finish, whatever the goal; never so for what is done. */
  readonly isCritical: boolean;
}

export interface DroppedNeed {
  readonly id: string;
  /** Ids of the open nodes that depend on it. */
  readonly neededBy: readonly string[];
}

/** All lists but the path are in the order of ids. */
export interface Schedule {
  /** The open and the done nodes that can be judged, in the order of their ids. */
  readonly nodes: ReadonlyMap<string, Scheduled>;
  /** Open nodes in the order of work: each begins when the one before finishes, the last one's finish is the expected one. */
  readonly path: readonly string[];
  /** Milliseconds since the epoch; null when no node can be judged. With `unjudged` nodes it is only the soonest possible. */
  readonly finish: number | null;
  /** Open nodes without an estimate, for which the default was taken. */
  readonly assumed: readonly string[];
  /** Open nodes in a cycle or behind one. They have no numbers. */
  readonly unjudged: readonly string[];
  /** Dropped nodes that open ones depend on. They hold nobody up here, but somebody has to decide. */
  readonly dropped: readonly DroppedNeed[];
  /** References that name no node. They hold nobody up here. */
  readonly unknown: readonly UnknownReference[];
}

/**
 * The critical path method: Kelley & Walker, "Critical-path planning and scheduling" (1959). Earliest times by a pass forward,
 * latest by a pass backward from the goal (`end`, else the expected finish), slack from their difference. The same for the
 * same nodes in any order. Linear but for sorting the ids. Throws RangeError when two nodes have the same id.
 */
export function criticalPath(input: ScheduleInput): Schedule {
  const work = workOf(input.nodes);
  const expectations = forecast(work, input);
  const vertices = [...work.graph.vertices.values()];
  const finish = finishOf(expectations);
  const open = vertices.filter(({ node }) => node.state === "open").map(({ node }) => node);
  return {
    nodes: timesOf(work, expectations, finish, input.end ?? finish),
    path: drivingPath(vertices, expectations, finish),
    finish: work.order.length === 0 ? null : finish,
    assumed: open.filter((node) => !hasEstimate(node)).map((node) => node.id),
    unjudged: work.stuck.map(({ node }) => node.id),
    dropped: neededThoughDropped(work),
    unknown: work.graph.unknown,
  };
}

function timesOf(
  work: Work,
  expectations: Forecast,
  finish: number,
  goal: number,
): ReadonlyMap<string, Scheduled> {
  const times = new Map<string, Scheduled>();
  const latest = backwardPass(work, expectations, goal);
  for (const [id, vertex] of work.graph.vertices) {
    const expected = expectations[vertex.place];
    const latestFinish = latest[vertex.place];
    if (expected === undefined || latestFinish === undefined) continue;
    const isDone = vertex.node.state === "done";
    const slackMs = latestFinish - expected.finish;
    times.set(id, {
      state: isDone ? "done" : "open",
      earliestStart: expected.start,
      earliestFinish: expected.finish,
      latestStart: expected.begin + slackMs,
      latestFinish,
      slack: slackMs / hourMs,
      // The goal shifts every latest time alike: what is left without that shift is the slack against the expected finish.
      isCritical: !isDone && slackMs === goal - finish,
    });
  }
  return times;
}

function neededThoughDropped({ graph }: Work): readonly DroppedNeed[] {
  const needed: DroppedNeed[] = [];
  for (const [id, { node, feeds }] of graph.vertices) {
    if (node.state !== "dropped") continue;
    const waiting = feeds.filter((feed) => feed.node.state === "open");
    if (waiting.length > 0) needed.push({ id, neededBy: waiting.map((feed) => feed.node.id) });
  }
  return needed;
}
