import type { TaskFacts } from "../facts.ts";
import { legalMoves, lifecycle, type StatusSpec } from "../lifecycle/table.ts";
import type { Effect, Plan, ReasonCode } from "../plan.ts";
import type { Policy } from "../policy.ts";
import { readBlock, sameBlock, writeBlock } from "./block.ts";
import { sameLabels, wantedLabels } from "./labels.ts";
import { type Judgement, refusalTag, replay } from "./replay.ts";
import { undecided } from "./triage.ts";

export type Decision = { readonly plan: Plan; readonly judgement: Judgement };

/**
 * What has to be written so that the task on GitHub is what its history makes of it.
 * Pure: the same facts, policy and `now` (milliseconds) give the same plan, and the facts after the plan give an empty one.
 */
export function decideTask(facts: TaskFacts, policy: Policy, now: number): Decision {
  const judgement = replay(facts, policy, now);
  const update = updateOf(facts, judgement);
  const effects: Effect[] = [];
  const { repo, number } = facts;
  const task = { repo, number };
  if (judgement.refusals.length > 0) effects.push(refusalComment(task, judgement));
  const missing = missingFacts(judgement, facts, policy);
  if (missing.length > 0) {
    effects.push({
      ...task,
      type: "comment",
      tag: "ask",
      notice: { kind: "ask", missing },
      reason: "facts-missing",
      evidence: [],
    });
  }
  const { problems } = readBlock(facts.body);
  if (problems.length > 0 || facts.tagged["block"] !== undefined) {
    effects.push({
      ...task,
      type: "comment",
      tag: "block",
      notice: { kind: "block", problems },
      reason: "facts-unreadable",
      evidence: [],
    });
  }
  if (judgement.help) {
    effects.push({
      ...task,
      type: "comment",
      tag: "help",
      notice: { kind: "help" },
      reason: "command-accepted",
      evidence: [],
    });
  }
  // A move is answered before it is made: a run that dies in between leaves a promise that the replay keeps, and not a
  // deed that it would do twice. Facts can be written twice, and are answered once they stand.
  effects.push(...answers(task, judgement, true));
  if (update !== null) effects.push(update);
  effects.push(...answers(task, judgement, false));
  return { plan: { effects }, judgement };
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

/** What an item that waits in the inbox has to be told apart by, and is not. */
function missingFacts(judged: Judgement, facts: TaskFacts, policy: Policy): readonly string[] {
  if (judged.moment.status !== "inbox" || !policy.config.triage.automatic) return [];
  return undecided(facts, policy);
}

function updateOf(facts: TaskFacts, judgement: Judgement): Effect | null {
  const { moment, wishes } = judgement;
  const spec: StatusSpec = lifecycle[moment.status];
  const labels = wantedLabels(facts.labels, facts.history, moment, wishes);
  const state = spec.issue === "open" ? "open" : "closed";
  const stateReason = spec.issue === "open" ? "reopened" : spec.issue;
  const hasLabels = sameLabels(labels, facts.labels);
  // GitHub ignores a new reason on an issue that is closed already, so only the state counts.
  const hasState = state === facts.state;
  const standing = readBlock(facts.body).block;
  // A write of the body alone leaves no trace in the timeline: the replay will come by here again, and must find the facts
  // that it judged by. So facts go only together with a label or a closing.
  const block = hasLabels && hasState ? { ...standing, ...moment.block } : moment.block;
  const hasBody = sameBlock(standing, block);
  const assignees = wantedAssignees(facts, judgement);
  if (hasLabels && hasBody && hasState && assignees === null) return null;
  return {
    type: "update-issue",
    repo: facts.repo,
    number: facts.number,
    // Always with the labels: after a write of ours one status stands, whatever was put on since we read.
    labels,
    ...(hasBody ? {} : { body: writeBlock(facts.body, block) }),
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

function refusalComment(task: { repo: string; number: number }, judgement: Judgement): Effect {
  const { moment, refusals } = judgement;
  return {
    ...task,
    type: "comment",
    tag: refusalTag,
    notice: {
      kind: "refusal",
      refusals,
      status: moment.status,
      legal: legalMoves(moment.status, moment.from),
      marked: refusals.map(({ entry }) => entry).filter((id) => !judgement.accepted.includes(id)),
    },
    reason: "command-refused",
    evidence: refusals.map(({ entry }) => entry),
  };
}
