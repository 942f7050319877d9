import type { TaskFacts } from "../facts.ts";
import { lifecycle, type StatusSpec } from "../lifecycle/table.ts";
import type { Order } from "../orders.ts";
import type { Effect, Plan, ReasonCode } from "../plan.ts";
import type { Policy } from "../policy.ts";
import { bodyWith, readBlock, sameBlock } from "./block.ts";
import { carryOut } from "./carry-out.ts";
import { commentsOn } from "./comments.ts";
import { sameLabels, wantedLabels } from "./labels.ts";
import { type Judgement, replay } from "./replay.ts";
import { partsToLink, partsToMake } from "./split.ts";

export type Decision = {
  readonly plan: Plan;
  readonly judgement: Judgement;
  /** The orders that the plan carries out. */
  readonly carriedOut: readonly Order[];
};

/**
 * What has to be written so that the task on GitHub is what its history makes of it, and what the rules order.
 * Pure: the same facts, policy and `now` (milliseconds) give the same plan, and the facts after the plan give an empty one.
 */
export function decideTask(
  facts: TaskFacts,
  policy: Policy,
  now: number,
  orders: readonly Order[] = [],
): Decision {
  const replayed = replay(facts, policy, now);
  const { moment, wishes, asked } = replayed;
  const labels = wantedLabels(facts.labels, facts.history, moment, wishes);
  const parts = partsToMake(asked, labels, facts);
  if (parts.length > 0) return { plan: { effects: parts }, judgement: replayed, carriedOut: [] };

  // What the rules order comes when the task is at rest, so that each write of ours tells one thing and leaves its trace.
  const isAtRest = replayed.answers.length === 0 && updateOf(facts, replayed) === null;
  const fitting = isAtRest ? orders : [];
  const { judgement, effects: told, carriedOut } = carryOut(fitting, facts, replayed, now);
  const { repo, number } = facts;
  const update = updateOf(facts, judgement);
  // A move is answered before it is made: a run that dies in between leaves a promise that the replay keeps, and not a
  // deed that it would do twice. Facts can be written twice, and are answered once they stand.
  const effects = [
    ...partsToLink(asked, facts),
    ...commentsOn(facts, judgement, policy),
    ...told,
    ...answers({ repo, number }, judgement, true),
    ...(update === null ? [] : [update]),
    ...answers({ repo, number }, judgement, false),
  ];
  return { plan: { effects }, judgement, carriedOut };
}

function answers(
  task: { repo: string; number: number },
  judgement: Judgement,
  moved: boolean,
): readonly Effect[] {
  return judgement.answers
    .filter((answer) => answer.moved === moved)
    .map(({ commentId, content }) => ({
      ...task,
      type: "react",
      commentId,
      content,
      reason: content === "+1" ? "command-accepted" : "command-refused",
      evidence: [`c${commentId}`],
    }));
}

function updateOf(facts: TaskFacts, judgement: Judgement): Effect | null {
  const { moment, wishes, standing } = judgement;
  const spec: StatusSpec = lifecycle[moment.status];
  const labels = wantedLabels(facts.labels, facts.history, moment, wishes);
  const state = spec.issue === "open" ? "open" : "closed";
  const stateReason = spec.issue === "open" ? "reopened" : spec.issue;
  const hasLabels = sameLabels(labels, facts.labels);
  // GitHub ignores a new reason on an issue that is closed already, so only the state counts.
  const hasState = state === facts.state;
  // A write of the body alone leaves no trace in the timeline: the replay will come by here again, and must find the facts
  // that it judged by. So facts go only together with a label or a closing.
  const block = hasLabels && hasState ? { ...standing, ...moment.block } : moment.block;
  // Without room for the facts the labels go alone; the comment on the block says that there is none.
  const body = sameBlock(readBlock(facts.body).block, block) ? null : bodyWith(facts.body, block);
  const assignees = wantedAssignees(facts, judgement);
  if (hasLabels && body === null && hasState && assignees === null) return null;
  return {
    type: "update-issue",
    repo: facts.repo,
    number: facts.number,
    // Always with the labels: after a write of ours one status stands, whatever was put on since we read.
    labels,
    ...(body === null ? {} : { body }),
    ...(hasState ? {} : { state, stateReason }),
    ...(assignees === null ? {} : { assignees }),
    reason: reasonOf(facts, judgement),
    evidence:
      judgement.accepted.length > 0
        ? judgement.accepted
        : judgement.refusals.map(({ entry }) => entry),
  };
}

/** People who own are assignees too, and those who owned until now are not; null when nothing has to change. */
function wantedAssignees(facts: TaskFacts, judgement: Judgement): readonly string[] | null {
  const { moment, people } = judgement;
  const owns = (login: string) => moment.owner?.toLowerCase() === `human:${login.toLowerCase()}`;
  const owned = (login: string) =>
    facts.labels.some((label) => label.toLowerCase() === `owner:human:${login.toLowerCase()}`);
  const kept = facts.assignees.filter((assignee) => owns(assignee) || !owned(assignee));
  const login = moment.owner?.startsWith("human:") ? moment.owner.slice("human:".length) : null;
  const isMissing = login !== null && people.isMember(login) && !kept.some(owns);
  if (kept.length === facts.assignees.length && !isMissing) return null;
  return isMissing ? [...kept, login] : kept;
}

function reasonOf(facts: TaskFacts, judgement: Judgement): ReasonCode {
  if (judgement.merge === "proven") return "merge-accepted";
  if (judgement.merge === "unproven") return "merge-unproven";
  if (judgement.merge === "reverted") return "merge-reverted";
  if (judgement.accepted.length > 0) return "move-accepted";
  if (judgement.refusals.length > 0) return "move-undone";
  if (judgement.triaged) return "task-triaged";
  return facts.labels.some((label) => label.startsWith("status:"))
    ? "status-repaired"
    : "task-adopted";
}
