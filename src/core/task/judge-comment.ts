import { commandSpecs, parseCommands } from "../commands/grammar.ts";
import type { Command, ParsedCommand } from "../commands/command.ts";
import { obey } from "../commands/obey.ts";
import { refused } from "../commands/obeyed.ts";
import type { HistoryEntry } from "../facts.ts";
import { without } from "./move.ts";
import { partId } from "./notice.ts";
import { accept, ask, deliveredAlso, refuse, type Run, triageNow } from "./run.ts";

/** Of all its commands together. */
const maxParts = 20;

/** Obeys the commands of a comment that nobody has answered; those of an answered one are made again, without a word. */
export function judgeComment(run: Run, entry: Extract<HistoryEntry, { kind: "commented" }>): void {
  const parsed = parseCommands(entry.body);
  if (parsed.length === 0) return;
  triageNow(run);
  if (!isOpen(entry)) return repeatCommands(run, entry, parsed);
  const { commentId } = entry;
  if (entry.edited) {
    refuse(
      run,
      entry,
      "an edited comment",
      "it was edited before it was read; write a new comment",
    );
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
    const obeyed = tooManyParts(run, entry, one.command)
      ? refused(`one comment makes at most ${maxParts} parts`)
      : obey(one.command, run.moment, giver, run.context);
    if (!obeyed.ok) {
      refusedAny = true;
      const { usage } = commandSpecs[one.command.name];
      refuse(run, entry, `/${one.command.name}`, obeyed.why, { part, usage });
      continue;
    }
    run.wishes = { ...run.wishes, ...obeyed.wishes };
    ask(run, obeyed.asks, partId(entry.id, part));
    accept(run, entry.id, obeyed.moment);
  }
  run.answers.push({
    commentId,
    content: refusedAny ? "-1" : "+1",
    moved: run.moment.status !== status,
  });
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
  if (entry.edited) {
    // What it said when it was obeyed is gone: the worst is assumed of it.
    if (!run.refused.has(entry.id)) run.moment = deliveredAlso(run.moment, login);
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
    ask(run, { halts: obeyed.asks.halts === true }, "");
  }
  if (moment.status !== run.moment.status) {
    run.wishes = wishes;
    return accept(run, entry.id, moment);
  }
  // Facts stand already; who has a stake by them has to be known again, and what an `/unblock` that was made again cannot
  // have been over.
  const { workedBy, deliveredBy, halt } = moment;
  const { unblocked } = moment.block;
  const block = { ...without(run.moment.block, ["unblocked"]), ...(unblocked && { unblocked }) };
  // A write of ours would have been a checkpoint: the label of a halt that is answered here does not stand yet.
  run.moment = { ...run.moment, workedBy, deliveredBy, halt, block };
}

function tooManyParts({ asked }: Run, entry: HistoryEntry, command: Command): boolean {
  if (command.name !== "split") return false;
  const before = asked.parts.filter(({ key }) => key.startsWith(`${entry.id}_`)).length;
  return before + command.titles.length > maxParts;
}

/** Whether nobody has answered it yet. */
export function isOpen(entry: HistoryEntry): boolean {
  return entry.kind === "commented" && (entry.answer === "open" || entry.answer === "claimed");
}
