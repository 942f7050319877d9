import type { Criterion, TaskState, WorkstreamItem } from "../../schema/index.ts";
import { listed } from "../rules/listed.ts";

export type CriterionContext = {
  readonly repo: string;
  readonly tasks: ReadonlyMap<string, TaskState>;
  /** How it stood at the last judgement. */
  readonly before: Criterion | undefined;
  /** The go/no-go, in milliseconds since the epoch. */
  readonly goNoGo: number | null;
  readonly now: number;
};

/** `wasMet`: whether it was at the go/no-go, as far as that has come; null when a fact is missing that would say. */
export type JudgedCriterion = { readonly criterion: Criterion; readonly wasMet: boolean | null };

/**
 * A success criterion or deliverable: what somebody has written down of it, else what its tasks say. One that is not met at
 * the go/no-go has failed; when its tasks are done after that, it is met, and says so.
 */
export function judgeCriterion(item: WorkstreamItem, context: CriterionContext): JudgedCriterion {
  const { text, status } = item;
  const say = (now: Criterion["status"], why: string, wasMet: boolean | null) => ({
    criterion: { text, status: now, why },
    wasMet,
  });
  if (status !== undefined)
    return say(status, "as it is written in the configuration", status === "met");

  const tasks = tasksOf(item, context);
  if (tasks.failed.length > 0) return say("failed", failedWords(tasks.failed, context.repo), false);
  if (tasks.unread.length > 0)
    return say("pending", `nothing is known yet of ${named(tasks.unread, context.repo)}`, null);
  if (tasks.done.length > 0 && tasks.open.length === 0) {
    const isLate = isAfter(tasks.lastDone, context.goNoGo);
    const when = isLate ? ", the last of them after the go/no-go" : "";
    return say("met", `done: ${named(tasks.done, context.repo)}${when}`, !isLate);
  }
  const waits =
    tasks.open.length === 0
      ? "it names no task, and no status is written down"
      : `not done: ${named(tasks.open, context.repo)}`;
  const isOver = context.goNoGo !== null && context.now >= context.goNoGo;
  return isOver
    ? say("failed", `not met at the go/no-go; ${waits}`, false)
    : say("pending", waits, false);
}

type Sorted = {
  readonly done: readonly string[];
  readonly open: readonly string[];
  readonly failed: readonly TaskState[];
  readonly unread: readonly string[];
  /** Milliseconds since the epoch. */
  readonly lastDone: number;
};

function tasksOf(item: WorkstreamItem, { repo, tasks, before }: CriterionContext): Sorted {
  const done: string[] = [];
  const open: string[] = [];
  const failed: TaskState[] = [];
  const unread: string[] = [];
  let lastDone = Number.NEGATIVE_INFINITY;
  for (const reference of item.tasks ?? []) {
    const id = reference.startsWith("#") ? `${repo}${reference}` : reference;
    const task = tasks.get(id);
    if (task === undefined || task.judged === null) {
      unread.push(id);
      continue;
    }
    // Accepted work may be taken off the board afterwards.
    const isDone =
      task.status === "done" || (task.status === "archived" && before?.status === "met");
    if (isDone) done.push(id);
    else if (task.status === "failed" || task.status === "archived") failed.push(task);
    else open.push(id);
    if (task.status === "done") lastDone = Math.max(lastDone, Date.parse(task.since));
  }
  return { done, open, failed, unread, lastDone };
}

function isAfter(instant: number, limit: number | null): boolean {
  return limit !== null && instant > limit;
}

function failedWords(failed: readonly TaskState[], repo: string): string {
  return listed(failed.map(({ id, status }) => `${short(id, repo)} is ${status}`));
}

function named(ids: readonly string[], repo: string): string {
  return listed(ids.map((id) => short(id, repo)));
}

function short(id: string, repo: string): string {
  return id.startsWith(`${repo}#`) ? id.slice(repo.length) : id;
}
