import type { Cursor, TaskBlock } from "../../schema/index.ts";
import type { Wishes } from "../commands/obeyed.ts";
import type { HistoryEntry, TaskFacts } from "../facts.ts";
import type { GuardContext } from "../lifecycle/guards.ts";
import { lifecycle } from "../lifecycle/table.ts";
import type { Policy } from "../policy.ts";
import { checkpointOf, requestedStatus } from "./checkpoint.ts";
import { inJudgingOrder, mergeBehind, type Reverted, revertsOf } from "./history.ts";
import { judgeHalting, liftedAt } from "./halting.ts";
import { isOpen, judgeComment } from "./judge-comment.ts";
import { judgeMerge, judgeRevert } from "./judge-merge.ts";
import type { Moment } from "./moment.ts";
import { momentAt } from "./moment-at.ts";
import { move } from "./move.ts";
import { type Refusal, refusalTag, refusedIn, seenIn } from "./notice.ts";
import { type People, peopleOf } from "./people.ts";
import {
  accept,
  ask,
  type Asked,
  deliveredAlso,
  type GivenAnswer,
  type Merge,
  newRun,
  refuse,
  type Run,
  track,
  triageNow,
} from "./run.ts";
import { needsEdits, standingBlock } from "./standing-block.ts";
import { needsModel, triaged } from "./triage.ts";

/** What the task's own history says, once every move in it has been judged. */
export type Judgement = {
  readonly moment: Moment;
  readonly people: People;
  readonly wishes: Wishes;
  readonly refusals: readonly Refusal[];
  readonly answers: readonly GivenAnswer[];
  /** `classify`: what triage makes of the item depends on what a model says. */
  readonly asked: Asked & {
    readonly classify: boolean;
    /** Whether the facts depend on who edited the text. */
    readonly edits: boolean;
  };
  /** The facts of the block that counted before anything was judged. */
  readonly standing: TaskBlock;
  /** Ids of the entries that changed something. */
  readonly accepted: readonly string[];
  readonly merge: Merge;
  /** Whether automatic triage took it out of the inbox. */
  readonly triaged: boolean;
  readonly cursor: Cursor;
};

/**
 * Replays the history from the last checkpoint: each move in GitHub's own order, through the table and its guards.
 * The result depends on what GitHub says alone: not on which webhooks came, how often, or in what order.
 */
export function replay(facts: TaskFacts, policy: Policy, now: number): Judgement {
  const people = peopleOf(facts, policy);
  const refused = new Set(refusedIn(facts.tagged[refusalTag]?.body));
  const oldest = new Date(now - policy.config.commands.max_age_hours * 3_600_000).toISOString();
  const seen = new Set(Object.values(facts.tagged).flatMap(({ body }) => seenIn(body) ?? []));
  const checkpoint = checkpointOf(facts, people, refused, seen, oldest);
  const { security_red: red } = policy.config.rules;
  const redLabel = red.enabled ? red.label : null;
  let classify = false;
  const triage = (moment: Moment) => {
    classify ||= needsModel(moment, facts, policy);
    return triaged(moment, facts, policy);
  };
  const { block: standing, refusal } = standingBlock(facts, people);
  const start = momentAt(checkpoint, facts, people, refused, redLabel, standing);
  const run = newRun(start, contextOf(facts, people), refused, triage, redLabel);
  if (refusal !== null) run.refusals.push(refusal);

  for (const entry of inJudgingOrder(checkpoint.pending)) judgeEntry(run, entry);
  // The replay does not come by these again: what is asked there has to be done before it is answered.
  const late = run.answers.splice(0).map((answer) => ({ ...answer, moved: false }));
  const after = facts.history.slice(checkpoint.start);
  const reverts = revertsOf(facts.pulls).filter(({ at }) => at > checkpoint.since);
  for (const entry of merged(inJudgingOrder(after), reverts)) {
    if (entry.kind === "reverted") judgeRevert(run, entry);
    else if (people.isEngine(entry.actor)) trackOurs(run, entry);
    // What was answered in its time is made again however old it is by now.
    else if (entry.kind === "commented" && entry.at < oldest && isOpen(entry)) continue;
    else judgeEntry(run, entry);
  }
  triageNow(run);
  return {
    moment: run.moment,
    people,
    wishes: run.wishes,
    refusals: run.refusals,
    answers: [...late, ...run.answers],
    asked: {
      ...run.asked,
      classify,
      edits: facts.edits === undefined && needsEdits(facts, people),
    },
    standing,
    accepted: run.accepted,
    merge: run.merge,
    triaged: run.triaged,
    cursor: cursorOf(facts),
  };
}

export function contextOf(facts: TaskFacts, people: People): GuardContext {
  return {
    people,
    task: `${facts.repo}#${facts.number}`,
    author: facts.author.login,
    pulls: facts.pulls,
    halts: facts.halts ?? [],
    liftedAt: liftedAt(facts.history, people),
    blockedBy: facts.blockedBy,
    cycles: facts.cycles ?? [],
  };
}

function trackOurs(run: Run, entry: HistoryEntry): void {
  track(run, entry);
  judgeHalting(run, entry);
}

function judgeEntry(run: Run, entry: HistoryEntry): void {
  if (entry.kind === "commented") return judgeComment(run, entry);
  track(run, entry);
  judgeHalting(run, entry);
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
  ask(run, { halts: verdict.starts }, "");
  const isDelivery = to === "review" && entry.kind === "labeled";
  accept(
    run,
    entry.id,
    isDelivery ? deliveredAlso(verdict.moment, entry.actor.login) : verdict.moment,
  );
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
