import type { TaskState } from "../../schema/index.ts";
import { deadlineInstant } from "../deadline.ts";

export type Due = {
  /** Milliseconds since the epoch from which the deadline has passed. */
  readonly at: number;
  /** As it is written: another deadline is another problem. */
  readonly cause: string;
  /** For a sentence: `due at …`. */
  readonly words: string;
};

/** A task's deadline as an instant and in words; null when it has none. `zone` is an IANA name. */
export function dueOf({ due }: Pick<TaskState, "due">, zone: string): Due | null {
  if (due === null) return null;
  const words = due.includes("T") ? due : `the end of ${due} in ${zone}`;
  return { at: deadlineInstant(due, zone), cause: due, words };
}
