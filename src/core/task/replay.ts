import type { Cursor } from "../../schema/index.ts";
import type { HistoryEntry, LinkedPull, TaskFacts } from "../facts.ts";
import type { ParsedCommand } from "../commands/command.ts";
import { commandSpecs, parseCommands } from "../commands/grammar.ts";
import { obey, type Wishes } from "../commands/obey.ts";
import { type GuardContext, hasAStake } from "../lifecycle/guards.ts";
import { lifecycle } from "../lifecycle/table.ts";
import type { Policy } from "../policy.ts";
import { checkpointOf, requestedStatus } from "./checkpoint.ts";
import { inJudgingOrder, mergeBehind, ownerAfter, type Reverted, revertsOf } from "./history.ts";
import type { Moment } from "./moment.ts";
import { arrive, move } from "./move.ts";
import { partId, type Refusal, refusedIn } from "./notice.ts";
import { type People, peopleOf } from "./people.ts";
import { triaged } from "./triage.ts";
import { momentAt } from "./moment-at.ts";
import { withOne } from "./work.ts";

export type GivenAnswer = {
  readonly commentId: number;
  readonly content: "+1" | "-1";
  /** Whether the comment changed the status, and the replay would change it again. */
  readonly moved: boolean;
};

/** What the task's own history says, once every move in it has been judged. */
export type Judgement = {
  readonly moment: Moment;
  readonly people: People;
  readonly wishes: Wishes;
  readonly refusals: readonly Refusal[];
  readonly answers: readonly GivenAnswer[];
  readonly help: boolean;
  /** Ids of the entries that changed something. */
  readonly accepted: readonly string[];
  readonly merge: "proven" | "unproven" | "reverted" | null;
  /** Whether automatic triage took it out of the inbox. */
  readonly triaged: boolean;
  readonly cursor: Cursor;
};

export const refusalTag = "refusal";

/**
 * Replays the history from the last checkpoint: each move in GitHub's own order, through the table and its guards.
 * The result depends on what GitHub says alone: not on which webhooks came, how often, or in what order.
 */
export function replay(facts: TaskFacts, policy: Policy, now: number): Judgement {
  const people = peopleOf(facts, policy);
  const refused = new Set(refusedIn(facts.tagged[refusalTag]?.body));
  const oldest = new Date(now - policy.config.commands.max_age_hours * 3_600_000).toISOString();
  const checkpoint = checkpointOf(facts, people, refused, oldest);
  const context: GuardContext = { people, author: facts.author.login, pulls: facts.pulls };
  const triage = (moment: Moment) => triaged(moment, facts, policy);
  const run = newRun(momentAt(checkpoint, facts, people, refused), context, refused, triage);

  for (const entry of inJudgingOrder(checkpoint.pending)) judgeEntry(run, entry);
  // The replay does not come by these again: what is asked there has to be done before it is answered.
  const late = run.answers.splice(0).map((answer) => ({ ...answer, moved: false }));
  const after = facts.history.slice(checkpoint.start);
  const reverts = revertsOf(facts.pulls).filter(({ at }) => at > checkpoint.since);
  for (const entry of merged(inJudgingOrder(after), reverts)) {
    if (entry.kind === "reverted") judgeRevert(run, entry);
    else if (people.isEngine(entry.actor)) track(run, entry);
    else if (entry.kind === "commented" && entry.at < oldest) continue;
    else judgeEntry(run, entry);
  }
  triageNow(run);
  return {
    moment: run.moment,
    people,
    wishes: run.wishes,
    refusals: run.refusals,
    answers: [...late, ...run.answers],
    help: run.help,
    accepted: run.accepted,
    merge: run.merge,
    triaged: run.triaged,
    cursor: cursorOf(facts),
  };
}

type Run = {
  moment: Moment;
  wishes: Wishes;
  help: boolean;
  merge: Judgement["merge"];
  triaged: boolean;
  readonly triage: Triage;
  readonly context: GuardContext;
  readonly refused: ReadonlySet<string>;
  readonly refusals: Refusal[];
  readonly answers: GivenAnswer[];
  readonly accepted: string[];
};

type Triage = (moment: Moment) => ReturnType<typeof triaged>;

function newRun(
  moment: Moment,
  context: GuardContext,
  refused: ReadonlySet<string>,
  triage: Triage,
): Run {
  return {
    moment,
    wishes: {},
    help: false,
    merge: null,
    triaged: false,
    triage,
    context,
    refused,
    refusals: [],
    answers: [],
    accepted: [],
  };
}

function isOpen(entry: HistoryEntry): boolean {
  return entry.kind === "commented" && (entry.answer === "open" || entry.answer === "claimed");
}

function track(run: Run, entry: HistoryEntry): void {
  const { moment } = run;
  const owner = ownerAfter(moment.owner, entry, run.context.people);
  if (owner === moment.owner) return;
  run.moment = { ...moment, owner, workedBy: owner === null ? moment.workedBy : withOne(moment.workedBy, owner) };
}

function judgeEntry(run: Run, entry: HistoryEntry): void {
  if (entry.kind === "commented") return judgeComment(run, entry);
  track(run, entry);
  if (run.refused.has(entry.id)) return;
  const to = requestedStatus(entry);
  if (to === null) return;
  if (to === "unknown") {
    const label = entry.kind === "labeled" ? entry.label : "";
    return refuse(run, entry, label, "there is no such status");
  }
  if (to !== "inbox") triageNow(run);
  const isClosed = lifecycle[run.moment.status].issue !== "open";
  if (entry.kind === "reopened" && !isClosed) return;
  if (entry.kind === "closed") {
    if (isClosed) return;
    const merge = mergeBehind(entry, run.context.pulls);
    if (merge !== null) return judgeMerge(run, entry, merge);
  }
  const verdict = move(run.moment, { to, by: entry.actor.login, at: entry.at }, run.context);
  if (!verdict.ok) return refuse(run, entry, `${run.moment.status} → ${to}`, verdict.why);
  const isDelivery = to === "review" && entry.kind === "labeled";
  accept(run, entry.id, isDelivery ? deliveredAlso(verdict.moment, entry.actor.login) : verdict.moment);
}

function deliveredAlso(moment: Moment, login: string): Moment {
  return { ...moment, deliveredBy: withOne(moment.deliveredBy, login) };
}

/** Before anything else is asked of a new item, it is triaged: as it would have been, had we heard of it at once. */
function triageNow(run: Run): void {
  const done = run.triage(run.moment);
  if (done === null) return;
  run.moment = done.moment;
  run.wishes = { ...done.wishes, ...run.wishes };
  run.triaged = true;
}

/** GitHub's own record is the delivery and, with an approval by somebody without a stake and green checks, the verdict. */
function judgeMerge(run: Run, entry: HistoryEntry, pull: LinkedPull): void {
  const { context, moment } = run;
  const approver = pull.approvedBy.find(
    (login) => context.people.isMember(login) && !hasAStake(moment, login, context),
  );
  const isGreen = pull.checks === "green" || pull.checks === "none";
  const block = { ...moment.block, link: moment.block.link ?? pull.url };
  const isProven = approver !== undefined && isGreen;
  const to = isProven ? "done" : "review";
  const by = isProven ? approver : entry.actor.login;
  accept(run, entry.id, moment.status === to ? moment : arrive({ ...moment, block }, { to, by, at: entry.at }));
  run.merge = isProven ? "proven" : "unproven";
  if (isProven) return;
  const missing = [
    approver === undefined ? "nobody without a stake in it has approved it" : null,
    isGreen ? null : `its checks are ${pull.checks}`,
  ].filter((reason) => reason !== null);
  refuse(run, entry, `closed by the merge of #${pull.number}`, `${missing.join(" and ")}; it waits for a verdict`);
}

function judgeRevert(run: Run, { id, at, pull }: Reverted): void {
  const { status, since } = run.moment;
  if ((status !== "done" && status !== "review") || at < since) return;
  const by = pull.revertedBy === null ? "" : `#${pull.revertedBy.number}`;
  accept(run, id, arrive(run.moment, { to: "reverted", by, at }));
  run.merge = "reverted";
}

function judgeComment(run: Run, entry: Extract<HistoryEntry, { kind: "commented" }>): void {
  const parsed = parseCommands(entry.body);
  if (parsed.length === 0) return;
  triageNow(run);
  if (!isOpen(entry)) return repeatCommands(run, entry, parsed);
  const { commentId } = entry;
  if (entry.edited) {
    refuse(run, entry, "an edited comment", "it was edited before it was read; write a new comment");
    run.answers.push({ commentId, content: "-1", moved: false });
    return;
  }
  let refusedAny = false;
  const { status } = run.moment;
  for (const [part, one] of parsed.entries()) {
    if (!one.ok) {
      refusedAny = true;
      refuse(run, entry, `/${one.error.name}`, one.error.message, { part, usage: one.error.usage });
      continue;
    }
    const giver = { login: entry.actor.login, at: entry.at };
    const obeyed = obey(one.command, run.moment, giver, run.context);
    if (!obeyed.ok) {
      refusedAny = true;
      const { usage } = commandSpecs[one.command.name];
      refuse(run, entry, `/${one.command.name}`, obeyed.why, { part, usage });
      continue;
    }
    run.wishes = { ...run.wishes, ...obeyed.wishes };
    run.help ||= obeyed.help;
    accept(run, entry.id, obeyed.moment);
  }
  run.answers.push({ commentId, content: refusedAny ? "-1" : "+1", moved: run.moment.status !== status });
}

/**
 * Moves that we answered after our last write are made again, without a word: either the run that answered died before
 * it wrote, or somebody had put that very label on as well, and our write left no trace.
 */
function repeatCommands(
  run: Run,
  entry: Extract<HistoryEntry, { kind: "commented" }>,
  parsed: readonly ParsedCommand[],
): void {
  const { login } = entry.actor;
  // What it said when it was obeyed is gone: the worst is assumed of it.
  if (entry.edited && !run.refused.has(entry.id)) run.moment = deliveredAlso(run.moment, login);
  if (entry.edited) {
    // What it said when it was obeyed is gone: the worst is assumed of it.
    run.moment = { ...run.moment, deliveredBy: withOne(run.moment.deliveredBy, entry.actor.login) };
    return;
  }
  const giver = { login, at: entry.at };
  let { moment, wishes } = run;
  for (const [part, one] of parsed.entries()) {
    if (!one.ok || run.refused.has(partId(entry.id, part))) continue;
    const obeyed = obey(one.command, moment, giver, run.context);
    if (!obeyed.ok) continue;
    moment = obeyed.moment;
    wishes = { ...wishes, ...obeyed.wishes };
  }
  if (moment.status !== run.moment.status) {
    run.wishes = wishes;
    return accept(run, entry.id, moment);
  }
  // Facts stand already; who has a stake by them has to be known again.
  run.moment = { ...run.moment, workedBy: moment.workedBy, deliveredBy: moment.deliveredBy };
}

function accept(run: Run, id: string, moment: Moment): void {
  if (moment !== run.moment) run.accepted.push(id);
  run.moment = moment;
}

function refuse(
  run: Run,
  entry: HistoryEntry,
  asked: string,
  why: string,
  command?: { readonly part: number; readonly usage: string },
): void {
  run.refusals.push({
    entry: command === undefined ? entry.id : partId(entry.id, command.part),
    at: entry.at,
    by: entry.actor.login,
    asked,
    why,
    ...(command === undefined ? {} : { usage: command.usage }),
  });
}

function merged(
  entries: readonly HistoryEntry[],
  reverts: readonly Reverted[],
): readonly (HistoryEntry | Reverted)[] {
  const all: (HistoryEntry | Reverted)[] = [...entries];
  for (const revert of reverts) {
    const index = all.findIndex((entry) => entry.at > revert.at);
    all.splice(index < 0 ? all.length : index, 0, revert);
  }
  return all;
}

function cursorOf(facts: TaskFacts): Cursor {
  const last = facts.history.at(-1);
  if (last === undefined) return { at: facts.createdAt, ids: [] };
  const ids = facts.history.filter((entry) => entry.at === last.at).map((entry) => entry.id);
  return { at: last.at, ids };
}
