import {
  Domain,
  Kind,
  Mode,
  Owner,
  Priority,
  Risk,
  type TaskBlock,
  TaskId,
  type TaskState,
} from "../../schema/index.ts";
import { alertsComment } from "../alerts/comment.ts";
import type { Settled, TaskFacts } from "../facts.ts";
import { parseLabel } from "../lifecycle/labels.ts";
import { duplicateIn, duplicateTag } from "../ordering/duplicate.ts";
import { stuckIn, stuckTag } from "../ordering/stuck.ts";
import { obeyedIn } from "./answered.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { givenBack } from "./given-back.ts";
import { lastWork, leaseOf } from "./lease.ts";
import { refusalTag, refusedIn } from "./notice.ts";
import type { People } from "./people.ts";
import type { Judgement } from "./replay.ts";
import { acknowledgedIn, checkinIn, costsIn } from "./reports.ts";
import { taskIdOf } from "./task-id.ts";
import { isVouched } from "./vouched.ts";

/**
 * A task at rest, as the snapshot keeps it. What people reported is taken from the whole history each time, so that it
 * counts once however often it is read. `people` is left out for a task whose history was not read.
 */
export function taskState(
  facts: TaskFacts,
  { moment, cursor, people }: Pick<Judgement, "moment" | "cursor"> & { readonly people?: People },
): TaskState {
  const id = `${facts.repo}#${facts.number}`;
  const lease = leaseOf(moment);
  const refused = new Set(refusedIn(facts.tagged[refusalTag]?.body));
  const obeyed = obeyedIn(facts.history, refused);
  const { block } = moment;
  const value = (group: string) =>
    facts.labels.map(parseLabel).find((label) => label?.group === group)?.value ?? null;
  return {
    id,
    number: facts.number,
    repo: facts.repo,
    title: facts.title,
    url: facts.url,
    status: moment.status,
    since: moment.since,
    updated_at: facts.updatedAt,
    comments: facts.comments,
    blockers: facts.blockers,
    behind: false,
    labels: facts.labels.toSorted(),
    author: facts.author.login,
    vouched: people !== undefined && isVouched(facts, people),
    created_at: facts.createdAt,
    closed_at: facts.closedAt,
    closed_as: closedAs(facts),
    kind: Kind.safeParse(value("kind") ?? block.kind).data ?? null,
    priority: Priority.safeParse(moment.priority).data ?? null,
    domain: Domain.safeParse(value("domain")).data ?? null,
    mode: Mode.safeParse(value("mode") ?? block.mode).data ?? null,
    risk: Risk.safeParse(value("risk")).data ?? null,
    project: value("project") ?? block.project ?? null,
    workstream: facts.milestone,
    owner: Owner.safeParse(moment.owner).data ?? null,
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
    lease,
    given_back: people === undefined ? [] : givenBack(facts, people),
    last_work:
      lease === null || people === undefined ? null : lastWork(facts, lease.holder, people),
    checkin: checkinIn(obeyed),
    costs: people === undefined ? [] : costsIn(obeyed, people),
    acknowledged: acknowledgedIn(obeyed),
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
    ...stuckToldIn(facts),
    depends: dependsOf(facts, id, block.depends ?? []),
    judged: cursor,
  };
}

/** Left out where there is nothing to say. */
function unblockedOf({ unblocked }: TaskBlock): Pick<TaskState, "unblocked"> {
  if (unblocked === undefined) return {};
  const over = unblocked.over.filter((id) => TaskId.safeParse(id).success);
  return { unblocked: { ...unblocked, over } };
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
  };
}
