import type { TaskState } from "../../schema/index.ts";
import { judgeLease, type LeaseVerdict, unheardIn } from "../assignment/lease.ts";
import type { RuleContext } from "../rules/rule.ts";
import { type Judged, judgeWorld } from "./judge.ts";

/**
 * What the rules say of all that bears on a task beside itself: the agents that own or share it, its workstream, the room,
 * and the messages that tell of its alerts.
 */
export function judgeAround(task: TaskState, context: RuleContext): readonly Judged[] {
  const owners = new Set(task.owner === null ? task.shared : [task.owner, ...task.shared]);
  const { alerts, outbox } = context.world;
  const bears = ({ rule, entity }: Judged): boolean => {
    switch (rule.about) {
      case "agent":
        return owners.has(`agent:${entity}`);
      case "workstream":
        return entity === task.workstream;
      case "message":
        return alerts.get(outbox.get(entity)?.alert ?? "")?.entity_id === task.id;
      case "room":
        return true;
      case "task":
      case "routine":
      case "audit":
      case "foreign":
        return false;
    }
  };
  const around: Judged[] = [];
  judgeWorld(
    context,
    ({ about }) => about !== "task",
    (judged) => {
      if (bears(judged)) around.push(judged);
    },
  );
  return around;
}

/** Whether an agent's lease on a task still runs; null: it is under none. */
export function leaseOn(
  task: TaskState,
  { world, policy, now }: RuleContext,
): Exclude<LeaseVerdict, { verdict: "none" }> | null {
  const unheard = unheardIn(world.tasks.values(), new Set());
  const lease = judgeLease(task, { world, policy, now, unheard });
  return lease.verdict === "none" ? null : lease;
}
