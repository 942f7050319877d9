import type { Priority, TaskBlock } from "../../schema/index.ts";
import type { GuardContext } from "../lifecycle/guards.ts";
import { shortId } from "../lifecycle/new-work.ts";
import { fullId } from "../task/task-id.ts";
import type { Moment } from "../task/moment.ts";
import type { Command } from "./command.ts";
import {
  fine,
  type Giver,
  isParty,
  leaseProblem,
  membersOnly,
  type Obeyed,
  refused,
  withFacts,
} from "./obeyed.ts";

type Named<Name extends Command["name"]> = Extract<Command, { readonly name: Name }>;

/** Facts without a move: for a member, or for the owner of the task. */
export function record(
  moment: Moment,
  giver: Giver,
  context: GuardContext,
  facts: Partial<TaskBlock>,
  priority?: Priority,
): Obeyed {
  if (!isParty(moment, giver, context)) return membersOnly();
  return fine(withFacts({ ...moment, priority: priority ?? moment.priority }, facts));
}

/**
 * What is written down nowhere but in the comment itself: it counts once it is answered. A cost may also be reported by a
 * registered agent that does not own the task, such as the one that reviews it.
 */
export function obeyReport(
  command: Named<"checkin" | "cost" | "heartbeat" | "ack">,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  const isAgentsCost = command.name === "cost" && context.people.isKnownAgent(giver.login);
  if (!isAgentsCost && !isParty(moment, giver, context)) return membersOnly();
  // What is on no task is not for whoever owns this one.
  const isElsewhere = command.name === "ack" && command.rule?.includes(":") === true;
  if (isElsewhere && !context.people.isMember(giver.login)) return membersOnly();
  const late = command.name === "ack" ? null : leaseProblem(moment, command.epoch);
  return late === null ? fine(moment) : refused(late);
}

/** Dependencies are added to those that stand; `none` clears the block's, those of the host are its own. */
export function obeyDepends(
  { on }: Named<"depends">,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  const { task, cycles } = context;
  const standing = moment.block.depends ?? [];
  const fresh = on.filter((one) => !standing.includes(one));
  const ids = fresh.map((one) => fullId(one, task));
  if (ids.some((id) => sameId(id, task))) return refused("a task cannot wait for itself");
  const cycle = cycles.find(([, next]) => ids.some((id) => next !== undefined && sameId(id, next)));
  if (cycle !== undefined) {
    const shown = cycle.map((id) => shortId(id, task)).join(" → ");
    return refused(`the tasks would wait for each other: ${shown}`);
  }
  const depends = on.length === 0 ? [] : [...new Set([...standing, ...on])];
  const named = on.map((one) => fullId(one, task));
  const recorded = record(waitingFor(moment, named), giver, context, { depends });
  return recorded.ok ? { ...recorded, asks: { depends: ids } } : recorded;
}

/** What somebody let it go on over is waited for again when it is named again. */
function waitingFor(moment: Moment, named: readonly string[]): Moment {
  const { unblocked, ...block } = moment.block;
  if (unblocked === undefined) return moment;
  const over = unblocked.over.filter((id) => !named.some((one) => sameId(one, id)));
  return {
    ...moment,
    block: over.length === 0 ? block : { ...block, unblocked: { ...unblocked, over } },
  };
}

export function obeySplit(
  { titles }: Named<"split">,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  return isParty(moment, giver, context) ? fine(moment, { parts: titles }) : membersOnly();
}

function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
