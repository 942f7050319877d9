import type { Status, TaskState, WorkstreamState } from "../../schema/index.ts";
import { deadlineInstant } from "../deadline.ts";
import { hourMs, type ScheduleInput, type ScheduleNode } from "../dependencies/schedule-node.ts";
import { waitsFor } from "../world.ts";
import { estimateHours } from "./estimate.ts";

type Clock = Pick<WorkstreamState, "tasks" | "start" | "hours" | "default_hours">;

/**
 * A workstream's tasks, and all others that an open one of them waits for, as the critical path method takes them.
 * `zone` is where a date-only deadline ends; `now` is in milliseconds since the epoch.
 */
export function scheduleInput(
  workstream: Clock,
  known: ReadonlyMap<string, TaskState>,
  zone: string,
  now: number,
): ScheduleInput {
  const start = Date.parse(workstream.start);
  return {
    nodes: [...withNeeds(workstream.tasks, known).values()].map((task) => nodeOf(task, zone)),
    now,
    start,
    end: start + workstream.hours * hourMs,
    defaultHours: workstream.default_hours,
  };
}

/** Work on it is over, one way or the other. */
export function isClosed(status: Status): boolean {
  return status === "done" || status === "archived";
}

/** Begun, and not given back since. */
export function isUnderWay({ status, blocked }: Pick<TaskState, "status" | "blocked">): boolean {
  if (status === "blocked") return blocked?.from === "active" || blocked?.from === "review";
  return status === "active" || status === "review";
}

/** From 0 to 1, as the newest check-in has it; what waits for its verdict has been delivered. */
export function progressOf({ status, checkin }: TaskState): number {
  if (status === "done" || status === "review") return 1;
  const isHeld = status === "assigned" || status === "active" || status === "blocked";
  return isHeld ? (checkin?.progress ?? 0) / 100 : 0;
}

function withNeeds(
  ids: readonly string[],
  known: ReadonlyMap<string, TaskState>,
): ReadonlyMap<string, TaskState> {
  const found = new Map<string, TaskState>();
  const queue = [...ids];
  // The queue grows while it is gone through.
  for (const id of queue) {
    const task = known.get(id);
    if (task === undefined || found.has(id)) continue;
    found.set(id, task);
    if (!isClosed(task.status)) queue.push(...waitsFor(task));
  }
  return found;
}

function nodeOf(task: TaskState, zone: string): ScheduleNode {
  const since = Date.parse(task.since);
  // While its timeline is not read, nobody knows since when.
  const isRead = task.judged !== null;
  return {
    id: task.id,
    dependsOn: waitsFor(task),
    hours: estimateHours(task.estimate),
    progress: progressOf(task),
    deadline: task.due === null ? null : deadlineInstant(task.due, zone),
    // What failed or was reverted is still owed, until somebody archives it.
    state: task.status === "done" ? "done" : task.status === "archived" ? "dropped" : "open",
    ...(isRead && task.status === "done" ? { doneAt: since } : {}),
    ...(isRead && isUnderWay(task) ? { startedAt: since } : {}),
  };
}
