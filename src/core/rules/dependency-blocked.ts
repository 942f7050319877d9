import type { TaskState } from "../../schema/index.ts";
import { isMet, type Standing, standingOf } from "../ordering/waiting.ts";
import { waitsFor, type World } from "../world.ts";
import { ownersOf } from "./audience.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import { listed } from "./listed.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";
import { waitingCycle } from "./waiting-cycle.ts";

/** Blocked while another task that it waits for is not done. */
export const dependencyBlocked = {
  id: "dependency-blocked",
  about: "task",
  kind: "alert",
  when: "blocked on another task",
  does: "tell the blocker's owner and the orchestrator at once",
  evaluate,
} as const satisfies Rule<"task">;

type Blocker = {
  readonly id: string;
  readonly standing: Standing;
  readonly task: TaskState | undefined;
};

function evaluate(task: TaskState, { policy, world }: RuleContext): Judgement {
  const evidence = [task.url];
  if (task.status !== "blocked") return silent(`it is ${task.status}`, evidence);
  const waits = waitsFor(task);
  if (waits.length === 0) return silent("it waits for no other task", evidence);

  const blockers: Blocker[] = [];
  const unknown: string[] = [];
  for (const id of waits) {
    if (isMet(id, task, world)) continue;
    const standing = standingOf(id, task, world);
    const known = world.tasks.get(id);
    if (known !== undefined || standing === "open" || standing === "failed")
      blockers.push({ id, standing, task: known });
    else unknown.push(id);
  }
  const unread = unknown.length === 0 ? "" : `nothing is known of ${listed(unknown)}`;
  if (blockers.length === 0)
    return unread === ""
      ? silent("all it waits for is done", evidence)
      : cannotJudge(unread, evidence);

  return fires({
    // One block is one problem, however many of several blockers are done in the meantime.
    cause: task.blocked?.on ?? "depends",
    title: titled(policy.config.rules.dependency_blocked, "Blocked on another task", task.title),
    why: [
      `It waits for ${listed(blockers.map(described))}.`,
      ...(unread === "" ? [] : [`Beside that ${unread}.`]),
      ...cycleWords(world, task),
    ].join(" "),
    to: [
      ...new Set([
        ...blockers.flatMap((one) => (one.task === undefined ? [] : ownersOf(one.task))),
        "orchestrator",
      ]),
    ],
    evidence: [...evidence, ...blockers.flatMap((one) => one.task?.url ?? [])],
    nextAt: null,
  });
}

function described({ id, standing, task }: Blocker): string {
  if (task === undefined)
    return `${id} (${standing === "open" ? "open" : "closed as not planned"}, no task here)`;
  const { status, owner } = task;
  return `${id} (${status}, owner ${owner ?? "nobody"})`;
}

function cycleWords(world: World, { id }: TaskState): readonly string[] {
  const cycle = waitingCycle(world, id);
  return cycle === null ? [] : [`It cannot end, as these wait for each other: ${listed(cycle)}.`];
}
