import type { Status } from "../../schema/index.ts";
import type { HistoryEntry } from "../facts.ts";
import type { Command } from "../commands/command.ts";
import { parseCommands } from "../commands/grammar.ts";
import { requestedStatus } from "./checkpoint.ts";
import { inJudgingOrder, ownerAfter } from "./history.ts";
import type { Moment } from "./moment.ts";
import { partId } from "./notice.ts";
import type { People } from "./people.ts";

/** From the others the way to these is through `assigned`. */
const working: ReadonlySet<Status> = new Set(["assigned", "active", "blocked", "review", "done"]);

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
  // Since we last wrote: what one write of ours sums up is told by the commands before it alone.
  let named: readonly string[] = [];
  let delivered: readonly string[] = [];
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
        for (const one of named) workedBy = withOne(workedBy, one);
        [named, delivered] = [[], []];
      }
      isWriting = false;
      const { login } = entry.actor;
      const commands = obeyedIn(entry, refused);
      for (const command of commands) named = ownersNamed(named, command, login, people);
      if (to === "review" || commands.some(({ name }) => name === "review")) {
        delivered = withOne(delivered, login);
        deliveredBy = withOne(deliveredBy, login);
      }
    }
    if (to !== null && to !== "unknown") {
      if (to === "assigned" ? status !== to : isWriting && isIdle(status) && !isIdle(to)) {
        [workedBy, deliveredBy] = [named, delivered];
      }
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

/** Owners whom commands named since we last wrote: one of them may have been replaced before a label ever named him. */
function ownersNamed(
  named: readonly string[],
  command: Command,
  giver: string,
  people: People,
): readonly string[] {
  switch (command.name) {
    case "assign":
      return withOne(named, command.owner);
    case "claim":
      return withOne(named, people.ownerFor(giver));
    case "triage":
    case "plan":
    case "release":
      return [];
    default:
      return named;
  }
}

function obeyedIn(entry: HistoryEntry, refused: ReadonlySet<string>): readonly Command[] {
  if (entry.kind !== "commented" || entry.edited) return [];
  if (entry.answer !== "accepted" && entry.answer !== "refused") return [];
  return parseCommands(entry.body).flatMap((parsed, part) =>
    parsed.ok && !refused.has(partId(entry.id, part)) ? [parsed.command] : [],
  );
}
