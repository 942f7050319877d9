import type { Lease, Status } from "../../schema/index.ts";
import { Owner } from "../../schema/index.ts";
import type { Actor, TaskFacts } from "../facts.ts";
import { obeyedIn } from "./answered.ts";
import { epochOf, type Moment } from "./moment.ts";
import { refusedIn, refusalTag } from "./notice.ts";
import { isOneOf, type People } from "./people.ts";

/** Whoever owns a task in one of these holds it. */
const held: ReadonlySet<Status> = new Set<Status>(["assigned", "active", "blocked", "review"]);

/** Who holds the task, if somebody does. */
export function leaseOf(moment: Moment): Lease | null {
  const { status, owner, granted, since } = moment;
  const holder = Owner.safeParse(owner).data;
  const epoch = epochOf(moment);
  if (holder === undefined || !held.has(status) || epoch === 0) return null;
  return { epoch, holder, since: owner === granted.owner ? (granted.since ?? since) : since };
}

/**
 * When the owner last showed a sign of life on this task: anything done under the login it works as, or a `/heartbeat` or
 * `/checkin` of whoever answers for it. null: never.
 */
export function lastWork(facts: TaskFacts, owner: string, people: People): string | null {
  const login = people.worksAs(owner);
  const isOwn = ({ actor }: { readonly actor: Actor }) =>
    login !== null && isOneOf([login], actor.login) && !people.isEngine(actor);
  const own = facts.history.findLast(isOwn);
  const beside = facts.deeds.filter(isOwn).map(({ at }) => at);
  const refused = new Set(refusedIn(facts.tagged[refusalTag]?.body));
  const said = obeyedIn(facts.history, refused).findLast(
    ({ command, by }) =>
      (command.name === "heartbeat" || command.name === "checkin") &&
      isOneOf(people.loginsOf(owner), by),
  );
  const instants = [own?.at, said?.at, ...beside].filter((at) => at !== undefined);
  return instants.toSorted().at(-1) ?? null;
}
