import type { Status, TaskBlock } from "../../schema/index.ts";
import type { HistoryEntry, TaskFacts } from "../facts.ts";
import { parseLabel } from "../lifecycle/labels.ts";
import { back } from "../lifecycle/table.ts";
import { type Checkpoint, requestedStatus } from "./checkpoint.ts";
import type { Moment } from "./moment.ts";
import { haltAfter, untoldHalt } from "./halting.ts";
import type { People } from "./people.ts";
import { ledTo } from "./stay.ts";
import { workIn } from "./work.ts";

/** The task as it stood at the checkpoint, with the facts that stand now. */
export function momentAt(
  checkpoint: Checkpoint,
  facts: TaskFacts,
  people: People,
  refused: ReadonlySet<string>,
  redLabel: string | null,
  standing: TaskBlock,
): Moment {
  const { blocked, ...others } = standing;
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
  // Not as the block says: it can be edited by whoever filed the issue, and may be of a later stay than the checkpoint's.
  const from =
    checkpoint.status === "blocked" ? (checkpoint.from ?? cameFrom(before, refused)) : null;
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

/** Where a task stood last that it could be blocked in; null when nothing tells. */
function cameFrom(before: readonly HistoryEntry[], refused: ReadonlySet<string>): Status | null {
  let last: Status | null = null;
  for (const entry of before) {
    for (const to of ledTo(entry, refused)) {
      // A merge that closes the task without a verdict leaves it in review.
      if (to === "done") last = "review";
      else if (to !== "back" && back.includes(to)) last = to;
    }
  }
  return last;
}
