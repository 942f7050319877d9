import { OutsideError } from "../../errors.ts";
import { isSeen } from "../../core/watch.ts";
import type { TaskState } from "../../schema/index.ts";
import { inParallel, mayRead, type Pass, settleInto } from "./pass.ts";

const atOnce = 4;

/**
 * Brings every queued task to rest, those first that an earlier pass had to leave. When what is left of the hourly limit is
 * reserved for writing, the rest is left: known to be behind, and first in the next pass. Tasks that fall behind because
 * another one turns out to be gone are read too.
 */
export async function readQueue(pass: Pass): Promise<void> {
  do await readQueued(pass);
  while ([...pass.tasks.values()].some((task) => isLeft(pass, task) && !pass.unread.has(task.id)));
}

async function readQueued(pass: Pass): Promise<void> {
  const { context } = pass;
  for (const task of pass.tasks.values())
    if (isLeft(pass, task)) pass.queue.set(task.id, { repo: task.repo, number: task.number });
  const waited = (id: string) => Object.hasOwn(pass.before.tasks, id) && wasLeft(pass, id);
  const ready = [...pass.queue].filter(([, { repo }]) => !pass.unlisted.has(repo));
  const ordered = [...ready.filter(([id]) => waited(id)), ...ready.filter(([id]) => !waited(id))];
  let done = 0;
  await inParallel(ordered, atOnce, async ([id, ref]) => {
    if (mayRead(pass)) await settleInto(pass, ref);
    else leave(pass, id);
    done += 1;
    context.onProgress?.(done, ordered.length);
  });
  for (const [id, { repo }] of pass.queue) if (pass.unlisted.has(repo)) leave(pass, id);
  pass.queue.clear();
  pass.listed.clear();
}

/**
 * Reads each of these tasks again, cheaply: one that is what we know of it needs no more. Those that cannot be read now are
 * noted as unread, and nothing about them changes. Returns whether anything is other than it was known to be.
 */
export async function verify(pass: Pass, ids: Iterable<string>): Promise<boolean> {
  const { forge, log } = pass.context;
  const unsure = [...new Set(ids)].filter((id) => !pass.outcomes.has(id) && !pass.unread.has(id));
  let isOther = false;
  await inParallel(unsure, atOnce, async (id) => {
    const task = pass.tasks.get(id);
    if (task === undefined) return;
    if (mayRead(pass)) {
      try {
        const listed = await forge.peek(task);
        if (listed !== null && isSeen(listed, task)) return;
        isOther = true;
        return await settleInto(pass, { repo: task.repo, number: task.number });
      } catch (error) {
        if (!(error instanceof OutsideError)) throw error;
        log.error("a task could not be read again", { task: id, error: error.message });
      }
    }
    isOther = true;
    leave(pass, id);
  });
  return isOther;
}

/** Reads each of these tasks in full that this pass has not read yet. Returns whether there were any. */
export async function readAgain(pass: Pass, ids: Iterable<string>): Promise<boolean> {
  const unsure = [...ids].filter((id) => !pass.outcomes.has(id) && !pass.unread.has(id));
  await inParallel(unsure, atOnce, async (id) => {
    const task = pass.tasks.get(id);
    if (task === undefined) return;
    if (mayRead(pass)) await settleInto(pass, { repo: task.repo, number: task.number });
    else leave(pass, id);
  });
  return unsure.length > 0;
}

function leave(pass: Pass, id: string): void {
  pass.unread.add(id);
  const task = pass.tasks.get(id);
  if (task !== undefined && task.judged !== null) pass.tasks.set(id, { ...task, behind: true });
}

function isLeft({ repos }: Pass, task: TaskState): boolean {
  return isToRead(task) && repos.includes(task.repo);
}

/** Of one whose history is cut everything is known that ever will be. */
function isToRead({ behind, judged, history_cut }: TaskState): boolean {
  return (behind || judged === null) && history_cut !== true;
}

function wasLeft({ before }: Pass, id: string): boolean {
  const task = before.tasks[id];
  return task !== undefined && isToRead(task);
}

/** Tasks that this pass does not know as they stand now: unread, or in a repository that it could not list. */
export function leftOf(pass: Pass): readonly string[] {
  const left = new Set(pass.unread);
  for (const task of pass.tasks.values()) {
    if (!pass.repos.includes(task.repo)) continue;
    const isUnseen = pass.unlisted.has(task.repo) && !pass.outcomes.has(task.id);
    if (isToRead(task) || isUnseen) left.add(task.id);
  }
  return [...left].toSorted();
}
