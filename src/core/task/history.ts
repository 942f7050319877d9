import { Owner } from "../../schema/index.ts";
import type { HistoryEntry, LinkedPull } from "../facts.ts";
import { parseLabel, statusOfLabel } from "../lifecycle/labels.ts";
import type { People } from "./people.ts";

/** A pull request that had closed the task was undone by another. */
export type Reverted = {
  readonly kind: "reverted";
  readonly id: string;
  readonly at: string;
  readonly pull: LinkedPull;
};

/**
 * Puts label changes that one person made in the same second so that the status comes last: GitHub gives one request's
 * events in no particular order, and an owner set together with `status:assigned` must be there when that is judged.
 */
export function inJudgingOrder(history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const ordered: HistoryEntry[] = [];
  let index = 0;
  while (index < history.length) {
    const run = sameRequest(history, index);
    ordered.push(...run.filter((entry) => !isStatus(entry)), ...run.filter(isStatus));
    index += run.length;
  }
  return ordered;
}

/** The owner that labels and assignees name after these entries. */
export function ownerAfter(
  owner: string | null,
  entry: HistoryEntry,
  people: People,
): string | null {
  switch (entry.kind) {
    case "labeled":
      return ownerOfLabel(entry.label) ?? owner;
    case "unlabeled":
      return ownerOfLabel(entry.label) === owner ? null : owner;
    case "assigned":
      // Of a login that is too long for a label nobody becomes the owner.
      return owner ?? Owner.safeParse(people.ownerFor(entry.assignee)).data ?? null;
    case "unassigned":
      return owner === people.ownerFor(entry.assignee) ? null : owner;
    case "closed":
    case "reopened":
    case "commented":
      return owner;
  }
}

/** The pull request whose merge closed the issue with this entry, if one did. */
export function mergeBehind(entry: HistoryEntry, pulls: readonly LinkedPull[]): LinkedPull | null {
  if (entry.kind !== "closed") return null;
  const closedAt = Date.parse(entry.at);
  return (
    pulls.find((pull) => {
      if (!pull.merged || pull.mergedAt === null) return false;
      if (pull.mergedBy !== null && pull.mergedBy !== entry.actor.login) return false;
      const after = closedAt - Date.parse(pull.mergedAt);
      return after >= 0 && after <= 60_000;
    }) ?? null
  );
}

export function revertsOf(pulls: readonly LinkedPull[]): readonly Reverted[] {
  return pulls.flatMap((pull) =>
    pull.revertedBy === null
      ? []
      : [{ kind: "reverted" as const, id: `r${pull.number}`, at: pull.revertedBy.at, pull }],
  );
}

export function ownerOfLabel(label: string): string | null {
  const parsed = parseLabel(label);
  if (parsed?.group !== "owner") return null;
  return Owner.safeParse(parsed.value).success ? parsed.value : null;
}

function sameRequest(history: readonly HistoryEntry[], from: number): readonly HistoryEntry[] {
  const first = history[from];
  if (first === undefined) return [];
  let to = from + 1;
  if (!isLabelling(first)) return [first];
  for (; to < history.length; to++) {
    const entry = history[to];
    if (entry === undefined || !isLabelling(entry)) break;
    if (entry.at !== first.at || entry.actor.login !== first.actor.login) break;
  }
  return history.slice(from, to);
}

function isLabelling(entry: HistoryEntry): boolean {
  return entry.kind === "labeled" || entry.kind === "unlabeled" || entry.kind === "assigned";
}

function isStatus(entry: HistoryEntry): boolean {
  return entry.kind === "labeled" && statusOfLabel(entry.label) !== null;
}
