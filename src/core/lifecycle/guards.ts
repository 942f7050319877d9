import type { LinkedPull, StandingHalt } from "../facts.ts";
import type { Moment, Request } from "../task/moment.ts";
import type { People } from "../task/people.ts";
import {
  type ActorGuard,
  actorGuards,
  type ArtefactGuard,
  artefactGuards,
  type Edge,
} from "./table.ts";

export type GuardContext = {
  readonly people: People;
  /** Id of the task. */
  readonly task: string;
  readonly author: string;
  readonly pulls: readonly LinkedPull[];
  /** What other tasks halt. */
  readonly halts: readonly StandingHalt[];
  /** When Mission Control itself last took a halt off this task. */
  readonly liftedAt: string | null;
  /** Ids of the tasks that must be done first, where the host itself keeps them. */
  readonly blockedBy: readonly string[];
  /** Circles that new dependencies would close. */
  readonly cycles: readonly (readonly string[])[];
};

/** The guards that stand against a move, as sentences for a person; empty when it may be made. */
export function objections(
  edge: Edge,
  moment: Moment,
  request: Request,
  context: GuardContext,
): { readonly guard: ActorGuard | ArtefactGuard; readonly why: string }[] {
  const found: { guard: ActorGuard | ArtefactGuard; why: string }[] = [];
  if (request.trusted !== true && !mayMove(edge.who, moment, request.by, context)) {
    found.push({ guard: edge.who, why: `only ${actorGuards[edge.who]} may do that` });
  }
  for (const guard of edge.needs) {
    if (!isThere(guard, moment, context)) {
      found.push({ guard, why: `it needs ${artefactGuards[guard]}` });
    }
  }
  return found;
}

function mayMove(guard: ActorGuard, moment: Moment, login: string, context: GuardContext): boolean {
  const { people } = context;
  const owns = moment.owner !== null && includes(people.loginsOf(moment.owner), login);
  switch (guard) {
    case "member":
      return people.isMember(login);
    case "filer":
      return people.isMember(login) || same(login, context.author);
    case "party":
      return people.isMember(login) || owns;
    case "worker":
      return owns || people.isLead(login);
    case "reviewer":
      return people.isMember(login) && !hasAStake(moment, login, context);
  }
}

/** Whether a verdict of this login would be on work of its own: owned or delivered now or ever, or in its own pull request. */
export function hasAStake(moment: Moment, login: string, { people, pulls }: GuardContext): boolean {
  const owners = [
    ...(moment.owner === null ? [] : [moment.owner]),
    ...moment.workedBy,
    ...pulls.map(({ author }) => people.ownerFor(author)),
  ];
  return (
    includes(moment.deliveredBy, login) ||
    owners.some((owner) => includes(people.ownVoices(owner), login))
  );
}

/** A stranger's pull request that says it closes the task is no evidence for it, and none against it. */
function countsFor(pull: LinkedPull, { people }: GuardContext): boolean {
  return pull.merged || people.isMember(pull.author) || people.isKnownAgent(pull.author);
}

function isThere(guard: ArtefactGuard, moment: Moment, context: GuardContext): boolean {
  switch (guard) {
    case "owner":
      return moment.owner !== null;
    case "priority":
      return moment.priority !== null;
    case "output":
      return isText(moment.block.output);
    case "review":
      return isText(moment.block.review);
    case "reason":
      return isText(moment.block.blocked?.reason);
    case "link":
      return isText(moment.block.link) || context.pulls.some((pull) => countsFor(pull, context));
    case "evidence":
      return context.pulls
        .filter((pull) => countsFor(pull, context))
        .every((pull) => pull.merged && (pull.checks === "green" || pull.checks === "none"));
  }
}

function isText(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== "";
}

function includes(logins: readonly string[], login: string): boolean {
  return logins.some((one) => same(one, login));
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
