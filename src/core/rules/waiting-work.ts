import { priorities, type AgentState, type TaskState } from "../../schema/index.ts";
import { offersOf, wordsOf } from "../assignment/capability.ts";
import { compareIds } from "../dependencies/id-order.ts";
import { isMet } from "../ordering/waiting.ts";
import type { Policy } from "../policy.ts";
import type { World } from "../world.ts";
import { listed } from "./listed.ts";
import { perWorld } from "./per-world.ts";

/**
 * The first of the tasks without an owner, planned or triaged, that ask for something an agent offers; of all of them where
 * it lists no capability. Null when there is none. First is what could be assigned at once, then by priority, then what was
 * filed first.
 */
export function matchingWork(
  world: World,
  agent: Pick<AgentState, "capabilities" | "role">,
): TaskState | null {
  const { all, byWord } = waitingWork(world);
  if (agent.capabilities.length === 0) return all;
  let first: TaskState | null = null;
  for (const word of offersOf(agent)) first = earlier(world, byWord.get(word) ?? null, first);
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

/** The first of all, and of those that ask for a word. */
const waitingWork = perWorld((world) => {
  const byWord = new Map<string, TaskState>();
  let all: TaskState | null = null;
  for (const task of world.tasks.values()) {
    if (task.owner !== null || (task.status !== "planned" && task.status !== "triaged")) continue;
    all = earlier(world, task, all);
    for (const word of wordsOf(task))
      byWord.set(word, earlier(world, task, byWord.get(word) ?? null) ?? task);
  }
  return { all, byWord };
});

function earlier(world: World, one: TaskState | null, other: TaskState | null): TaskState | null {
  if (one === null || other === null) return one ?? other;
  return compare(world, one, other) < 0 ? one : other;
}

function ownHindrances(task: TaskState, world: World): readonly string[] {
  const lacks = (["priority", "output", "review"] as const).filter((fact) => task[fact] === null);
  const waits = task.depends.filter((id) => !isMet(id, task, world));
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
    Number(isReady(other, world)) - Number(isReady(one, world)) ||
    rank(one) - rank(other) ||
    Date.parse(one.created_at) - Date.parse(other.created_at) ||
    compareIds(one.id, other.id)
  );
}

function isReady(task: TaskState, world: World): boolean {
  const { priority, output, review, depends } = task;
  if (priority === null || output === null || review === null) return false;
  return depends.every((id) => isMet(id, task, world));
}

function rank({ priority }: TaskState): number {
  return priority === null ? priorities.length : priorities.indexOf(priority);
}
