import type { StandingHalt, TaskFacts, TaskRef } from "../../core/facts.ts";
import type { Order } from "../../core/orders.ts";
import { entityOf } from "../../core/state/entities.ts";
import { settledOf, taskState } from "../../core/task/task-state.ts";
import { cutTask } from "../../core/watch.ts";
import { waitsFor } from "../../core/world.ts";
import type { IssueSummary } from "../../ports.ts";
import type { State, TaskState } from "../../schema/index.ts";
import type { Questions } from "../decide-fully.ts";
import { governedBy } from "../governed.ts";
import { isIncomplete, type TaskOutcome } from "../outcome.ts";
import { cycleAmong, explanationOf } from "../questions.ts";
import { asFiled } from "./as-filed.ts";
import { standingHalts } from "../standing-halts.ts";
import { settle, type SettleContext, type Settled } from "../settle.ts";
import type { TickContext } from "../tick.ts";

/** One pass under way: what is known by now, and what has been done. */
export type Pass = {
  readonly context: TickContext;
  readonly before: State;
  /** The repositories under this control room, its own first. */
  readonly repos: readonly string[];
  readonly tasks: Map<string, TaskState>;
  /** Of paused projects: kept as they were, and judged by nothing. Those of projects that are no longer ours are let go. */
  readonly parked: ReadonlyMap<string, TaskState>;
  readonly outcomes: Map<string, TaskOutcome>;
  readonly facts: TaskFacts[];
  /** How far the lists of this pass and of earlier ones have shown each repository, by GitHub's own times. */
  readonly through: Map<string, string>;
  /** Repositories whose list was so long that the next pass must not have to ask for all of it again. */
  readonly long: Set<string>;
  /** Repositories whose list could not be had to its end: nothing in them is judged by what it does not show. */
  readonly unlisted: Map<string, string>;
  /** Ids of tasks that something in a list has made worth reading, in the order of their change. */
  readonly queue: Map<string, TaskRef>;
  /** Issues as a list of this pass has just shown them: they need not be asked for again. */
  readonly listed: Map<string, IssueSummary>;
  /**
   * The oldest change that an earlier pass would have seen and recorded, had there been one: an issue that is new to us in
   * the control room's own repository; null: nothing is known to have waited.
   */
  waited: string | null;
  /** Agents as they were before this pass took anything from them: who was silent then is no less so without work. */
  agents: State["agents"] | null;
  /** What halts new work, asked for once. */
  halts: Promise<readonly StandingHalt[]> | null;
  /** Ids of tasks that should have been read and were not. */
  readonly unread: Set<string>;
};

export function openPass(context: TickContext, before: State): Pass {
  const { config } = context.policy;
  const repos = governedBy(config, context.repo);
  const paused = config.projects.flatMap(({ status, repo }) =>
    status === "paused" && repo !== undefined ? [repo] : [],
  );
  const tasks = new Map<string, TaskState>();
  const parked = new Map<string, TaskState>();
  for (const task of Object.values(before.tasks)) {
    if (repos.includes(task.repo)) tasks.set(task.id, task);
    else if (paused.includes(task.repo)) parked.set(task.id, task);
  }
  return {
    context,
    before,
    repos,
    tasks,
    parked,
    outcomes: new Map(),
    facts: [],
    through: new Map(
      repos.flatMap((repo) => {
        const through = entityOf(before.routines, listRoutine(repo))?.last_run ?? null;
        return through === null ? [] : [[repo, through]];
      }),
    ),
    long: new Set(),
    unlisted: new Map(),
    queue: new Map(),
    listed: new Map(),
    waited: null,
    agents: null,
    halts: null,
    unread: new Set(),
  };
}

/** Id of the routine by which the snapshot remembers how far a repository has been listed. */
export function listRoutine(repo: string): string {
  return `list:${repo}`;
}

/** What that routine says when the list ended before its end. */
export const cutShort = "cut short";

export function idOf({ repo, number }: TaskRef): string {
  return `${repo}#${number}`;
}

/** Whether reading may go on: what the configuration reserves of the hourly limit is for writing. */
export function mayRead({ context }: Pass): boolean {
  const budget = context.forge.budget();
  if (budget === null || budget.resetsAt <= context.clock.now()) return true;
  return budget.remaining > context.policy.config.tick.reserve;
}

/** Reads one task, brings it to rest, and keeps what is then known of it. */
export async function settleInto(
  pass: Pass,
  ref: TaskRef,
  orders: readonly Order[] = [],
): Promise<void> {
  const { context, before } = pass;
  const recall = (task: TaskRef) => {
    const known = Object.hasOwn(before.tasks, idOf(task)) ? before.tasks[idOf(task)] : undefined;
    return Promise.resolve(known === undefined ? null : settledOf(known));
  };
  const settled = await settleOrLeave(
    ref,
    { ...context, ...questionsOf(pass), recall },
    orders,
    pass.listed.get(idOf(ref)),
    pass.tasks.get(idOf(ref)),
  );
  const listed = pass.listed.get(idOf(ref));
  pass.listed.delete(idOf(ref));
  const { last, ...outcome } = settled;
  const id = idOf(ref);
  const earlier = pass.outcomes.get(id);
  pass.outcomes.set(id, { ...outcome, writes: [...(earlier?.writes ?? []), ...outcome.writes] });
  const known = pass.tasks.get(id);
  if (outcome.ending === "history-cut" && (listed ?? known) !== undefined) {
    pass.unread.delete(id);
    if (listed !== undefined) pass.tasks.set(id, cutTask(listed, known));
    else if (known !== undefined)
      pass.tasks.set(id, { ...known, judged: null, behind: false, history_cut: true });
    return;
  }
  if (isIncomplete(outcome.ending)) {
    pass.unread.add(id);
    if (known !== undefined) pass.tasks.set(id, { ...known, behind: true });
    return;
  }
  pass.unread.delete(id);
  if (outcome.ending === "not-a-task") forget(pass, id);
  if (last === null) return;
  pass.facts.push(last.facts);
  const state = taskState(last.facts, { ...last.judgement, known });
  // Without the whole list nothing newer than what is known may pass for listed: the next pass would begin after it.
  const isBeyond = pass.unlisted.has(ref.repo) && known !== undefined;
  pass.tasks.set(id, isBeyond ? { ...state, updated_at: known.updated_at } : state);
}

/** What waited for it, and what it was a part of, changes with it, though GitHub dates no change on those. */
function forget({ tasks }: Pass, id: string): void {
  tasks.delete(id);
  for (const task of tasks.values()) {
    const isConcerned =
      waitsFor(task).includes(id) || task.parent === id || task.parts.includes(id);
    if (isConcerned) tasks.set(task.id, { ...task, behind: true });
  }
}

/** What a decision may depend on, answered from what the pass knows. */
function questionsOf(pass: Pass): Questions {
  const { context, repos, tasks, before } = pass;
  return {
    halts: () => (pass.halts ??= standingHalts(repos, context)),
    cycleThrough: async (ref, on) => cycleAmong(tasks.values(), ref, on),
    explain: async (seen) => {
      const state = { ...before, tasks: Object.fromEntries(tasks) };
      return explanationOf(seen, state, context.policy, context.clock.now());
    },
  };
}

/** One task that cannot be read or written must not keep the others from their tick. */
async function settleOrLeave(
  ref: TaskRef,
  context: SettleContext,
  orders: readonly Order[],
  listed: IssueSummary | undefined,
  known: TaskState | undefined,
): Promise<Settled> {
  try {
    const settled = await settle(ref, context, orders, listed);
    const { last } = settled;
    if (last === null) return settled;
    const facts = await asFiled(last.facts, known, context.forge);
    return { ...settled, last: { ...last, facts } };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.log.error("a task is left to the next tick", { ...ref, error: message });
    return { ...ref, ending: "outside-failed", writes: [], last: null };
  }
}

/** Runs `work` on all items, `limit` at a time. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}
