import type { Status, TaskBlock } from "../../schema/index.ts";
import { type GuardContext, objections } from "../lifecycle/guards.ts";
import { endsHalt, haltAgainst, isNewWork, shortId } from "../lifecycle/new-work.ts";
import { edgeOf } from "../lifecycle/table.ts";
import { letGo } from "./let-go.ts";
import type { Moment, Request, Verdict } from "./moment.ts";
import { withOne } from "./work.ts";

/**
 * One move through the table and its guards. A move to where the task already is changes nothing and is no offence:
 * that is what makes a second delivery, or a second try after a crash, harmless.
 */
export function move(moment: Moment, request: Request, context: GuardContext): Verdict {
  if (request.to === moment.status) return { ok: true, moment, starts: false };
  const edge = edgeOf(moment.status, request.to, moment.from);
  if (edge === null) {
    return {
      ok: false,
      to: request.to,
      why: `a task cannot go from ${moment.status} to ${request.to}`,
    };
  }
  const against = objections(edge, moment, request, context);
  const { waive } = request;
  if (against.length > 0 && (waive === undefined || !context.people.isOperator(request.by))) {
    return { ok: false, to: request.to, why: against.map(({ why }) => why).join("; ") };
  }
  const halted = haltedWhy(moment, request, context);
  if (halted !== null) return { ok: false, to: request.to, why: halted };
  const prepared = against.length === 0 ? moment : waived(moment, request, waive ?? "", against);
  const arrived = arrive(withWord(prepared, request, context), request);
  return { ok: true, moment: arrived, starts: isNewWork(moment, request) };
}

/** Somebody's word on what a task waits for wins over the rules': the newest, be it that it goes on or that it waits. */
function withWord(moment: Moment, request: Request, context: GuardContext): Moment {
  if (request.to === "blocked") return { ...moment, block: without(moment.block, ["unblocked"]) };
  if (moment.status !== "blocked" || request.to !== moment.from) return moment;
  const unblocked = letGo(moment, request, context);
  return unblocked.over.length === 0
    ? moment
    : { ...moment, block: { ...moment.block, unblocked } };
}

/** A halt is no guard that could be waived: it ends when a person says so. */
function haltedWhy(moment: Moment, request: Request, context: GuardContext): string | null {
  if (endsHalt(moment, request.to) && !context.people.mayResume(request.by))
    return "it halts all new work: a person who is a member has to `/resume` first";
  if (!isNewWork(moment, request)) return null;
  const halt = haltAgainst(moment, request.at, context);
  if (halt === null) return null;
  const where = shortId(halt.task, context.task);
  // The reason is told where the halt stands; another repository may be a private one.
  return where.startsWith("#") ? `halted: ${halt.reason} (${where})` : `halted by ${where}`;
}

function waived(
  moment: Moment,
  request: Request,
  reason: string,
  against: ReturnType<typeof objections>,
): Moment {
  const before = moment.block.waived ?? [];
  // The replay may come by here again: what was waived then is not waived once more.
  const added = against
    .map(({ guard }) => ({ guard, by: request.by, at: request.at, reason }))
    .filter(
      (one) =>
        !before.some(({ guard, by, at }) => guard === one.guard && by === one.by && at === one.at),
    );
  return { ...moment, block: { ...moment.block, waived: [...before, ...added] } };
}

/** What a status carries with it, and what it leaves behind. */
export function arrive(moment: Moment, request: Pick<Request, "to" | "by" | "at">): Moment {
  const { to, by, at } = request;
  const moved = { ...moment, status: to, since: at, from: to === "blocked" ? moment.status : null };
  // A reason that was written down beforehand waits for its block; one that has served goes.
  const block = moment.status === "blocked" ? without(moment.block, ["blocked"]) : moment.block;
  switch (to) {
    case "inbox":
    case "triaged":
    case "planned":
      return {
        ...moved,
        owner: null,
        // Before any work there is no old delivery whose link could pass for a new one.
        block: without(block, isFresh(moment.status) ? ["verdict"] : ["verdict", "link"]),
      };
    case "assigned":
      return {
        ...moved,
        workedBy: moment.owner === null ? moment.workedBy : withOne(moment.workedBy, moment.owner),
        block: without(block, ["verdict"]),
      };
    case "blocked":
      return { ...moved, block: blockedBlock(moment, by, at) };
    case "done":
      return { ...moved, block: { ...block, verdict: { by, at } } };
    case "active":
    case "review":
    case "failed":
    case "reverted":
    case "archived":
      return { ...moved, block };
  }
}

function isFresh(status: Status): boolean {
  return status === "inbox" || status === "triaged" || status === "planned";
}

function blockedBlock(moment: Moment, by: string, at: string): TaskBlock {
  const { blocked } = moment.block;
  if (blocked === undefined) return moment.block;
  const from: Status = moment.status;
  return { ...moment.block, blocked: { ...blocked, by: blocked.by ?? by, since: at, from } };
}

export function without(block: TaskBlock, keys: readonly (keyof TaskBlock)[]): TaskBlock {
  return Object.fromEntries(Object.entries(block).filter(([key]) => !keys.includes(key)));
}
