import type { HistoryEntry } from "../facts.ts";
import { parseCommands } from "../commands/grammar.ts";
import { inJudgingOrder, ownerAfter, ownerOfLabel } from "./history.ts";
import { requestedStatus } from "./checkpoint.ts";
import { type Granted, granted, type Moment } from "./moment.ts";
import { partId } from "./notice.ts";
import type { People } from "./people.ts";

type Work = Pick<Moment, "owner" | "granted" | "workedBy" | "deliveredBy">;

/**
 * Who owns the task after these entries, how many times it was given to somebody, and everybody who ever owned or delivered it: none of them may judge it. A stake
 * is never lost, so that no chain of reassignments brings the verdict back to whoever did the work.
 */
export function workIn(
  entries: readonly HistoryEntry[],
  people: People,
  refused: ReadonlySet<string>,
): Work {
  const labelled = new Set<string>();
  let owner: string | null = null;
  let grant: Granted = { owner: null, epoch: 0, since: null };
  const workedBy = new Set<string>();
  const deliveredBy = new Set<string>();
  for (const entry of inJudgingOrder(entries)) {
    noteOwner(entry, labelled);
    owner = ownerAfter(owner, entry, people);
    // Of two owners' labels one went: the other one owns.
    if (entry.kind === "unlabeled") owner ??= [...labelled].at(-1) ?? null;
    grant = granted(grant, owner, entry.at);
    if (owner !== null) workedBy.add(owner);
    if (people.isEngine(entry.actor) || refused.has(entry.id)) continue;
    const { login } = entry.actor;
    if (entry.kind === "labeled" && requestedStatus(entry) === "review") deliveredBy.add(login);
    if (entry.kind !== "commented" || !isAnswered(entry)) continue;
    // What an edited comment said when it was obeyed is gone: the worst is assumed of it.
    if (entry.edited) deliveredBy.add(login);
    for (const [part, parsed] of parseCommands(entry.body).entries()) {
      if (!parsed.ok || refused.has(partId(entry.id, part))) continue;
      if (parsed.command.name === "review") deliveredBy.add(login);
      if (parsed.command.name === "assign") workedBy.add(parsed.command.owner);
      if (parsed.command.name === "claim") workedBy.add(people.ownerFor(login));
    }
  }
  return { owner, granted: grant, workedBy: [...workedBy], deliveredBy: [...deliveredBy] };
}

export function withOne(all: readonly string[], one: string): readonly string[] {
  return all.includes(one) ? all : [...all, one];
}

function isAnswered(entry: Extract<HistoryEntry, { kind: "commented" }>): boolean {
  return entry.answer === "accepted" || entry.answer === "refused";
}

function noteOwner(entry: HistoryEntry, labelled: Set<string>): void {
  if (entry.kind !== "labeled" && entry.kind !== "unlabeled") return;
  const owner = ownerOfLabel(entry.label);
  if (owner === null) return;
  labelled.delete(owner);
  if (entry.kind === "labeled") labelled.add(owner);
}
