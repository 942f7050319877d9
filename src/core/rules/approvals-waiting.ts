import type { TaskState } from "../../schema/index.ts";
import type { World } from "../world.ts";
import { fires, silent } from "./judgement.ts";
import { listed } from "./listed.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { titled } from "./title.ts";

/** More than `rules.approvals_waiting.more_than` tasks are in review. */
export const approvalsWaiting = {
  id: "approvals-waiting",
  about: "room",
  kind: "alert",
  when: "more than `more_than` pending approvals",
  does: "alert",
  evaluate,
} as const satisfies Rule<"room">;

function evaluate(world: World, { policy }: RuleContext): Judgement {
  const settings = policy.config.rules.approvals_waiting;
  const waiting: TaskState[] = [];
  for (const task of world.tasks.values()) if (task.status === "review") waiting.push(task);
  if (waiting.length <= settings.more_than)
    return silent(`${waiting.length} tasks are in review`, []);

  const oldest = waiting
    .toSorted((one, other) => Date.parse(one.since) - Date.parse(other.since))
    .slice(0, shown);
  return fires({
    cause: "review",
    title: titled(settings, `More than ${settings.more_than} approvals wait`, world.repo),
    why: `${waiting.length} tasks are in review; first: ${listed(oldest.map(({ id }) => id))}.`,
    to: ["reviewer", "orchestrator"],
    evidence: oldest.map(({ url }) => url),
    nextAt: null,
  });
}

const shown = 10;
