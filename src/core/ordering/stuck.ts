import type { Status, TaskState } from "../../schema/index.ts";
import { compareIds } from "../dependencies/id-order.ts";
import type { Order } from "../orders.ts";
import { waitsFor } from "../world.ts";
import type { OrderContext } from "./context.ts";
import { isMet, standingOf } from "./waiting.ts";

export const stuckTag = "stuck";

/** In these a task goes on by rule when what it waits for is done. */
const waiting: ReadonlySet<Status> = new Set<Status>(["triaged", "planned", "blocked"]);

const words = {
  failed: "was closed as not planned: nobody can be expected to finish it.",
  unreadable: "cannot be read from here: whether it is done cannot be judged.",
};

/** What a task waits for and will not come by itself is said on it, once: waiting in silence would be waiting for ever. */
export function stuckOrder(task: TaskState, { world }: OrderContext): Order | null {
  if (!waiting.has(task.status)) return null;
  const lines = new Map<string, string>();
  for (const id of waitsFor(task)) {
    const standing = standingOf(id, task, world);
    if (isMet(id, task, world) || (standing !== "failed" && standing !== "unreadable")) continue;
    lines.set(id, `- ${id} ${words[standing]}`);
  }
  const told = new Set(task.stuck_told);
  if ([...lines.keys()].every((id) => told.has(id))) return null;
  return {
    repo: task.repo,
    number: task.number,
    kind: "tell",
    rule: "dependency-blocked",
    tag: stuckTag,
    lines: [
      ...lines.values(),
      "Take it away with `/depends none` and name what remains, or, where the task is blocked, let it go on with `/unblock`.",
    ],
    why: "What it waits for does not come by itself.",
    evidence: [...lines.keys()].flatMap((id) => world.tasks.get(id)?.url ?? []),
  };
}

/** The ids that our comment of the tag `stuck` names. */
export function stuckIn(body: string): string[] {
  const ids = [...body.matchAll(/^- ([\w.-]+\/[\w.-]+#\d+) /gm)].flatMap(([, id]) => id ?? []);
  return [...new Set(ids)].toSorted(compareIds);
}
