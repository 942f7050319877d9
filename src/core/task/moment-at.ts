import type { Status, TaskBlock } from "../../schema/index.ts";
import type { CommandName } from "../commands/command.ts";
import { parseCommands } from "../commands/grammar.ts";
import type { HistoryEntry, TaskFacts } from "../facts.ts";
import { parseLabel } from "../lifecycle/labels.ts";
import { back } from "../lifecycle/table.ts";
import { readBlock } from "./block.ts";
import { type Checkpoint, requestedStatus } from "./checkpoint.ts";
import type { Moment } from "./moment.ts";
import { haltAfter, untoldHalt } from "./halting.ts";
import type { People } from "./people.ts";
import { workIn } from "./work.ts";

/** The task as it stood at the checkpoint, with the facts that stand now. */
export function momentAt(
  checkpoint: Checkpoint,
  facts: TaskFacts,
  people: People,
  refused: ReadonlySet<string>,
  redLabel: string | null,
): Moment {
  const { blocked, ...others } = readBlock(facts.body).block;
  // What is left over of a block that somebody ended by hand is no reason for the next one.
  const isOver =
    checkpoint.status !== "blocked" &&
    blocked?.since !== undefined &&
    !facts.history
      .slice(checkpoint.start)
      .some((entry) => entry.at === blocked.since && requestedStatus(entry) === "blocked");
  const block: TaskBlock = blocked === undefined || isOver ? others : { ...others, blocked };
  const unjudged = new Set(checkpoint.pending);
  const before = facts.history.slice(0, checkpoint.start).filter((entry) => !unjudged.has(entry));
  const work = workIn(before, people, refused);
  const halt =
    untoldHalt(facts.labels, facts.history, facts.createdAt) ??
    haltAfter(before, people, refused, redLabel);
  const priorities = facts.labels.map(parseLabel).filter((label) => label?.group === "priority");
  // The block can be edited by whoever filed the issue: it is believed only as far as the history bears it out.
  const written = block.blocked?.from;
  const wasThere =
    written !== undefined &&
    back.includes(written) &&
    before.some((entry) => !refused.has(entry.id) && ledTo(entry, written));
  const from =
    checkpoint.status === "blocked" ? (checkpoint.from ?? (wasThere ? written : null)) : null;
  const moment: Moment = {
    status: checkpoint.status,
    since: checkpoint.since,
    from,
    priority: priorities.at(-1)?.value ?? null,
    block,
    halt,
    ...work,
  };
  if (moment.status === "blocked" && from === null) {
    return { ...moment, from: moment.owner === null ? "planned" : "assigned" };
  }
  return moment;
}

/** The commands that bring a task to a status it can be blocked in. */
const leading: Partial<Readonly<Record<Status, readonly CommandName[]>>> = {
  planned: ["plan", "release"],
  assigned: ["assign", "claim"],
  active: ["start", "reject"],
  review: ["review"],
};

/** Whether a label put on, or a command obeyed, shows that the task was in that status. */
function ledTo(entry: HistoryEntry, status: Status): boolean {
  // A merge that closes the task without a verdict leaves it in review.
  if (entry.kind === "closed" && status === "review") return true;
  if (entry.kind !== "commented") return requestedStatus(entry) === status;
  if (entry.answer !== "accepted" && entry.answer !== "refused") return false;
  return parseCommands(entry.body).some(
    (parsed) => parsed.ok && leading[status]?.includes(parsed.command.name) === true,
  );
}
