import type { TaskState, WorkstreamState } from "../../schema/index.ts";
import { canBeOverdue } from "../deadline.ts";
import { toInstant } from "../instant.ts";
import { ownersOf } from "./audience.ts";
import { type Slot, type Slots, slotsOf } from "./checkin-slots.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import { listed } from "./listed.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { minutesMs } from "./span.ts";
import { titled } from "./title.ts";

/**
 * Every open task of a workstream that somebody owns owes a check-in in each slot of the schedule. The newest slot that is
 * over by `rules.checkin_missed.grace_minutes` counts; a check-in in a later slot makes up for it.
 */
export const checkinMissed = {
  id: "checkin-missed",
  about: "workstream",
  kind: "alert",
  when: "a check-in of an open, owned task is later than `grace_minutes`",
  does: "signal, once a slot",
  evaluate,
} as const satisfies Rule<"workstream">;

function evaluate(workstream: WorkstreamState, { now, policy, world }: RuleContext): Judgement {
  if (workstream.checkins.length === 0) return silent("no check-ins are scheduled", []);
  const settings = policy.config.rules.checkin_missed;
  const grace = minutesMs(settings.grace_minutes);
  const schedules = workstream.checkins.map(slotsOf);

  const late: TaskState[] = [];
  const unknown: string[] = [];
  let slot: Slot | null = null;
  let next = Number.POSITIVE_INFINITY;
  for (const id of workstream.tasks) {
    const task = world.tasks.get(id);
    if (task === undefined || (owes(task) && task.judged === null)) unknown.push(id);
    if (task === undefined || task.judged === null || !owes(task)) continue;
    const missed = missedBy(task, schedules, now - grace);
    if (missed.slot !== null) late.push(task);
    if (missed.slot !== null && (slot === null || missed.slot.end > slot.end)) slot = missed.slot;
    next = Math.min(next, missed.nextEnd + grace);
  }

  if (slot === null)
    return unknown.length === 0
      ? silent("every check-in that is due was made", [], next)
      : cannotJudge(`check-ins of ${listed(unknown)} are not read yet`, [], next);
  const due = toInstant(slot.end);
  return fires({
    cause: due,
    title: titled(settings, "Check-in missed", workstream.id),
    why: `A check-in was due by ${due}: ${listed(late.map(described))}.`,
    to: [...new Set([...late.flatMap(ownersOf), "orchestrator"])],
    evidence: late.slice(0, shown).map(({ url }) => url),
    nextAt: next,
  });
}

const shown = 10;

function owes({ status, owner }: TaskState): boolean {
  return owner !== null && canBeOverdue(status);
}

/** The newest slot ended by `at` that it missed, and the end of the next one it will miss unless it checks in. */
function missedBy(
  task: TaskState,
  schedules: readonly Slots[],
  at: number,
): { readonly slot: Slot | null; readonly nextEnd: number } {
  // Nobody owes a check-in for a slot that had begun before the task was theirs.
  const held = Date.parse(task.lease?.since ?? task.since);
  const told = task.checkin === null ? Number.NEGATIVE_INFINITY : Date.parse(task.checkin.at);
  let slot: Slot | null = null;
  let nextEnd = Number.POSITIVE_INFINITY;
  for (const slots of schedules) {
    const latest = slots.latest(at);
    const isMissed = latest !== null && latest.start >= held && latest.start > told;
    if (isMissed && (slot === null || latest.end > slot.end)) slot = latest;
    nextEnd = Math.min(nextEnd, slots.first(Math.max(held, told + 1), at)?.end ?? nextEnd);
  }
  return { slot, nextEnd };
}

function described({ id, owner, checkin }: TaskState): string {
  return `${id} (${owner ?? "nobody"}, last ${checkin?.at ?? "never"})`;
}
