import type { TaskRef } from "../core/facts.ts";
import type { Write } from "../core/plan.ts";

/** How a run ended, from a closed list that scripts may rely on. */
export const endings = [
  "applied",
  "nothing-to-do",
  "planned",
  "not-a-task",
  "history-cut",
  "claimed-elsewhere",
  "own-write",
  "duplicate-delivery",
  "ignored-event",
  "ignored-repository",
  "unknown-event",
  "bad-payload",
  "bad-signature",
  "outside-failed",
] as const;
export type Ending = (typeof endings)[number];

/** What was done to one task. */
export type TaskOutcome = TaskRef & {
  readonly ending: Ending;
  /** What was written; with `planned`, what would have been. */
  readonly writes: readonly Write[];
};

/** Whether something that had to be done was left undone: such a run ends with exit code 3. */
export function isIncomplete(ending: Ending): boolean {
  return ending === "claimed-elsewhere" || ending === "outside-failed" || ending === "history-cut";
}
