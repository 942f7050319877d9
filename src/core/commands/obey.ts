import type { Priority, Status, TaskBlock } from "../../schema/index.ts";
import { type GuardContext, objections } from "../lifecycle/guards.ts";
import { lifecycle } from "../lifecycle/table.ts";
import { move } from "../task/move.ts";
import { withOne } from "../task/work.ts";
import type { Moment, Request, Verdict } from "../task/moment.ts";
import type { Command } from "./command.ts";

export type Giver = { readonly login: string; readonly at: string };

/** Labels that a command asks for, by group. */
export type Wishes = Readonly<
  Partial<Record<"kind" | "domain" | "mode" | "risk" | "project", string>>
>;

export type Obeyed =
  | { readonly ok: true; readonly moment: Moment; readonly wishes: Wishes; readonly help: boolean }
  | { readonly ok: false; readonly why: string };

/** What a command makes of a task, or why not. Pure: nothing is written here. */
export function obey(
  command: Command,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  switch (command.name) {
    case "triage":
      return obeyTriage(command, moment, giver, context);
    case "priority":
      return record(moment, giver, context, {}, command.priority);
    case "due":
      return record(moment, giver, context, { due: command.due });
    case "estimate":
      return record(moment, giver, context, { estimate: command.estimate });
    case "depends":
      return record(moment, giver, context, {
        depends: [...new Set([...(moment.block.depends ?? []), ...command.on])],
      });
    case "plan":
      return go(command, "planned", withFacts(moment, { due: command.due }), giver, context);
    case "assign":
      return obeyAssign(command, moment, giver, context);
    case "claim":
      return obeyClaim(command, moment, giver, context);
    case "start":
      return go(command, "active", moment, giver, context);
    case "release":
      return go(command, "planned", moment, giver, context);
    case "block":
      return obeyBlock(command, moment, giver, context);
    case "unblock":
      if (moment.status !== "blocked") return fine(moment);
      return go(command, moment.from ?? wayBack(moment), moment, giver, context);
    case "review":
      return obeyReview(command, moment, giver, context);
    case "approve":
    case "done":
      return go(command, "done", moment, giver, context);
    case "reject":
      return go(command, "active", moment, giver, context);
    case "fail":
      return go(command, "failed", moment, giver, context);
    case "revert":
      return go(command, "reverted", moment, giver, context);
    case "archive":
      return go(command, "archived", moment, giver, context);
    case "help":
      return { ok: true, moment, wishes: {}, help: true };
    case "split":
    case "checkin":
    case "cost":
    case "heartbeat":
    case "halt":
    case "resume":
    case "explain":
      return { ok: false, why: "this version understands the command, but does not act on it" };
  }
}

/** Where a blocked task goes when nothing says where it came from. */
function wayBack(moment: Moment): Status {
  return moment.owner === null ? "planned" : "assigned";
}

function go(
  command: Command & { readonly waive?: string },
  to: Status,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
  trusted = false,
): Obeyed {
  const request: Request = {
    to,
    by: giver.login,
    at: giver.at,
    trusted,
    ...(command.waive === undefined ? {} : { waive: command.waive }),
  };
  return outcome(move(moment, request, context));
}

function outcome(verdict: Verdict, wishes: Wishes = {}): Obeyed {
  if (!verdict.ok) return verdict;
  return { ok: true, moment: verdict.moment, wishes, help: false };
}

function obeyTriage(
  command: Extract<Command, { name: "triage" }>,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  const { kind, domain, mode, risk, project, priority, due, output } = command;
  const facts = withFacts({ ...moment, priority: priority ?? moment.priority }, { due, output });
  const went = go(command, "triaged", facts, giver, context);
  if (!went.ok) return went;
  if (moment.status === "triaged" && !isMember(giver, context)) return membersOnly();
  const wishes = Object.fromEntries(
    Object.entries({ kind, domain, mode, risk, project }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  return { ...went, wishes };
}

function obeyAssign(
  command: Extract<Command, { name: "assign" }>,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  const { output, review, boundaries, due } = command;
  if (moment.status === "blocked") return blockedFirst();
  if (!context.people.isRegistered(command.owner)) {
    return { ok: false, why: `${command.owner} is not in .github/agents.yml` };
  }
  const given = withFacts({ ...moment, owner: command.owner }, { output, review, boundaries, due });
  if (moment.status !== "assigned") return go(command, "assigned", given, giver, context);
  const { needs } = lifecycle.planned.to.assigned;
  const request = { to: "assigned" as const, by: giver.login, at: giver.at };
  const against = [
    ...objections({ who: "party", needs: [] }, moment, request, context),
    ...objections({ who: "party", needs }, given, { ...request, trusted: true }, context),
  ];
  const first = against[0];
  if (first !== undefined) return { ok: false, why: first.why };
  return fine({ ...given, workedBy: [...new Set([...given.workedBy, command.owner])] });
}

function obeyClaim(
  command: Extract<
    Command,
    { name: "claim" | "start" | "release" | "unblock" | "revert" | "archive" }
  >,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  const { people } = context;
  const self = people.ownerFor(giver.login);
  if (moment.owner === self && (moment.status === "assigned" || moment.status === "active"))
    return fine(moment);
  if (moment.status === "assigned" || moment.status === "active") {
    return { ok: false, why: `it belongs to ${moment.owner ?? "somebody else"}` };
  }
  if (moment.status === "blocked") return blockedFirst();
  if (!isMember(giver, context) && !people.isKnownAgent(giver.login)) {
    return {
      ok: false,
      why: "only a member of the repository or a registered agent may claim work",
    };
  }
  return go(command, "assigned", { ...moment, owner: self }, giver, context, true);
}

/** Whoever delivers, or changes what was delivered, has a stake in it. */
function obeyReview(
  command: Extract<Command, { name: "review" }>,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  const { link } = command;
  const obeyed =
    moment.status === "review"
      ? record(moment, giver, context, { link })
      : go(command, "review", withFacts(moment, { link }), giver, context);
  if (!obeyed.ok) return obeyed;
  const deliveredBy = withOne(obeyed.moment.deliveredBy, giver.login);
  return { ...obeyed, moment: { ...obeyed.moment, deliveredBy } };
}

function obeyBlock(
  command: Extract<Command, { name: "block" }>,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  const { reason, on } = command;
  const blocked = { reason, by: giver.login, ...(on === undefined ? {} : { on }) };
  if (moment.status === "blocked") {
    const { since, from } = moment.block.blocked ?? {};
    const kept = {
      ...(since === undefined ? {} : { since }),
      ...(from === undefined ? {} : { from }),
    };
    return record(moment, giver, context, { blocked: { ...blocked, ...kept } });
  }
  return go(command, "blocked", withFacts(moment, { blocked }), giver, context);
}

/** Facts without a move: for a member, or for the owner of the task. */
function record(
  moment: Moment,
  giver: Giver,
  context: GuardContext,
  facts: Partial<TaskBlock>,
  priority?: Priority,
): Obeyed {
  const { people } = context;
  const mine = (login: string) => login.toLowerCase() === giver.login.toLowerCase();
  const owns = moment.owner !== null && people.loginsOf(moment.owner).some(mine);
  if (!owns && !isMember(giver, context)) return membersOnly();
  return fine(withFacts({ ...moment, priority: priority ?? moment.priority }, facts));
}

function isMember(giver: Giver, { people }: GuardContext): boolean {
  return people.isMember(giver.login);
}

function withFacts(
  moment: Moment,
  facts: { readonly [Key in keyof TaskBlock]?: TaskBlock[Key] | undefined },
): Moment {
  const given = Object.entries(facts).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? moment
    : { ...moment, block: { ...moment.block, ...Object.fromEntries(given) } };
}

function fine(moment: Moment): Obeyed {
  return { ok: true, moment, wishes: {}, help: false };
}

function membersOnly(): Obeyed {
  return {
    ok: false,
    why: "only a member of the repository, or the owner of the task, may do that",
  };
}

function blockedFirst(): Obeyed {
  return { ok: false, why: "it is blocked: `/unblock` it first" };
}
