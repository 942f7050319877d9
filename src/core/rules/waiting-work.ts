import { priorities, type AgentState, type TaskState } from "../../schema/index.ts";
import { compareIds } from "../dependencies/id-order.ts";
import type { Policy } from "../policy.ts";
import type { World } from "../world.ts";
import { listed } from "./listed.ts";
import { perWorld } from "./per-world.ts";

/**
 * The first of the tasks without an owner, planned or triaged, whose domain, kind, mode or project is among an agent's
 * capabilities; null when there is none. First is what could be assigned at once, then by priority, then what was filed first.
 */
export function matchingWork(world: World, { capabilities }: AgentState): TaskState | null {
  const byWord = firstByWord(world);
  let first: TaskState | null = null;
  for (const capability of capabilities) {
    const task = byWord.get(capability.toLowerCase());
    if (task !== undefined && (first === null || compare(world, task, first) < 0)) first = task;
  }
  return first;
}

/** What keeps a task from being assigned, as parts of a sentence. */
export function hindrances(task: TaskState, world: World, policy: Policy): readonly string[] {
  return [
    ...ownHindrances(task, world),
    ...(policy.config.assignment.automatic ? [] : ["automatic assignment is switched off"]),
    ...(world.halt === null ? [] : [`new work is halted on ${world.halt.task}`]),
  ];
}

const firstByWord = perWorld((world): ReadonlyMap<string, TaskState> => {
  const first = new Map<string, TaskState>();
  for (const task of world.tasks.values()) {
    if (task.owner !== null || (task.status !== "planned" && task.status !== "triaged")) continue;
    for (const word of [task.domain, task.kind, task.mode, task.project]) {
      if (word === null) continue;
      const key = word.toLowerCase();
      const before = first.get(key);
      if (before === undefined || compare(world, task, before) < 0) first.set(key, task);
    }
  }
  return first;
});

function ownHindrances(task: TaskState, { tasks }: World): readonly string[] {
  const lacks = (["priority", "output", "review"] as const).filter((fact) => task[fact] === null);
  const waits = task.depends.filter((id) => tasks.get(id)?.status !== "done");
  return [
    ...(lacks.length === 0 ? [] : [`it lacks ${listed(lacks.map((fact) => names[fact]))}`]),
    ...(waits.length === 0 ? [] : [`it waits for ${listed(waits)}`]),
  ];
}

const names = {
  priority: "a priority",
  output: "an expected output",
  review: "review criteria",
} as const;

function compare(world: World, one: TaskState, other: TaskState): number {
  return (
    Number(ownHindrances(one, world).length > 0) - Number(ownHindrances(other, world).length > 0) ||
    rank(one) - rank(other) ||
    Date.parse(one.created_at) - Date.parse(other.created_at) ||
    compareIds(one.id, other.id)
  );
}

function rank({ priority }: TaskState): number {
  return priority === null ? priorities.length : priorities.indexOf(priority);
}
