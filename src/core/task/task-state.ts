import {
  domains,
  kinds,
  modes,
  Owner,
  priorities,
  risks,
  type TaskBlock,
  TaskId,
  type TaskState,
} from "../../schema/index.ts";
import { alertsComment } from "../alerts/comment.ts";
import type { Settled, TaskFacts } from "../facts.ts";
import { labelValues } from "../lifecycle/labels.ts";
import { duplicateIn, duplicateTag } from "../ordering/duplicate.ts";
import { stuckIn, stuckTag } from "../ordering/stuck.ts";
import { digestOf } from "../state/digest.ts";
import { obeyedIn } from "./answered.ts";
import { withElsewhere } from "./elsewhere.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { givenBack } from "./given-back.ts";
import { lastWork, leaseOf } from "./lease.ts";
import { refusalTag, refusedIn } from "./notice.ts";
import type { People } from "./people.ts";
import type { Judgement } from "./replay.ts";
import { acknowledgedIn, checkinIn, costsIn } from "./reports.ts";
import { reviewersOf } from "./reviewers.ts";
import { setbackIn } from "./setback.ts";
import { taskIdOf } from "./task-id.ts";
import { isVouched } from "./vouched.ts";

type AtRest = Pick<Judgement, "moment"> & {
  readonly cursor: Judgement["cursor"] | null;
  readonly people?: People;
  /** The task as it was known until now. */
  readonly known?: TaskState | undefined;
};

/**
 * A task at rest, as the snapshot keeps it. What people reported is taken from the whole history each time, so that it
 * counts once however often it is read; what is known of that stays, though its comment be edited or deleted. For a task whose history was not read there is no cursor, and `people` is left out.
 */
export function taskState(facts: TaskFacts, { moment, cursor, people, known }: AtRest): TaskState {
  const id = `${facts.repo}#${facts.number}`;
  const lease = leaseOf(moment);
  const refused = new Set(refusedIn(facts.tagged[refusalTag]?.body));
  const obeyed = obeyedIn(facts.history, refused);
  const { block } = moment;
  const elsewhere = known?.elsewhere;
  const reviewers = people === undefined ? [] : reviewersOf(facts, moment, people);
  const labels = labelValues(facts.labels);
  const task: TaskState = {
    id,
    number: facts.number,
    repo: facts.repo,
    title: facts.title,
    url: facts.url,
    status: moment.status,
    since: moment.since,
    updated_at: facts.updatedAt,
    comments: facts.comments,
    body_digest: digestOf(facts.body),
    blockers: facts.blockers,
    behind: false,
    labels: facts.labels.toSorted(),
    author: facts.author.login,
    vouched: people !== undefined && isVouched(facts, people),
    created_at: facts.createdAt,
    closed_at: facts.closedAt,
    closed_as: closedAs(facts),
    kind: oneOf(kinds, labels.get("kind") ?? block.kind),
    priority: oneOf(priorities, moment.priority),
    domain: oneOf(domains, labels.get("domain")),
    mode: oneOf(modes, labels.get("mode") ?? block.mode),
    risk: oneOf(risks, labels.get("risk")),
    project: labels.get("project") ?? block.project ?? null,
    workstream: facts.milestone,
    owner: moment.owner === null ? null : (Owner.safeParse(moment.owner).data ?? null),
    assignees: [...facts.assignees],
    due: block.due ?? null,
    estimate: block.estimate ?? null,
    output: block.output ?? null,
    review: block.review ?? null,
    boundaries: block.boundaries ?? null,
    shared: (block.shared ?? []).filter((one) => Owner.safeParse(one).success),
    parent: facts.parent,
    parts: facts.parts.map((part) => part.id),
    fingerprint: fingerprintOf(facts.title, facts.body),
    duplicate_of: duplicateIn(facts.repo, facts.tagged[duplicateTag]?.body),
    ...(reviewers.length === 0 ? {} : { reviewers }),
    lease,
    given_back: people === undefined ? [] : givenBack(facts, people),
    last_work:
      lease === null || people === undefined ? null : lastWork(facts, lease.holder, people),
    checkin: checkinIn(obeyed, known?.checkin),
    costs: people === undefined ? [] : costsIn(obeyed, people, known?.costs),
    acknowledged: acknowledgedIn(obeyed, known?.acknowledged),
    alerts_comment: alertsComment(facts),
    halt: facts.state === "open" ? moment.halt : null,
    link: block.link ?? null,
    blocked:
      moment.status !== "blocked"
        ? null
        : {
            reason: block.blocked?.reason ?? "no reason given",
            by: block.blocked?.by ?? null,
            on: taskIdOf(block.blocked?.on, id),
            since: block.blocked?.since ?? moment.since,
            from: moment.from,
          },
    ...unblockedOf(block),
    ...setbackOf(facts, refused),
    ...stuckToldIn(facts),
    depends: dependsOf(facts, id, block.depends ?? []),
    judged: cursor,
  };
  return elsewhere === undefined ? task : withElsewhere({ ...task, elsewhere }, new Map());
}

/** Left out where there is nothing to say. */
function unblockedOf({ unblocked }: TaskBlock): Pick<TaskState, "unblocked"> {
  if (unblocked === undefined) return {};
  const over = unblocked.over.filter((id) => TaskId.safeParse(id).success);
  return { unblocked: { ...unblocked, over } };
}

function setbackOf(
  { history }: TaskFacts,
  refused: ReadonlySet<string>,
): Pick<TaskState, "setback"> {
  const setback = setbackIn(history, refused);
  return setback === null ? {} : { setback };
}

function stuckToldIn({ tagged }: TaskFacts): Pick<TaskState, "stuck_told"> {
  const body = tagged[stuckTag]?.body;
  return body === undefined ? {} : { stuck_told: stuckIn(body) };
}

/** An issue that was closed before GitHub asked for a reason was completed. */
function closedAs({ state, stateReason }: TaskFacts): "completed" | "not_planned" | null {
  if (state === "open") return null;
  return stateReason === null || stateReason === "completed" ? "completed" : "not_planned";
}

function oneOf<T extends string>(words: readonly T[], word: string | null | undefined): T | null {
  return words.find((one) => one === word) ?? null;
}

function dependsOf(facts: TaskFacts, id: string, written: readonly string[]): string[] {
  const ids = written.flatMap((reference) => taskIdOf(reference, id) ?? []);
  return [...new Set([...ids, ...facts.blockedBy])].toSorted();
}

/** What a snapshot's task settles for the next judgement; null: nothing, its timeline was never read. */
export function settledOf(task: TaskState): Settled | null {
  if (task.judged === null) return null;
  return {
    status: task.status,
    since: task.since,
    from: task.blocked?.from ?? null,
    through: task.judged,
    text: { at: task.updated_at, digest: task.body_digest ?? null },
  };
}
