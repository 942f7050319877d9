import type { TaskState, WorkstreamState } from "../../schema/index.ts";
import { criticalPath, type Schedule, type Scheduled } from "../dependencies/critical-path.ts";
import { type DependencyGraph, dependencyGraph } from "../dependencies/graph.ts";
import {
  hasEstimate,
  hourMs,
  remainingMs,
  type ScheduleInput,
  type ScheduleNode,
} from "../dependencies/schedule-node.ts";
import type { World } from "../world.ts";
import { type DueMargin, dueMargins } from "./due-margin.ts";
import { isClosed, scheduleInput } from "./schedule.ts";

/** One task in the order of the schedule. Instants are milliseconds since the epoch. */
export type PlannedTask = {
  readonly task: TaskState;
  /** Not of the workstream: something in it waits for it. */
  readonly isOutside: boolean;
  /** Of the whole task; the workstream's default when `isAssumed`. */
  readonly hours: number;
  readonly isAssumed: boolean;
  /** What is left of them. */
  readonly left: number;
  /** From 0 to 1. */
  readonly progress: number;
  /** Null for what is archived, and for what is in a circle or behind one. */
  readonly times: Scheduled | null;
  readonly deadline: number | null;
  readonly margin: DueMargin | null;
};

/** A workstream with its schedule at one moment: what the forecast is told from. */
export type Plan = {
  readonly workstream: WorkstreamState;
  readonly world: World;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly start: number;
  readonly end: number;
  readonly input: ScheduleInput;
  readonly graph: DependencyGraph<ScheduleNode>;
  readonly schedule: Schedule;
  /** Ids of its own tasks. */
  readonly own: ReadonlySet<string>;
  /** Its own tasks and the open ones outside that it waits for, by id, in the order in which they can be done. */
  readonly tasks: ReadonlyMap<string, PlannedTask>;
};

/** `zone` is where a date-only deadline ends; `now` is in milliseconds since the epoch. */
export function planOf(workstream: WorkstreamState, world: World, zone: string, now: number): Plan {
  const input = scheduleInput(workstream, world.tasks, zone, now);
  const graph = dependencyGraph(input.nodes);
  const schedule = criticalPath(input);
  const margins = dueMargins(graph, schedule);
  const own = new Set(workstream.tasks);
  const planned: PlannedTask[] = [];
  for (const node of input.nodes) {
    const task = world.tasks.get(node.id);
    const isOutside = !own.has(node.id);
    if (task === undefined || (isOutside && isClosed(task.status))) continue;
    planned.push({
      ...worked(node, input.defaultHours),
      task,
      isOutside,
      times: schedule.nodes.get(node.id) ?? null,
      deadline: node.deadline ?? null,
      margin: margins.get(node.id) ?? null,
    });
  }
  return {
    workstream,
    world,
    now,
    start: input.start,
    end: input.start + Math.round(workstream.hours * hourMs),
    input,
    graph,
    schedule,
    own,
    tasks: new Map(planned.toSorted(inSchedule).map((one) => [one.task.id, one])),
  };
}

/** Whether a task is still to be done; an id that nobody knows is not. */
export function isOpen(world: Pick<World, "tasks">, id: string): boolean {
  const task = world.tasks.get(id);
  return task !== undefined && !isClosed(task.status);
}

/** Those with hours left that nobody estimated. */
export function assumedIn({ tasks }: Pick<Plan, "tasks">): readonly PlannedTask[] {
  return [...tasks.values()].filter(({ isAssumed, left }) => isAssumed && left > 0);
}

/** `#12`, or the full id when it is of another repository than the workstream. */
export function shortId({ workstream }: Pick<Plan, "workstream">, id: string): string {
  return id.startsWith(`${workstream.repo}#`) ? id.slice(workstream.repo.length) : id;
}

/** `#12 (Title)`, the title cut after 48 characters. */
export function nameOf(plan: Pick<Plan, "workstream">, { id, title }: TaskState): string {
  const characters = [...title];
  const shown = characters.length <= 48 ? title : `${characters.slice(0, 47).join("")}…`;
  return `${shortId(plan, id)} (${shown})`;
}

function worked(node: ScheduleNode, defaultHours: number) {
  const isAssumed = !hasEstimate(node);
  return {
    hours: isAssumed ? defaultHours : (node.hours ?? defaultHours),
    isAssumed,
    left: node.state === "open" ? remainingMs(node, defaultHours) / hourMs : 0,
    progress: node.progress,
  };
}

/** What can begin first; what cannot be judged last. */
function inSchedule(a: PlannedTask, b: PlannedTask): number {
  const never = Number.MAX_SAFE_INTEGER;
  return (
    (a.times?.earliestStart ?? never) - (b.times?.earliestStart ?? never) ||
    (a.times?.earliestFinish ?? never) - (b.times?.earliestFinish ?? never) ||
    a.task.number - b.task.number ||
    (a.task.id < b.task.id ? -1 : 1)
  );
}
