import type { TaskBlock } from "../../schema/index.ts";
import type { GuardContext } from "../lifecycle/guards.ts";
import type { Moment, Request } from "./moment.ts";
import { taskIdOf } from "./task-id.ts";

type Unblocked = NonNullable<TaskBlock["unblocked"]>;

/**
 * What somebody lets a blocked task go on over: everything it waits for at that moment. The replay may come by here again,
 * when more may be waited for: what was said then stands.
 */
export function letGo(
  { block }: Moment,
  { by, at }: Request,
  { task, blockedBy }: GuardContext,
): Unblocked {
  const { unblocked, blocked, depends = [] } = block;
  if (unblocked?.by === by && unblocked.at === at) return unblocked;
  const written = [...depends, blocked?.on].flatMap((one) => taskIdOf(one, task) ?? []);
  return { by, at, over: [...new Set([...written, ...blockedBy])].toSorted() };
}
