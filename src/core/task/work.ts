import type { Status } from "../../schema/index.ts";
import type { HistoryEntry } from "../facts.ts";
import type { Command } from "../commands/command.ts";
import { parseCommands } from "../commands/grammar.ts";
import { statusOfLabel } from "../lifecycle/labels.ts";
import { inJudgingOrder, ownerAfter, ownerOfLabel } from "./history.ts";
import type { Moment } from "./moment.ts";
import { partId } from "./notice.ts";
import type { People } from "./people.ts";

/** To these the way from the others is through `assigned`, and from these to the others nothing of the work is left. */
const working: ReadonlySet<Status> = new Set(["assigned", "active", "blocked", "review", "done", "failed"]);

type Work = Pick<Moment, "owner" | "workedBy" | "deliveredBy">;

/** Who owns, owned and delivered the work after these entries: none of them may judge it. */
export function workIn(
  entries: readonly HistoryEntry[],
  people: People,
  refused: ReadonlySet<string>,
): Work {
  const standing = new Set<Status>();
  const owners = new Set<string>();
  let work: Work = { owner: null, workedBy: [], deliveredBy: [] };
  let status: Status | null = null;
  let batch = newBatch(null);
  let isWriting = false;

  for (const entry of inJudgingOrder(entries)) {
    const isOurs = people.isEngine(entry.actor);
    noteOwner(owners, entry);
    if (isWriting && !isOurs) endWrite();
    isWriting = isOurs && (isWriting || entry.kind !== "commented");
    const owner = ownerAfter(work.owner, entry, people) ?? labelled(entry);
    work = { ...work, owner, workedBy: owner === null ? work.workedBy : withOne(work.workedBy, owner) };
    const label = entry.kind === "labeled" || entry.kind === "unlabeled" ? statusOfLabel(entry.label) : null;
    const named = label === "unknown" ? null : label;
    if (named !== null && entry.kind === "labeled") standing.add(named);
    if (named !== null && entry.kind === "unlabeled") standing.delete(named);
    if (!isOurs && !refused.has(entry.id)) judgeMove(entry, entry.kind === "labeled" ? named : null);
  }
  if (isWriting) endWrite();
  return work;

  /** Who is left when one of two owners' labels goes: we take off the one that a command replaced. */
  function labelled(entry: HistoryEntry): string | null {
    return entry.kind === "unlabeled" ? ([...owners].at(-1) ?? null) : null;
  }

  function judgeMove(entry: HistoryEntry, to: Status | null): void {
    const { login } = entry.actor;
    for (const command of obeyedIn(entry, refused)) batch = batchAfter(batch, command, login, people);
    if (to === "review") batch = delivering(batch, login);
    else if (to !== null) batch = { ...batch, status: to };
    for (const one of batch.delivered) work = { ...work, deliveredBy: withOne(work.deliveredBy, one) };
    if (to !== null) arriveAt(to, to === "assigned");
  }

  /** Our write leaves one status, and sums up whatever led there. */
  function endWrite(): void {
    const [now = null] = standing.size === 1 ? standing : [];
    if (batch.isNew) work = { ...work, workedBy: [], deliveredBy: batch.delivered };
    const { owner, workedBy } = work;
    work = { ...work, workedBy: [...new Set([...workedBy, ...batch.named, ...(owner === null ? [] : [owner])])] };
    batch = { ...batch, isNew: false };
    if (now === null || now === status) return;
    arriveAt(now, now === "assigned" || (isIdle(status) && !isIdle(now)));
    batch = newBatch(now);
  }

  function arriveAt(to: Status, isNew: boolean): void {
    if (to === status) return;
    const { owner } = work;
    const named = owner === null ? batch.named : withOne(batch.named, owner);
    if (isNew) work = { ...work, workedBy: named, deliveredBy: batch.delivered };
    if (isIdle(to)) work = { ...work, workedBy: [], deliveredBy: [] };
    status = to;
  }
}

function noteOwner(owners: Set<string>, entry: HistoryEntry): void {
  if (entry.kind !== "labeled" && entry.kind !== "unlabeled") return;
  const owner = ownerOfLabel(entry.label);
  if (owner === null) return;
  owners.delete(owner);
  if (entry.kind === "labeled") owners.add(owner);
}

function isIdle(status: Status | null): boolean {
  return status === null || !working.has(status);
}

export function withOne(all: readonly string[], one: string): readonly string[] {
  return all.includes(one) ? all : [...all, one];
}

/** What the commands since our last write did: our next write sums them up, and no label of its own tells of each. */
type Batch = {
  readonly status: Status | null;
  readonly named: readonly string[];
  readonly delivered: readonly string[];
  /** Whether the work began anew: what was before does not count any more. */
  readonly isNew: boolean;
};

function newBatch(status: Status | null): Batch {
  return { status, named: [], delivered: [], isNew: false };
}

function batchAfter(batch: Batch, command: Command, giver: string, people: People): Batch {
  switch (command.name) {
    case "assign":
      if (batch.status === "assigned") return { ...batch, named: withOne(batch.named, command.owner) };
      return { status: "assigned", named: [command.owner], delivered: [], isNew: true };
    case "claim":
      return { status: "assigned", named: [people.ownerFor(giver)], delivered: [], isNew: true };
    case "triage":
    case "plan":
    case "release":
      return { status: "planned", named: [], delivered: [], isNew: true };
    case "start":
    case "reject":
      return { ...batch, status: "active" };
    case "block":
      return { ...batch, status: "blocked" };
    case "unblock":
      return batch.status === "blocked" ? { ...batch, status: null } : batch;
    case "fail":
      return { ...batch, status: "failed" };
    case "review":
      return delivering(batch, giver);
    default:
      return batch;
  }
}

/** Delivered is what is active: from `blocked` the task only goes back to review. */
function delivering(batch: Batch, login: string): Batch {
  if (batch.status !== null && batch.status !== "active") return { ...batch, status: "review" };
  return { ...batch, status: "review", delivered: withOne(batch.delivered, login) };
}

function obeyedIn(entry: HistoryEntry, refused: ReadonlySet<string>): readonly Command[] {
  if (entry.kind !== "commented" || entry.edited) return [];
  if (entry.answer !== "accepted" && entry.answer !== "refused") return [];
  return parseCommands(entry.body).flatMap((parsed, part) =>
    parsed.ok && !refused.has(partId(entry.id, part)) ? [parsed.command] : [],
  );
}
