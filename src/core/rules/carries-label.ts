import type { TaskState } from "../../schema/index.ts";

/** Whether a task carries a label; GitHub does not tell upper from lower case in their names. */
export function carriesLabel({ labels }: Pick<TaskState, "labels">, label: string): boolean {
  for (const one of labels) {
    if (one === label) return true;
    if (one.length === label.length && one.toLowerCase() === label.toLowerCase()) return true;
  }
  return false;
}
