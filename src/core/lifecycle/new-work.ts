import type { StandingHalt } from "../facts.ts";
import type { Moment, Request } from "../task/moment.ts";
import type { GuardContext } from "./guards.ts";
import { lifecycle, type StatusSpec } from "./table.ts";

/**
 * Whether new work starts by a move: when an assigned task becomes active, and when somebody claims a task for himself.
 * Work that goes on is not new: `/unblock` and `/reject` bring back what had begun. Nor is planning: `/assign` says who
 * will do it, and he starts when he may. Mission Control itself gives out no work during a halt.
 */
export function isNewWork({ status }: Pick<Moment, "status">, { to, claims }: Request): boolean {
  return claims === true || (to === "active" && status === "assigned");
}

/** What forbids new work asked for at that instant; what had begun before a halt goes on. */
export function haltAgainst(
  moment: Moment,
  at: string,
  { task, halts }: Pick<GuardContext, "task" | "halts">,
): StandingHalt | null {
  const own = moment.halt === null ? [] : [{ task, ...moment.halt }];
  return [...own, ...halts].find((halt) => halt.at <= at) ?? null;
}

/** Whether a move would end a halt by closing the task that stands for it, which only `/resume` may do. */
export function endsHalt(moment: Moment, to: Request["to"]): boolean {
  const spec: StatusSpec = lifecycle[to];
  return moment.halt !== null && spec.issue !== "open";
}

/** A task's id as people of that repository write it: `#12`, or in full when it is of another one. */
export function shortId(id: string, task: string): string {
  const here = task.slice(0, task.indexOf("#"));
  return id.toLowerCase().startsWith(`${here.toLowerCase()}#`) ? id.slice(here.length) : id;
}
