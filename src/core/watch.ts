import type { TaskState } from "../schema/index.ts";
import type { ListedIssue } from "./facts.ts";
import { toInstant } from "./instant.ts";
import { lifecycle, type StatusSpec } from "./lifecycle/table.ts";
import { labelValues, statusOfLabel } from "./lifecycle/labels.ts";
import type { Policy } from "./policy.ts";
import { digestOf } from "./state/digest.ts";
import { isSame } from "./state/equal.ts";
import { readBlock } from "./task/block.ts";
import { untoldHalt } from "./task/halting.ts";
import { taskState } from "./task/task-state.ts";

/** A list may be a little behind what was written: this much of it is looked at again. */
const overlapMs = 60_000;

/**
 * From when on the issues of a repository have to be listed. `through` is how far the lists of earlier passes have shown
 * them, by GitHub's own times: never the time of something that was read on its own, for what had changed before it and
 * after the list would never be listed. null: nothing has been listed yet.
 */
export function watchedSince(through: string | null): string | null {
  return through === null ? null : toInstant(Date.parse(through) - overlapMs);
}

/** The later of two instants, either of which may be none. */
export function laterOf(one: string | null, other: string): string {
  return one === null || Date.parse(other) > Date.parse(one) ? other : one;
}

/**
 * Whether a list shows nothing of a task that is not known already. What it shows is compared beside its time: somebody may
 * have changed it in the very second of what we wrote, or read, last.
 */
export function isSeen(listed: ListedIssue, task: TaskState | undefined): boolean {
  if (task === undefined || task.behind) return false;
  if (task.judged === null && task.history_cut !== true) return false;
  return (
    task.updated_at === listed.updatedAt &&
    task.comments === listed.comments &&
    task.blockers === listed.blockers &&
    task.title === listed.title &&
    isClosedNow(task) === (listed.state === "closed") &&
    listed.milestone === task.workstream &&
    isSame(listed.labels.toSorted(), task.labels) &&
    isSame(listed.assignees.toSorted(), task.assignees.toSorted()) &&
    (task.body_digest === undefined || task.body_digest === digestOf(listed.body))
  );
}

/** A closed issue without a status that nobody has touched for as long as a command is listened to: not ours. */
export function isBeforeOurTime(listed: ListedIssue, policy: Policy, now: number): boolean {
  if (listed.state !== "closed" || listed.closedAt === null) return false;
  if (listed.labels.some((label) => statusOfLabel(label) !== null)) return false;
  return now - Date.parse(listed.closedAt) > policy.config.commands.max_age_hours * 3_600_000;
}

/**
 * What a list alone says of a task. Its status is what the labels claim; nothing has judged it, and since when it stands is
 * not known: `judged` is null.
 */
export function listedTask(listed: ListedIssue): TaskState {
  const values = labelValues(listed.labels);
  const owner = values.get("owner") ?? null;
  const claimed = listed.labels
    .map(statusOfLabel)
    .filter((status) => status !== null && status !== "unknown");
  const ended = listed.stateReason === "not_planned" ? "archived" : "done";
  const status = claimed.at(-1) ?? (listed.state === "closed" ? ended : "inbox");
  const facts = {
    ...listed,
    history: [],
    complete: false,
    deeds: [],
    permissions: {},
    pulls: [],
    blockedBy: [],
    parent: null,
    parts: [],
    tagged: {},
    settled: null,
  };
  const { block } = readBlock(listed.body);
  const moment = {
    status,
    since: listed.createdAt,
    from: null,
    owner,
    granted: { owner, epoch: 0, since: null },
    halt: untoldHalt(listed.labels, [], listed.createdAt),
    priority: values.get("priority") ?? null,
    block,
    deliveredBy: [],
    workedBy: [],
  };
  return taskState(facts, { moment, cursor: null });
}

/**
 * What is known of a task whose history is longer than is read: what was judged before, and what a list shows. Its text is
 * judged no more, so the facts stay as they stood. A halt stands as long as its label hangs, also on a closed issue: who
 * closed it cannot be told.
 */
export function cutTask(listed: ListedIssue, before: TaskState | undefined): TaskState {
  const shown = listedTask(listed);
  const hanging = untoldHalt(listed.labels, [], listed.createdAt);
  const cut = { behind: false, judged: null, history_cut: true };
  if (before === undefined) return { ...shown, ...cut, halt: hanging };
  const { since, blocked, lease, last_work } = shown;
  return {
    ...before,
    ...onIssue(shown),
    ...(shown.status === before.status ? {} : { since, blocked }),
    ...(shown.owner === before.owner ? {} : { lease, last_work }),
    ...cut,
    halt: hanging === null ? null : (before.halt ?? hanging),
  };
}

/** What the issue itself and its labels say. */
function onIssue({
  title,
  url,
  status,
  updated_at,
  comments,
  body_digest,
  blockers,
  labels,
  closed_at,
  closed_as,
  kind,
  priority,
  domain,
  mode,
  risk,
  project,
  workstream,
  owner,
  assignees,
  fingerprint,
}: TaskState): Partial<TaskState> {
  return {
    title,
    url,
    status,
    updated_at,
    comments,
    ...(body_digest === undefined ? {} : { body_digest }),
    blockers,
    labels,
    closed_at,
    ...(closed_as === undefined ? {} : { closed_as }),
    kind,
    priority,
    domain,
    mode,
    risk,
    project,
    workstream,
    owner,
    assignees,
    fingerprint,
  };
}

/** Issues on a page of the list. */
const page = 100;

/**
 * Where the slice of a pass begins: an instant from which one page of the list is compared with what is known, so that
 * issues that were deleted or moved away are noticed. Golden-ratio steps visit every part evenly, however the list grows;
 * they begin a page before it, or its oldest part would hardly ever be seen.
 */
export function sliceFrom(tasks: Iterable<TaskState>, repo: string, turn: number): string | null {
  const changes: string[] = [];
  for (const task of tasks) if (task.repo === repo) changes.push(task.updated_at);
  if (changes.length === 0) return null;
  changes.sort();
  const share = (turn * 0.618_033_988_749_895) % 1;
  const first = Math.floor(share * (changes.length + page - 1)) - (page - 1);
  return changes[Math.max(0, first)] ?? null;
}

/**
 * Ids of the tasks that one page of the list, beginning at `since`, ought to show and does not. `isLast`: nothing comes
 * after the page. What changed in the page's last second may stand on the next one.
 */
export function missingFrom(
  listed: readonly Pick<ListedIssue, "number" | "updatedAt">[],
  isLast: boolean,
  tasks: Iterable<TaskState>,
  repo: string,
  since: string,
): readonly string[] {
  const shown = new Set(listed.map(({ number }) => number));
  const end = listed.at(-1)?.updatedAt ?? "";
  const missing: string[] = [];
  for (const task of tasks) {
    if (task.repo !== repo || task.updated_at < since || shown.has(task.number)) continue;
    if (isLast || task.updated_at < end) missing.push(task.id);
  }
  return missing;
}

function isClosedNow({ status }: TaskState): boolean {
  const spec: StatusSpec = lifecycle[status];
  return spec.issue !== "open";
}
