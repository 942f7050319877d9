import type { Cursor } from "../../schema/index.ts";
import type { HistoryEntry, LinkedPull, TaskFacts } from "../facts.ts";
import { parseCommands } from "../commands/grammar.ts";
import { commandSpecs } from "../commands/grammar.ts";
import { obey, type Wishes } from "../commands/obey.ts";
import type { GuardContext } from "../lifecycle/guards.ts";
import { parseLabel } from "../lifecycle/labels.ts";
import { back, lifecycle } from "../lifecycle/table.ts";
import type { Policy } from "../policy.ts";
import { readBlock } from "./block.ts";
import { checkpointOf, requestedStatus } from "./checkpoint.ts";
import { inJudgingOrder, mergeBehind, ownerAfter, type Reverted, revertsOf } from "./history.ts";
import type { Moment } from "./moment.ts";
import { arrive, move } from "./move.ts";
import { type Refusal, refusedIn } from "./notice.ts";
import { type People, peopleOf } from "./people.ts";

/** What the task's own history says, once every move in it has been judged. */
export type Judgement = {
  readonly moment: Moment;
  readonly people: People;
  readonly wishes: Wishes;
  readonly refusals: readonly Refusal[];
  readonly answers: readonly { commentId: number; content: "+1" | "-1" }[];
  readonly help: boolean;
  /** Ids of the entries that changed something. */
  readonly accepted: readonly string[];
  readonly merge: "proven" | "unproven" | "reverted" | null;
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
  const run = newRun(initial(facts, checkpoint, people), context, refused);

  for (const entry of inJudgingOrder(checkpoint.pending)) judgeEntry(run, entry);
  const after = facts.history.slice(checkpoint.start);
  const reverts = revertsOf(facts.pulls).filter(({ at }) => at > checkpoint.since);
  for (const entry of merged(inJudgingOrder(after), reverts)) {
    if (entry.kind === "reverted") judgeRevert(run, entry);
    else if (people.isEngine(entry.actor)) track(run, entry);
    else if (entry.kind === "commented" && (entry.at < oldest || !isOpen(entry))) continue;
    else judgeEntry(run, entry);
  }
  return {
    moment: run.moment,
    people,
    wishes: run.wishes,
    refusals: run.refusals,
    answers: run.answers,
    help: run.help,
    accepted: run.accepted,
    merge: run.merge,
    cursor: cursorOf(facts),
  };
}

type Run = {
  moment: Moment;
  wishes: Wishes;
  help: boolean;
  merge: Judgement["merge"];
  readonly context: GuardContext;
  readonly refused: ReadonlySet<string>;
  readonly refusals: Refusal[];
  readonly answers: { commentId: number; content: "+1" | "-1" }[];
  readonly accepted: string[];
};

function newRun(moment: Moment, context: GuardContext, refused: ReadonlySet<string>): Run {
  return {
    moment,
    wishes: {},
    help: false,
    merge: null,
    context,
    refused,
    refusals: [],
    answers: [],
    accepted: [],
  };
}

function initial(
  facts: TaskFacts,
  checkpoint: ReturnType<typeof checkpointOf>,
  people: People,
): Moment {
  const { block } = readBlock(facts.body);
  const before = facts.history.slice(0, checkpoint.start);
  let owner: string | null = null;
  let workedBy: string[] = [];
  let deliveredBy: string[] = [];
  for (const entry of before) {
    owner = ownerAfter(owner, entry, people);
    if (entry.kind === "labeled" && requestedStatus(entry) === "assigned") [workedBy, deliveredBy] = [[], []];
    if (owner !== null && !workedBy.includes(owner)) workedBy.push(owner);
    if (delivers(entry) && !people.isEngine(entry.actor)) deliveredBy.push(entry.actor.login);
  }
  const priorities = facts.labels.map(parseLabel).filter((label) => label?.group === "priority");
  const blockedFrom = block.blocked?.from;
  const from =
    checkpoint.status !== "blocked"
      ? null
      : (checkpoint.from ?? (blockedFrom !== undefined && back.includes(blockedFrom) ? blockedFrom : null));
  const moment: Moment = {
    status: checkpoint.status,
    since: checkpoint.since,
    from,
    owner,
    priority: priorities.at(-1)?.value ?? null,
    block,
    deliveredBy,
    workedBy,
  };
  if (moment.status === "blocked" && from === null) {
    return { ...moment, from: owner === null ? "planned" : "assigned" };
  }
  return moment;
}

function delivers(entry: HistoryEntry): boolean {
  if (entry.kind === "labeled") return requestedStatus(entry) === "review";
  if (entry.kind !== "commented") return false;
  return parseCommands(entry.body).some((parsed) => parsed.ok && parsed.command.name === "review");
}

function isOpen(entry: HistoryEntry): boolean {
  return entry.kind === "commented" && (entry.answer === "open" || entry.answer === "claimed");
}

function track(run: Run, entry: HistoryEntry): void {
  const owner = ownerAfter(run.moment.owner, entry, run.context.people);
  if (owner !== run.moment.owner) run.moment = { ...run.moment, owner };
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
  const isClosed = lifecycle[run.moment.status].issue !== "open";
  if (entry.kind === "reopened" && !isClosed) return;
  if (entry.kind === "closed") {
    if (isClosed) return;
    const merge = mergeBehind(entry, run.context.pulls);
    if (merge !== null) return judgeMerge(run, entry, merge);
  }
  const verdict = move(run.moment, { to, by: entry.actor.login, at: entry.at }, run.context);
  if (!verdict.ok) return refuse(run, entry, `${run.moment.status} → ${to}`, verdict.why);
  accept(run, entry.id, verdict.moment);
}

function judgeMerge(run: Run, entry: HistoryEntry, pull: LinkedPull): void {
  const { people } = run.context;
  const { moment } = run;
  const owners = moment.owner === null ? moment.workedBy : [...moment.workedBy, moment.owner];
  const own = new Set([pull.author, ...owners.flatMap((owner) => people.ownVoices(owner))].map(lower));
  const approved = pull.approvedBy.some((login) => people.isMember(login) && !own.has(lower(login)));
  const green = pull.checks === "green" || pull.checks === "none";
  const block = { ...moment.block, link: moment.block.link ?? pull.url };
  const to = approved && green ? "done" : "review";
  const arrived =
    moment.status === to ? moment : arrive({ ...moment, block }, { to, by: entry.actor.login, at: entry.at });
  accept(run, entry.id, arrived);
  run.merge = to === "done" ? "proven" : "unproven";
  if (to === "done") return;
  const missing = [
    approved ? null : "nobody but the owner has approved it",
    green ? null : `its checks are ${pull.checks}`,
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
  if (entry.edited) {
    refuse(run, entry, "an edited comment", "it was edited before it was read; write a new comment");
    run.answers.push({ commentId: entry.commentId, content: "-1" });
    return;
  }
  let refusedAny = false;
  for (const one of parsed) {
    if (!one.ok) {
      refusedAny = true;
      refuse(run, entry, `/${one.error.name}`, one.error.message, one.error.usage);
      continue;
    }
    const giver = { login: entry.actor.login, at: entry.at };
    const obeyed = obey(one.command, run.moment, giver, run.context);
    if (!obeyed.ok) {
      refusedAny = true;
      refuse(run, entry, `/${one.command.name}`, obeyed.why, commandSpecs[one.command.name].usage);
      continue;
    }
    run.wishes = { ...run.wishes, ...obeyed.wishes };
    run.help ||= obeyed.help;
    accept(run, entry.id, obeyed.moment);
  }
  run.answers.push({ commentId: entry.commentId, content: refusedAny ? "-1" : "+1" });
}

function accept(run: Run, id: string, moment: Moment): void {
  if (moment !== run.moment) run.accepted.push(id);
  run.moment = moment;
}

function refuse(run: Run, entry: HistoryEntry, asked: string, why: string, usage?: string): void {
  run.refusals.push({
    entry: entry.id,
    at: entry.at,
    by: entry.actor.login,
    asked,
    why,
    ...(usage === undefined ? {} : { usage }),
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

function lower(login: string): string {
  return login.toLowerCase();
}
