import { priorities, type Priority, type TaskState } from "../../schema/index.ts";
import { assignmentPass } from "../assignment/pass.ts";
import { rosterOf } from "../assignment/roster.ts";
import { deadlineInstant } from "../deadline.ts";
import { compareIds } from "../dependencies/id-order.ts";
import type { Order } from "../orders.ts";
import { waitsFor } from "../world.ts";
import { canBeOrdered, type OrderContext } from "./context.ts";
import { isMet } from "./waiting.ts";

/**
 * Complete tasks without an owner, each to the agent that suits it best; nobody is given more than `max_load`. First comes
 * what is more urgent, then what is due earlier, then what was filed first. None while work is halted.
 */
export function assignOrders(context: OrderContext): readonly Order[] {
  const { world, policy, now } = context;
  if (world.halt !== null || !policy.config.assignment.automatic) return [];
  const waiting = [...world.tasks.values()].filter((task) => isAssignable(task, context));
  if (waiting.length === 0) return [];
  const give = assignmentPass(rosterOf(world, policy, now));
  const orders: Order[] = [];
  for (const task of inTurn(waiting, policy.config.timezone)) {
    const given = give(task);
    if (given === null) continue;
    const { candidate, scored } = given;
    orders.push({
      repo: task.repo,
      number: task.number,
      kind: "assign",
      rule: "new-task",
      expects: { status: task.status, owner: null },
      owner: candidate.owner,
      reasons: scored.reasons,
      boundary: candidate.agent.boundary ?? null,
      why: `${candidate.owner} suits it best, with a score of ${scored.score}.`,
      evidence: [task.url],
    });
  }
  return orders;
}

/** Somebody who belongs here wants it, what an owner needs is there, nothing is waited for, and its project takes work. */
function isAssignable(task: TaskState, context: OrderContext): boolean {
  const { world } = context;
  if (!task.vouched) return false;
  if (task.owner !== null || (task.status !== "planned" && task.status !== "triaged")) return false;
  if (task.priority === null || isBlank(task.output) || isBlank(task.review)) return false;
  if (!canBeOrdered(task, context) || isHeldBack(task, context)) return false;
  return waitsFor(task).every((id) => isMet(id, task, world));
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === "";
}

/** Nothing new is begun in a project that is paused or protected. */
function isHeldBack({ project, repo }: TaskState, { policy }: OrderContext): boolean {
  return policy.config.projects.some(
    (one) => one.status !== "active" && (one.id === project || one.repo === repo),
  );
}

type Turn = {
  readonly id: string;
  readonly task: TaskState;
  readonly rank: number;
  readonly due: number;
  readonly filed: number;
};

function inTurn(tasks: readonly TaskState[], zone: string): readonly TaskState[] {
  const deadlines = new Map<string, number>();
  const deadlineOf = (due: string): number => {
    const at = deadlines.get(due) ?? deadlineInstant(due, zone);
    deadlines.set(due, at);
    return at;
  };
  return tasks
    .map((task) => ({
      id: task.id,
      task,
      rank: rankOf(task.priority),
      due: task.due === null ? Number.MAX_VALUE : deadlineOf(task.due),
      filed: Date.parse(task.created_at),
    }))
    .toSorted(compareTurns)
    .map(({ task }) => task);
}

function compareTurns(a: Turn, b: Turn): number {
  return a.rank - b.rank || a.due - b.due || a.filed - b.filed || compareIds(a.id, b.id);
}

function rankOf(priority: Priority | null): number {
  return priority === null ? priorities.length : priorities.indexOf(priority);
}
