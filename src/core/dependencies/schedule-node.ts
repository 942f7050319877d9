import type { GraphNode } from "./graph.ts";

export const hourMs = 3_600_000;

/** A longer estimate counts as none: ten years, so that the end of a chain of 10,000 is still a date. */
const longestHours = 87_600;

/** What is known of a task's work. Instants are milliseconds since the epoch. */
export interface ScheduleNode extends GraphNode {
  /** Estimate of the whole task; null, or outside 0 to ten years: none. */
  readonly hours: number | null;
  /** From 0 to 1; what is outside counts as the nearer of the two, what is no number as 0. */
  readonly progress: number;
  /** `dropped`: archived, or failed for good. It will not be finished, and nothing waits for it. */
  readonly state: "done" | "open" | "dropped";
  readonly doneAt?: number;
  readonly startedAt?: number;
  readonly notBefore?: number;
  readonly deadline?: number | null;
}

/** Instants are milliseconds since the epoch. */
export interface ScheduleInput {
  readonly nodes: readonly ScheduleNode[];
  readonly now: number;
  /** Of the workstream: what has not started begins no sooner. */
  readonly start: number;
  /** The workstream's end, against which slack is counted; without one, the expected finish. */
  readonly end?: number | null;
  /** Taken for a task without an estimate. */
  readonly defaultHours: number;
}

export function hasEstimate({ hours }: ScheduleNode): boolean {
  return hours !== null && hours >= 0 && hours <= longestHours;
}

/** The estimate less the progress, in milliseconds. Time that passed is not work done: only progress counts. */
export function remainingMs(node: ScheduleNode, defaultHours: number): number {
  const hours = hasEstimate(node) ? (node.hours ?? defaultHours) : defaultHours;
  const progress = Number.isNaN(node.progress) ? 0 : Math.min(1, Math.max(0, node.progress));
  return Math.round(hours * (1 - progress) * hourMs);
}
