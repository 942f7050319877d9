import {
  Domain,
  Kind,
  Mode,
  Owner,
  Priority,
  Risk,
  TaskId,
  type TaskState,
} from "../../schema/index.ts";
import { alertsComment } from "../alerts/comment.ts";
import type { Settled, TaskFacts } from "../facts.ts";
import { parseLabel } from "../lifecycle/labels.ts";
import type { Judgement } from "./replay.ts";

/** A task at rest, as the snapshot keeps it. */
export function taskState(
  facts: TaskFacts,
  { moment, cursor }: Pick<Judgement, "moment" | "cursor">,
): TaskState {
  const { block } = moment;
  const value = (group: string) =>
    facts.labels.map(parseLabel).find((label) => label?.group === group)?.value ?? null;
  return {
    id: `${facts.repo}#${facts.number}`,
    number: facts.number,
    repo: facts.repo,
    title: facts.title,
    url: facts.url,
    status: moment.status,
    since: moment.since,
    updated_at: facts.updatedAt,
    comments: facts.comments,
    behind: false,
    labels: facts.labels.toSorted(),
    author: facts.author.login,
    created_at: facts.createdAt,
    closed_at: facts.closedAt,
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
    parts: facts.parts.map(({ id }) => id),
    fingerprint: "",
    lease: null,
    last_work: null,
    checkin: null,
    costs: [],
    acknowledged: [],
    alerts_comment: alertsComment(facts),
    halt: null,
    link: block.link ?? null,
    blocked:
      moment.status !== "blocked"
        ? null
        : {
            reason: block.blocked?.reason ?? "no reason given",
            by: block.blocked?.by ?? null,
            on: fullId(block.blocked?.on, facts.repo),
            since: block.blocked?.since ?? moment.since,
            from: moment.from,
          },
    depends: dependsOf(facts, block.depends ?? []),
    judged: cursor,
  };
}

function dependsOf(facts: TaskFacts, written: readonly string[]): string[] {
  const ids = written.flatMap((reference) => fullId(reference, facts.repo) ?? []);
  return [...new Set([...ids, ...facts.blockedBy])].toSorted();
}

/** `#12` of a repository as `owner/name#12`; null for what names no task. */
function fullId(reference: string | undefined, repo: string): string | null {
  const id = reference?.startsWith("#") === true ? `${repo}${reference}` : reference;
  return id !== undefined && TaskId.safeParse(id).success ? id : null;
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
