import type { GuardContext } from "../lifecycle/guards.ts";
import { shortId } from "../lifecycle/new-work.ts";
import type { Moment } from "../task/moment.ts";
import { fine, type Giver, type Obeyed, refused } from "./obeyed.ts";

/** Anybody who works here may stop new work: too much caution is mended by one `/resume`. */
export function obeyHalt(
  reason: string,
  moment: Moment,
  { login, at }: Giver,
  { people }: GuardContext,
): Obeyed {
  if (!people.isMember(login) && !people.isKnownAgent(login))
    return refused("only a member of the repository or a registered agent may halt new work");
  // It counts from when it was first asked for, though the label comes a moment later.
  const since = moment.halt === null || at < moment.halt.at ? at : moment.halt.at;
  return fine({ ...moment, halt: { reason, by: login, at: since } });
}

/** Only a person lets work start again. Said where nothing is halted, it names what is. */
export function obeyResume(moment: Moment, { login, at }: Giver, context: GuardContext): Obeyed {
  const { people, halts, liftedAt, task } = context;
  if (!people.mayResume(login))
    return refused("only a person who is a member of the repository may let new work start again");
  if (moment.halt !== null) return fine({ ...moment, halt: null });
  // The run that obeyed may have died before it answered.
  const isDone = liftedAt !== null && liftedAt >= at;
  if (isDone || halts.length === 0) return fine(moment, { halts: !isDone });
  const where = halts.map((halt) => shortId(halt.task, task)).join(", ");
  return refused(`this task halts nothing; say it where the halt stands: ${where}`);
}
