import type { Halt } from "../../schema/index.ts";
import { parseCommands } from "../commands/grammar.ts";
import type { HistoryEntry } from "../facts.ts";
import { haltLabel, isLabel } from "../lifecycle/labels.ts";
import { obeyedBy } from "./answered.ts";
import { overtakenWithinMs } from "./checkpoint.ts";
import type { People } from "./people.ts";
import { accept, refuse, type Run } from "./run.ts";

type Labelling = Extract<HistoryEntry, { kind: "labeled" | "unlabeled" }>;

/**
 * The halt that stands on a task after these entries: the label, with the reason of whatever put it there. A label that a
 * write of ours ran over, put on or taken off in the minute before and without a word, counts as if we had seen it. On a
 * closed task a halt stands without effect.
 */
export function haltAfter(
  entries: readonly HistoryEntry[],
  people: People,
  refused: ReadonlySet<string>,
  redLabel: string | null,
): Halt | null {
  let halt: Halt | null = null;
  let before: Halt | null = null;
  let cause: Halt | null = null;
  let red: Halt | null = null;
  let byHand: Labelling | null = null;
  let resumed = false;
  for (const entry of entries) {
    if (entry.kind === "commented") {
      const said = haltSaidIn(entry, refused);
      cause = said ?? cause;
      if (halt !== null && said !== null) halt = { ...said, at: halt.at };
      if (isResumed(entry, people, refused)) [resumed, red] = [true, null];
      continue;
    }
    if (entry.kind !== "labeled" && entry.kind !== "unlabeled") continue;
    if (isRed(entry, people, redLabel)) red = cause = redHalt(entry);
    if (!isLabel(entry.label, haltLabel)) continue;
    const isOurs = people.isEngine(entry.actor);
    const ranOver = isOurs && byHand !== null && isJustBefore(byHand, entry) ? byHand : null;
    if (entry.kind === "labeled") {
      const isUnseen = ranOver !== null && cause === null && people.mayResume(ranOver.actor.login);
      const ours = cause === null ? (halt ?? before ?? unknown(entry)) : cause;
      if (!isUnseen) halt = isOurs ? ours : handHalt(entry);
      [before, cause, red, resumed] = [null, null, null, false];
    } else if (ranOver === null || resumed) {
      // Ours obeys a `/resume`, and may have run over a red label that came after it.
      [before, halt, cause, red] = [halt, null, null, isOurs ? red : null];
    }
    byHand = isOurs ? null : entry;
  }
  const last = entries.at(-1);
  const isRunOver = last !== undefined && people.isEngine(last.actor);
  return halt ?? (isRunOver && red !== null && isJustBefore(red, last) ? red : null);
}

/** A `halt` label put on or taken off, or the label that says red, as the replay comes by it. */
export function judgeHalting(run: Run, entry: HistoryEntry): void {
  if (entry.kind !== "labeled" && entry.kind !== "unlabeled") return;
  const { moment, redLabel } = run;
  const { people } = run.context;
  const isOurs = people.isEngine(entry.actor);
  if (isRed(entry, people, redLabel) && moment.halt === null)
    return accept(run, entry.id, { ...moment, halt: redHalt(entry) });
  if (!isLabel(entry.label, haltLabel)) return;
  if (entry.kind === "labeled") {
    const halt = isOurs ? unknown(entry) : handHalt(entry);
    run.moment = { ...moment, halt: moment.halt ?? halt };
  } else if (isOurs || people.mayResume(entry.actor.login)) {
    run.moment = { ...moment, halt: null };
  } else if (moment.halt !== null && !run.refused.has(entry.id)) {
    const why = "only a person who is a member of the repository may let new work start again";
    refuse(run, entry, `${haltLabel} taken off`, why);
  }
}

/** When we last took a halt off ourselves. */
export function liftedAt(history: readonly HistoryEntry[], people: People): string | null {
  const last = history.findLast(
    (entry) =>
      entry.kind === "unlabeled" && isLabel(entry.label, haltLabel) && people.isEngine(entry.actor),
  );
  return last?.at ?? null;
}

/** A label that no line of the history tells of: of an issue that came from elsewhere, or a label that was renamed. */
export function untoldHalt(
  labels: readonly string[],
  history: readonly HistoryEntry[],
  createdAt: string,
): Halt | null {
  const told = history.some(
    (entry) =>
      (entry.kind === "labeled" || entry.kind === "unlabeled") && isLabel(entry.label, haltLabel),
  );
  if (told || !labels.some((label) => isLabel(label, haltLabel))) return null;
  return { reason: `the label \`${haltLabel}\``, by: "somebody", at: createdAt };
}

function handHalt({ actor, at }: Labelling): Halt {
  return { reason: `\`${haltLabel}\` was put on by hand`, by: actor.login, at };
}

function redHalt({ label, actor, at }: Labelling): Halt {
  return { reason: `\`${label}\` was put on`, by: actor.login, at };
}

function unknown({ actor, at }: Labelling): Halt {
  return { reason: "no reason is on record", by: actor.login, at };
}

/** Whoever may halt by command may do so with this label; an issue form can put it on for anybody. */
function isRed(entry: Labelling, people: People, redLabel: string | null): boolean {
  if (entry.kind !== "labeled" || redLabel === null || !isLabel(entry.label, redLabel))
    return false;
  return people.isMember(entry.actor.login) || people.isKnownAgent(entry.actor.login);
}

function isJustBefore(one: { readonly at: string }, other: { readonly at: string }): boolean {
  return Date.parse(other.at) - Date.parse(one.at) <= overtakenWithinMs;
}

type Comment = Extract<HistoryEntry, { kind: "commented" }>;

function haltSaidIn(entry: Comment, refused: ReadonlySet<string>): Halt | null {
  const said = obeyedBy(entry, refused).findLast(({ command }) => command.name === "halt");
  if (said?.command.name !== "halt") return null;
  return { reason: said.command.reason, by: said.by, at: said.at };
}

/** What was answered stays right. Without an answer: a run that obeyed may have died before it gave one. */
function isResumed(entry: Comment, people: People, refused: ReadonlySet<string>): boolean {
  if (entry.answer === "accepted" || entry.answer === "refused")
    return obeyedBy(entry, refused).some(({ command }) => command.name === "resume");
  const asked = parseCommands(entry.body).some((one) => one.ok && one.command.name === "resume");
  return asked && people.mayResume(entry.actor.login);
}
