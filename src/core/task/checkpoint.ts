import type { Status } from "../../schema/index.ts";
import type { HistoryEntry, TaskFacts } from "../facts.ts";
import { statusOfLabel } from "../lifecycle/labels.ts";
import { parseCommands } from "../commands/grammar.ts";
import type { People } from "./people.ts";

/** From where the replay starts, and what has to be judged from there. */
export type Checkpoint = {
  readonly status: Status;
  readonly since: string;
  readonly from: Status | null;
  /** Index in the history of the first entry that came after. */
  readonly start: number;
  /** Entries before `start` that nobody has answered: open commands, and moves that our own write ran over. */
  readonly pending: readonly HistoryEntry[];
};

/** Between reading a task and writing it lies at most this long; a move made in that time can be run over. */
const overtakenWithinMs = 60_000;

/**
 * The newest of: our own last status write, what the last snapshot settled, the filing of the issue. Our own writes are
 * known by their login, which nobody else can carry.
 */
export function checkpointOf(
  facts: TaskFacts,
  people: People,
  refused: ReadonlySet<string>,
  oldestCommand: string,
): Checkpoint {
  const { history, settled } = facts;
  const written = lastOwnStatus(history, people);
  const settledEnd = settled === null ? 0 : endOf(history, settled.through);
  if (written === null || (settled !== null && settledEnd > written.index + 1)) {
    const start = settled === null ? 0 : settledEnd;
    return {
      status: settled?.status ?? "inbox",
      since: settled?.since ?? facts.createdAt,
      from: settled?.from ?? null,
      start,
      pending: openCommands(history.slice(0, start), people, oldestCommand),
    };
  }
  const before = history.slice(0, written.index);
  const waiting = new Set([
    ...openCommands(before, people, oldestCommand),
    ...overtaken(before, written, people, refused, settledEnd),
  ]);
  return {
    status: written.status,
    since: written.at,
    from: null,
    start: written.index + 1,
    pending: before.filter((entry) => waiting.has(entry)),
  };
}

type OwnWrite = { readonly index: number; readonly at: string; readonly status: Status };

function lastOwnStatus(history: readonly HistoryEntry[], people: People): OwnWrite | null {
  for (let index = history.length - 1; index >= 0; index--) {
    const entry = history[index];
    if (entry?.kind !== "labeled" || !people.isEngine(entry.actor)) continue;
    const status = statusOfLabel(entry.label);
    if (status !== null && status !== "unknown") return { index, at: entry.at, status };
  }
  return null;
}

function endOf(history: readonly HistoryEntry[], through: { at: string; ids: readonly string[] }): number {
  const settled = history.findLastIndex(
    (entry) => entry.at < through.at || (entry.at === through.at && through.ids.includes(entry.id)),
  );
  return settled + 1;
}

function openCommands(
  before: readonly HistoryEntry[],
  people: People,
  oldest: string,
): readonly HistoryEntry[] {
  return before.filter(
    (entry) =>
      entry.kind === "commented" &&
      (entry.answer === "open" || entry.answer === "claimed") &&
      entry.at >= oldest &&
      !people.isEngine(entry.actor) &&
      parseCommands(entry.body).length > 0,
  );
}

/**
 * Every move that we undo is explained, and every command that we obey is answered. So a move of a person's that our
 * write replaced without a word, and without a command since, is one that we had not seen when we wrote.
 */
function overtaken(
  before: readonly HistoryEntry[],
  written: OwnWrite,
  people: People,
  refused: ReadonlySet<string>,
  from: number,
): readonly HistoryEntry[] {
  const found: HistoryEntry[] = [];
  const earliest = Date.parse(written.at) - overtakenWithinMs;
  for (let index = before.length - 1; index >= from; index--) {
    const entry = before[index];
    if (entry === undefined || Date.parse(entry.at) < earliest) break;
    if (people.isEngine(entry.actor)) {
      if (entry.kind === "labeled" && statusOfLabel(entry.label) !== null) break;
      continue;
    }
    if (entry.kind === "commented") {
      if (entry.answer !== "open" && parseCommands(entry.body).length > 0) break;
      continue;
    }
    const to = requestedStatus(entry);
    if (to === null) continue;
    if (refused.has(entry.id) || to === written.status) break;
    found.push(entry);
  }
  return found;
}

/** The status that a label, a closing or a reopening asks for; null when it asks for none. */
export function requestedStatus(entry: HistoryEntry): Status | "unknown" | null {
  switch (entry.kind) {
    case "labeled":
      return statusOfLabel(entry.label);
    case "closed":
      return entry.reason === null || entry.reason === "completed" ? "done" : "archived";
    case "reopened":
      return "triaged";
    case "unlabeled":
    case "assigned":
    case "unassigned":
    case "commented":
      return null;
  }
}
