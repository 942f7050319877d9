import type { Status } from "../../schema/index.ts";
import type { HistoryEntry } from "../facts.ts";
import type { Command } from "../commands/command.ts";
import { parseCommands } from "../commands/grammar.ts";
import { requestedStatus } from "./checkpoint.ts";
import { inJudgingOrder, ownerAfter } from "./history.ts";
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
  let owner: string | null = null;
  let workedBy: readonly string[] = [];
  let deliveredBy: readonly string[] = [];
  let batch = emptyBatch;
  let isWriting = false;
  let status: Status | null = null;
  for (const entry of inJudgingOrder(entries)) {
    owner = ownerAfter(owner, entry, people);
    if (refused.has(entry.id)) continue;
    const to = entry.kind === "labeled" ? requestedStatus(entry) : null;
    if (people.isEngine(entry.actor)) {
      isWriting ||= entry.kind !== "commented";
    } else {
      if (isWriting) {
        workedBy = batch.isNew ? batch.named : [...new Set([...workedBy, ...batch.named])];
        if (batch.isNew) deliveredBy = batch.delivered;
        batch = { ...emptyBatch, isDelivered: status === "review" };
      }
      isWriting = false;
      const { login } = entry.actor;
      for (const command of obeyedIn(entry, refused)) batch = batchAfter(batch, command, login, people);
      if (to === "review") batch = delivering(batch, login);
      for (const one of batch.delivered) deliveredBy = withOne(deliveredBy, one);
    }
    if (to !== null && to !== "unknown" && to !== status) {
      if (to === "assigned" || (isWriting && isIdle(status) && !isIdle(to))) {
        [workedBy, deliveredBy] = [batch.named, batch.delivered];
      }
      if (isIdle(to)) [workedBy, deliveredBy] = [[], []];
      status = to;
    }
    if (owner !== null) workedBy = withOne(workedBy, owner);
  }
  return { owner, workedBy, deliveredBy };
}

function isIdle(status: Status | null): boolean {
  return status === null || !working.has(status);
}

export function withOne(all: readonly string[], one: string): readonly string[] {
  return all.includes(one) ? all : [...all, one];
}

/** What the commands since our last write did: our next write sums them up, and no label of its own tells of each. */
type Batch = {
  readonly named: readonly string[];
  readonly delivered: readonly string[];
  /** Whether the work began anew: what was before does not count any more. */
  readonly isNew: boolean;
  /** Whether it is in review: who says so then delivers nothing. */
  readonly isDelivered: boolean;
};
const emptyBatch: Batch = { named: [], delivered: [], isNew: false, isDelivered: false };

function batchAfter(batch: Batch, command: Command, giver: string, people: People): Batch {
  switch (command.name) {
    case "assign":
      return { ...batch, named: withOne(batch.named, command.owner) };
    case "claim":
      return { ...emptyBatch, named: [people.ownerFor(giver)], isNew: true };
    case "triage":
    case "plan":
    case "release":
      return { ...emptyBatch, isNew: true };
    case "reject":
      return { ...batch, isDelivered: false };
    case "review":
      return delivering(batch, giver);
    default:
      return batch;
  }
}

function delivering(batch: Batch, login: string): Batch {
  return batch.isDelivered ? batch : { ...batch, delivered: withOne(batch.delivered, login), isDelivered: true };
}

function obeyedIn(entry: HistoryEntry, refused: ReadonlySet<string>): readonly Command[] {
  if (entry.kind !== "commented" || entry.edited) return [];
  if (entry.answer !== "accepted" && entry.answer !== "refused") return [];
  return parseCommands(entry.body).flatMap((parsed, part) =>
    parsed.ok && !refused.has(partId(entry.id, part)) ? [parsed.command] : [],
  );
}
