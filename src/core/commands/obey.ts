import { Owner, type Status } from "../../schema/index.ts";
import { type GuardContext, objections } from "../lifecycle/guards.ts";
import { lifecycle } from "../lifecycle/table.ts";
import type { Moment, Request, Verdict } from "../task/moment.ts";
import { move, without } from "../task/move.ts";
import { withOne } from "../task/work.ts";
import type { Command } from "./command.ts";
import { obeyHalt, obeyResume } from "./halt.ts";
import {
  fine,
  type Giver,
  leaseProblem,
  membersOnly,
  type Obeyed,
  refused,
  type Wishes,
  withFacts,
} from "./obeyed.ts";
import { obeyDepends, obeyReport, obeySplit, record } from "./record.ts";

export type { Giver, Wishes } from "./obeyed.ts";

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
      return obeyDepends(command, moment, giver, context);
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
    case "explain":
      return fine(moment, { [command.name]: true });
    case "split":
      return obeySplit(command, moment, giver, context);
    case "checkin":
    case "cost":
    case "heartbeat":
    case "ack":
      return obeyReport(command, moment, giver, context);
    case "halt":
      return obeyHalt(command.reason, moment, giver, context);
    case "resume":
      return obeyResume(moment, giver, context);
  }
}

/** Where a blocked task goes when nothing says where it came from. */
function wayBack(moment: Moment): Status {
  return moment.owner === null ? "planned" : "assigned";
}

function go(
  command: Command & { readonly waive?: string; readonly epoch?: number },
  to: Status,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
  how: Pick<Request, "trusted" | "claims"> = {},
): Obeyed {
  const late = leaseProblem(moment, command.epoch);
  if (late !== null) return refused(late);
  const request: Request = {
    to,
    by: giver.login,
    at: giver.at,
    ...how,
    ...(command.waive === undefined ? {} : { waive: command.waive }),
  };
  return outcome(move(moment, request, context));
}

function outcome(verdict: Verdict): Obeyed {
  return verdict.ok ? fine(verdict.moment, { halts: verdict.starts }) : verdict;
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
  if (moment.status === "triaged" && !context.people.isMember(giver.login)) return membersOnly();
  const wishes: Wishes = Object.fromEntries(
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
  command: Extract<Command, { name: "claim" }>,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  const { people } = context;
  const self = people.ownerFor(giver.login);
  if (!Owner.safeParse(self).success)
    return refused(`a label cannot name ${self} as an owner: let an agent or somebody else own it`);
  if (moment.owner === self && (moment.status === "assigned" || moment.status === "active"))
    return fine(moment);
  if (moment.status === "assigned" || moment.status === "active") {
    return { ok: false, why: `it belongs to ${moment.owner ?? "somebody else"}` };
  }
  if (moment.status === "blocked") return blockedFirst();
  if (!people.isMember(giver.login) && !people.isKnownAgent(giver.login)) {
    return {
      ok: false,
      why: "only a member of the repository or a registered agent may claim work",
    };
  }
  const how = { trusted: true, claims: true };
  return go(command, "assigned", { ...moment, owner: self }, giver, context, how);
}

/** Whoever delivers, or changes what was delivered, has a stake in it. */
function obeyReview(
  command: Extract<Command, { name: "review" }>,
  moment: Moment,
  giver: Giver,
  context: GuardContext,
): Obeyed {
  const { link, epoch } = command;
  const late = leaseProblem(moment, epoch);
  if (late !== null) return refused(late);
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
    const block = without(moment.block, ["unblocked"]);
    return record({ ...moment, block }, giver, context, { blocked: { ...blocked, ...kept } });
  }
  return go(command, "blocked", withFacts(moment, { blocked }), giver, context);
}

function blockedFirst(): Obeyed {
  return { ok: false, why: "it is blocked: `/unblock` it first" };
}
