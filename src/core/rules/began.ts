import type { TaskState } from "../../schema/index.ts";

/** When something began, in milliseconds since the epoch; or why that cannot be said, and when it can be. */
export type Began =
  | { readonly at: number; readonly text: string }
  | { readonly at: null; readonly why: string; readonly nextAt: number | null };

/** A task's status, from its timeline. A task that is known from the list only does not say since when. */
export function statusBegan(task: Pick<TaskState, "since" | "judged">, now: number): Began {
  return beganAt(task.judged === null ? null : task.since, now);
}

/** `since` has to be an instant that is not ahead of `now`: clocks disagree. */
export function beganAt(since: string | null, now: number): Began {
  if (since === null) return { at: null, why: "since when is not known", nextAt: null };
  const at = Date.parse(since);
  if (at <= now) return { at, text: since };
  return {
    at: null,
    why: `"${since}" is no past instant`,
    nextAt: Number.isNaN(at) ? null : at,
  };
}
