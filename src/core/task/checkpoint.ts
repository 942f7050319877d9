import type { Status } from "../../schema/index.ts";
import type { HistoryEntry, TaskFacts } from "../facts.ts";
import { statusOfLabel } from "../lifecycle/labels.ts";
import { parseCommands } from "../commands/grammar.ts";
import type { People } from "./people.ts";
import { stayBegan } from "./stay.ts";

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
export const overtakenWithinMs = 60_000;

/**
 * The newest of: our own last status write, what the last snapshot settled, the filing of the issue. Our own writes are
 * known by their login, which nobody else can carry.
 */
export function checkpointOf(
  facts: TaskFacts,
  people: People,
  refused: ReadonlySet<string>,
  seen: ReadonlySet<string>,
  oldestCommand: string,
): Checkpoint {
  const { history, settled } = facts;
  const written = lastOwnWrite(history, people, refused);
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
  const open = openCommands(before, people, oldestCommand);
  const waiting = new Set([
    ...open,
    ...overtaken(history, written, people, { refused, seen }, settledEnd, open[0] ?? null),
  ]);
  return {
    status: written.status,
    // Nothing leads back to the inbox: whatever is there has been since it was filed, however late we were.
    since: written.status === "inbox" ? facts.createdAt : written.since,
    from: null,
    start: written.index + 1,
    pending: before.filter((entry) => waiting.has(entry)),
  };
}

type OwnWrite = {
  readonly index: number;
  readonly at: string;
  readonly status: Status;
  readonly since: string;
};

type Put = { readonly index: number; readonly at: string };

/**
 * Each of our own writes leaves one status label. It may be one that a person put on and that we let stand: then the old
 * label that we took off, or our closing or reopening, tells of the write. One that we refused and that was right by the time
 * we wrote stands since then.
 */
function lastOwnWrite(
  history: readonly HistoryEntry[],
  people: People,
  refused: ReadonlySet<string>,
): OwnWrite | null {
  const standing = new Map<string, Put | null>();
  let last: OwnWrite | null = null;
  for (const [index, entry] of history.entries()) {
    if (entry.kind === "labeled" && statusOfLabel(entry.label) !== null)
      standing.set(entry.label, refused.has(entry.id) ? null : { index, at: entry.at });
    if (entry.kind === "unlabeled") standing.delete(entry.label);
    if (entry.kind === "commented" || !people.isEngine(entry.actor) || standing.size !== 1)
      continue;
    for (const [label, known] of standing) {
      const put = known ?? { index, at: entry.at };
      const status = statusOfLabel(label);
      if (status === null || status === "unknown") continue;
      const since = stayBegan(status, put.at, history.slice(put.index + 1, index), refused);
      standing.set(label, { index, at: since });
      last = { index, at: entry.at, status, since };
    }
  }
  return last;
}

function endOf(
  history: readonly HistoryEntry[],
  through: { at: string; ids: readonly string[] },
): number {
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
 * Every move that we undo is explained, and every command that we obey is answered before we write. So a move of a
 * person's that our write replaced without a word, and without an answered command since, is one that we had not seen
 * when we wrote; and so is every move after a command that nobody has answered. What the rules had done to the task says
 * itself how far we had seen.
 */
function overtaken(
  history: readonly HistoryEntry[],
  written: OwnWrite,
  people: People,
  { refused, seen }: { readonly refused: ReadonlySet<string>; readonly seen: ReadonlySet<string> },
  from: number,
  firstOpen: HistoryEntry | null,
): readonly HistoryEntry[] {
  const before = history.slice(0, written.index);
  const found: HistoryEntry[] = [];
  const earliest = Date.parse(written.at) - overtakenWithinMs;
  const unseenAfter = firstOpen === null ? before.length : before.indexOf(firstOpen);
  let isSameWrite = true;
  // One write changes each label, and the state, once.
  const changed = new Set([subjectOf(history[written.index])]);
  for (let index = before.length - 1; index >= from; index--) {
    const entry = before[index];
    if (entry === undefined || Date.parse(entry.at) < earliest) break;
    if (people.isEngine(entry.actor)) {
      if (entry.kind === "commented") continue;
      if (!isSameWrite || entry.at < written.at || changed.has(subjectOf(entry))) break;
      changed.add(subjectOf(entry));
      continue;
    }
    if (seen.has(entry.id)) break;
    isSameWrite = false;
    const isUnseen = index > unseenAfter;
    if (entry.kind === "commented") {
      if (!isUnseen && entry.answer !== "open" && parseCommands(entry.body).length > 0) break;
      continue;
    }
    const to = requestedStatus(entry);
    // No move leads to inbox: such a label came with the filing, and our triage replaced it knowingly.
    if (to === null || to === "inbox") continue;
    if (refused.has(entry.id)) {
      if (isUnseen) continue;
      break;
    }
    if (to === written.status && !isUnseen) break;
    found.push(entry);
  }
  return found;
}

function subjectOf(entry: HistoryEntry | undefined): string {
  if (entry?.kind === "labeled" || entry?.kind === "unlabeled") return entry.label;
  return entry?.kind === "assigned" || entry?.kind === "unassigned"
    ? `assignee ${entry.assignee}`
    : "state";
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
