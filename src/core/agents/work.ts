import type { TaskState } from "../../schema/index.ts";
import { compareIds } from "../dependencies/id-order.ts";

/** What one owner has to do with the tasks there are. */
export type Work = {
  /** Assigned to it, active or blocked: what it is accountable for and has not delivered. */
  readonly held: readonly TaskState[];
  /** What it works on: active, its own before what it shares, else its own that is blocked; the newest first. */
  readonly current: TaskState | null;
  /** When the newest of its tasks came to an end, or to review; null where none is known to have. */
  readonly ended: string | null;
};

type Found = { own: TaskState[]; shared: TaskState[] };

const held: ReadonlySet<string> = new Set(["assigned", "active", "blocked"]);
const ended: ReadonlySet<string> = new Set(["review", "done", "failed", "reverted"]);

/** The work of every owner that some task names, looked up once. */
export function workByOwner(tasks: Iterable<TaskState>): (owner: string) => Work {
  const found = new Map<string, Found>();
  const of = (owner: string): Found => {
    const known = found.get(owner) ?? { own: [], shared: [] };
    found.set(owner, known);
    return known;
  };
  for (const task of tasks) {
    if (task.owner !== null) of(task.owner).own.push(task);
    for (const owner of task.shared) if (owner !== task.owner) of(owner).shared.push(task);
  }
  return (owner) => workIn(found.get(owner) ?? { own: [], shared: [] });
}

/** Whether whoever owns a task in this status still has it in hand. */
export function isHeld({ status }: Pick<TaskState, "status">): boolean {
  return held.has(status);
}

function workIn({ own, shared }: Found): Work {
  return {
    held: own.filter(isHeld),
    current: newest(own, "active") ?? newest(shared, "active") ?? newest(own, "blocked"),
    ended: endOf(own),
  };
}

function newest(tasks: readonly TaskState[], status: TaskState["status"]): TaskState | null {
  const [first] = tasks
    .filter((task) => task.status === status)
    .toSorted((a, b) => Date.parse(b.since) - Date.parse(a.since) || compareIds(a.id, b.id));
  return first ?? null;
}

function endOf(tasks: readonly TaskState[]): string | null {
  let end: string | null = null;
  for (const { status, judged, since } of tasks) {
    if (!ended.has(status) || judged === null) continue;
    if (end === null || Date.parse(since) > Date.parse(end)) end = since;
  }
  return end;
}
