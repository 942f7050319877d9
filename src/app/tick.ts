import { agentStates, type Sign, signsIn } from "../core/agents.ts";
import { type Alerts, alertsFor } from "../core/alerts.ts";
import type { TaskRef } from "../core/facts.ts";
import { toInstant } from "../core/instant.ts";
import { labelSpecs } from "../core/lifecycle/labels.ts";
import type { Entities } from "../core/state/entities.ts";
import { settledOf, taskState } from "../core/task/task-state.ts";
import { worldOf } from "../core/world.ts";
import type { Channel } from "../ports.ts";
import type { AlertState, ProjectState, RoutineState, State, TaskState } from "../schema/index.ts";
import { commitState, type Committed } from "./commit-state.ts";
import { type DataBranch, readDataBranch } from "./data-branch.ts";
import { deliverAlerts, type DeliveredAlerts } from "./deliver-alerts.ts";
import { isIncomplete, type TaskOutcome } from "./outcome.ts";
import { settle, type SettleContext, type Settled } from "./settle.ts";

export type TickContext = SettleContext & {
  readonly repo: string;
  readonly channels: readonly Channel[];
  readonly random: () => number;
  readonly onProgress?: (done: number, all: number) => void;
};

export type Ticked = {
  readonly at: string;
  readonly tasks: readonly TaskOutcome[];
  /** Tasks that could not be brought to rest; the next tick goes on with them. */
  readonly left: readonly TaskOutcome[];
  readonly commit: Committed | null;
  readonly alerts: Pick<DeliveredAlerts, "sent" | "failed">;
  readonly state: State;
};

/** Two hosts' clocks may differ, and an issue may have changed while the last list was read. */
const overlapMs = 120_000;
const atOnce = 4;

/** One pass over everything: settle what changed, judge what is due, tell whom it concerns, commit what is new. */
export async function tick(context: TickContext): Promise<Ticked> {
  const { forge, clock, repo, policy } = context;
  const branch = await readDataBranch(forge, repo, policy.config.data_branch);
  const since =
    branch.head === null ? null : toInstant(Date.parse(branch.state.generated_at) - overlapMs);
  const read = new Map<number, Settled>();
  const recall = (ref: TaskRef) => Promise.resolve(settledIn(branch.state, ref));
  const settling = { ...context, recall };

  if (branch.head === null && !context.dryRun) await forge.ensureLabels(repo, labelSpecs());
  const changed = await changedTasks(context, since, leftBefore(branch.state));
  await inParallel(changed, atOnce, async (number) => {
    read.set(number, await settleOrLeave({ repo, number }, settling));
    context.onProgress?.(read.size, changed.length);
  });
  const now = clock.now();
  let tasks = tasksAfter(branch.state, read, repo);
  // An alert about time is only as good as what is known now: read such a task again before anybody is told.
  for (const number of suspects(branch.state, tasks, read, context, now)) {
    read.set(number, await settleOrLeave({ repo, number }, settling));
  }
  tasks = tasksAfter(branch.state, read, repo);
  const unread = new Set(
    [...read.values()]
      .filter(({ ending }) => isIncomplete(ending))
      .map(({ number }) => `${repo}#${number}`),
  );
  const alerts = alertsFor(worldOf({ ...branch.state, tasks }), policy, now, unread);
  const delivered = context.dryRun
    ? { alerts, sent: [], failed: [] }
    : await deliverAlerts(alerts, context.channels, context.claims, context.log);
  const signs = signsIn([...read.values()].flatMap(({ last }) => last?.facts ?? []));
  const outcomes = [...read.values()].map(({ last: _last, ...outcome }) => outcome);
  const left = outcomes.filter(({ ending }) => isIncomplete(ending));
  const commit = context.dryRun
    ? null
    : await commitTick(context, branch, { tasks, alerts: delivered.alerts, signs, left, now });
  return {
    at: toInstant(now),
    tasks: outcomes,
    left,
    commit,
    alerts: { sent: delivered.sent, failed: delivered.failed },
    state: commit?.state ?? branch.state,
  };
}

function settledIn(state: State, { repo, number }: TaskRef) {
  const id = `${repo}#${number}`;
  const task = Object.hasOwn(state.tasks, id) ? state.tasks[id] : undefined;
  return task === undefined ? null : settledOf(task);
}

/** One task that cannot be read or written must not keep the others from their tick. */
async function settleOrLeave(ref: TaskRef, context: SettleContext): Promise<Settled> {
  try {
    return await settle(ref, context);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.log.error("a task is left to the next tick", { ...ref, error: message });
    return { ...ref, ending: "outside-failed", writes: [], last: null };
  }
}

const tickRoutine = "tick";

/** Numbers of the tasks that the last tick could not bring to rest: nobody may have touched them since. */
function leftBefore(state: State): readonly number[] {
  const result = state.routines[tickRoutine]?.result ?? "";
  return [...result.matchAll(/#(\d+)/g)].map(([, number]) => Number(number));
}

/** What the tick says of itself; it changes only when what is left does. */
function tickState(state: State, left: readonly TaskOutcome[], now: number): State["routines"] {
  const before = state.routines[tickRoutine];
  const result =
    left.length === 0
      ? "nothing left"
      : `left: ${left.map(({ number }) => `#${number}`).join(", ")}`;
  if (before?.result === result || (before === undefined && left.length === 0))
    return state.routines;
  const routine: RoutineState = {
    id: tickRoutine,
    name: "Tick",
    schedule: "every quarter of an hour",
    desired: "nothing left",
    every_minutes: null,
    last_run: toInstant(now),
    result,
    failures: left.length === 0 ? 0 : (before?.failures ?? 0) + 1,
    health: left.length === 0 ? "healthy" : "warning",
  };
  return { ...state.routines, [tickRoutine]: routine };
}

async function changedTasks(
  context: TickContext,
  since: string | null,
  left: readonly number[],
): Promise<readonly number[]> {
  const { forge, repo } = context;
  const found = new Set<number>(left);
  for await (const page of forge.listIssues(repo, since)) {
    for (const issue of page) {
      if (!issue.isPullRequest) found.add(issue.number);
      else if (issue.mergedAt !== null) {
        for (const number of await forge.tasksOfPull({ repo, number: issue.number }))
          found.add(number);
      }
    }
  }
  return [...found];
}

function tasksAfter(
  state: State,
  read: ReadonlyMap<number, Settled>,
  repo: string,
): Record<string, TaskState> {
  const tasks = new Map(Object.entries(state.tasks));
  for (const { number, ending, last } of read.values()) {
    const id = `${repo}#${number}`;
    if (ending === "not-a-task") tasks.delete(id);
    else if (last !== null) tasks.set(id, taskState(last.facts, last.judgement));
  }
  return Object.fromEntries(tasks);
}

function suspects(
  state: State,
  tasks: Record<string, TaskState>,
  read: ReadonlyMap<number, Settled>,
  context: TickContext,
  now: number,
): readonly number[] {
  const alerts: Alerts = alertsFor(worldOf({ ...state, tasks }), context.policy, now);
  const fresh = Object.values(alerts).filter(
    ({ id, resolved_at }) => resolved_at === null && !Object.hasOwn(state.alerts, id),
  );
  return fresh.flatMap(({ entity_id }) => {
    const number = tasks[entity_id]?.number;
    return number === undefined || read.has(number) ? [] : [number];
  });
}

async function commitTick(
  context: TickContext,
  branch: DataBranch,
  found: {
    tasks: Record<string, TaskState>;
    alerts: Record<string, AlertState>;
    signs: ReadonlyMap<string, Sign>;
    left: readonly TaskOutcome[];
    now: number;
  },
): Promise<Committed | null> {
  const { policy } = context;
  const entitiesOn = (state: State): Entities => ({
    ...state,
    tasks: found.tasks,
    alerts: found.alerts,
    agents: agentStates(
      policy.agents,
      Object.values(found.tasks),
      found.signs,
      state.agents,
      found.now,
    ),
    projects: projectStates(policy.config.projects),
    routines: tickState(state, found.left, found.now),
  });
  return await commitState({ ...context, config: policy.config }, branch, entitiesOn, (events) =>
    tickMessage(events.map(({ message }) => message)),
  );
}

function projectStates(
  projects: readonly {
    id: string;
    name: string;
    status: ProjectState["status"];
    repo?: string | undefined;
  }[],
): Record<string, ProjectState> {
  return Object.fromEntries(
    projects
      .filter(({ status }) => status !== "protected")
      .map(({ id, name, status, repo }) => [id, { id, name, status, repo: repo ?? null }]),
  );
}

function tickMessage(messages: readonly string[]): string {
  const shown = messages
    .slice(0, 20)
    .map((message) => `- ${message.replaceAll(/\s+/g, " ").slice(0, 120)}`);
  const more =
    messages.length > shown.length ? [`- and ${messages.length - shown.length} more`] : [];
  return [
    `Record ${messages.length} event${messages.length === 1 ? "" : "s"}`,
    "",
    ...shown,
    ...more,
  ].join("\n");
}

async function inParallel<T>(
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
