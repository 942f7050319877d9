import type { Asks, Wishes } from "../commands/obeyed.ts";
import type { HistoryEntry } from "../facts.ts";
import type { GuardContext } from "../lifecycle/guards.ts";
import { ownerAfter } from "./history.ts";
import { granted, type Moment } from "./moment.ts";
import { partId, type Refusal } from "./notice.ts";
import type { triaged } from "./triage.ts";
import { withOne } from "./work.ts";

export type GivenAnswer = {
  readonly commentId: number;
  readonly content: "+1" | "-1";
  /** Whether the comment changed the status, and the replay would change it again. */
  readonly moved: boolean;
};

export type Merge = "proven" | "unproven" | "reverted" | null;

/** One part that somebody wants split off, and the key by which it is known again. */
export type WantedPart = { readonly key: string; readonly title: string };

/** What unanswered commands, and moves, ask for beside a change of the task. */
export type Asked = {
  readonly help: boolean;
  readonly explain: boolean;
  /** Whether the verdict depends on what other tasks halt. */
  readonly halts: boolean;
  readonly depends: readonly string[];
  readonly parts: readonly WantedPart[];
};

/** One replay under way: the task as it now stands, and what has been said to whom. */
export type Run = {
  moment: Moment;
  wishes: Wishes;
  asked: Asked;
  merge: Merge;
  triaged: boolean;
  readonly triage: Triage;
  /** The label that says that the status of security is red; null: none does. */
  readonly redLabel: string | null;
  readonly context: GuardContext;
  readonly refused: ReadonlySet<string>;
  readonly refusals: Refusal[];
  readonly answers: GivenAnswer[];
  readonly accepted: string[];
};

export type Triage = (moment: Moment) => ReturnType<typeof triaged>;

export function newRun(
  moment: Moment,
  context: GuardContext,
  refused: ReadonlySet<string>,
  triage: Triage,
  redLabel: string | null,
): Run {
  return {
    moment,
    wishes: {},
    asked: { help: false, explain: false, halts: false, depends: [], parts: [] },
    merge: null,
    triaged: false,
    triage,
    redLabel,
    context,
    refused,
    refusals: [],
    answers: [],
    accepted: [],
  };
}

export function track(run: Run, entry: HistoryEntry): void {
  const { people } = run.context;
  const byLabels = ownerAfter(run.moment.granted.owner, entry, people);
  const moment = { ...run.moment, granted: granted(run.moment.granted, byLabels, entry.at) };
  const owner = ownerAfter(moment.owner, entry, people);
  run.moment = moment;
  if (owner === moment.owner) return;
  run.moment = {
    ...moment,
    owner,
    workedBy: owner === null ? moment.workedBy : withOne(moment.workedBy, owner),
  };
}

/** Adds what one command asks for; `command` names it: the parts of a `/split` are known by it. */
export function ask(run: Run, asks: Asks, command: string): void {
  const { asked } = run;
  const parts = (asks.parts ?? []).map((title, index) => ({ key: partId(command, index), title }));
  run.asked = {
    help: asked.help || asks.help === true,
    explain: asked.explain || asks.explain === true,
    halts: asked.halts || asks.halts === true,
    depends: [...new Set([...asked.depends, ...(asks.depends ?? [])])],
    parts: [...asked.parts, ...parts],
  };
}

/** Before anything else is asked of a new item, it is triaged: as it would have been, had we heard of it at once. */
export function triageNow(run: Run): void {
  const done = run.triage(run.moment);
  if (done === null) return;
  run.moment = done.moment;
  run.wishes = { ...done.wishes, ...run.wishes };
  run.triaged = true;
}

export function accept(run: Run, id: string, moment: Moment): void {
  if (moment !== run.moment) run.accepted.push(id);
  run.moment = moment;
}

export function refuse(
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

export function deliveredAlso(moment: Moment, login: string): Moment {
  return { ...moment, deliveredBy: withOne(moment.deliveredBy, login) };
}
