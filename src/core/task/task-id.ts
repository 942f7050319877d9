import { TaskId } from "../../schema/index.ts";

/** `#12`, as written in a task, as `owner/name#12`; anything else as it is. */
export function fullId(reference: string, task: string): string {
  return reference.startsWith("#") ? task.slice(0, task.indexOf("#")) + reference : reference;
}

/** A reference as `owner/name#12`; null for what names no task. */
export function taskIdOf(reference: string | undefined, task: string): string | null {
  return TaskId.safeParse(reference === undefined ? "" : fullId(reference, task)).data ?? null;
}
