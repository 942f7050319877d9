import type { Local } from "./call.ts";
import {
  shape,
  type CommentJson,
  type IssueJson,
  type Json,
  type PullJson,
  type ReactionsJson,
} from "./json.ts";
import {
  nodeId,
  type Comment,
  type Entry,
  type Reaction,
  type Repo,
  type Thread,
} from "./world.ts";

const contents = ["+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes"] as const;

/** Puts a new issue or pull request on the books. */
export function addThread(repo: Repo, issue: IssueJson, head: string | null): Thread {
  const isPull = head !== null;
  const thread: Thread = {
    repo,
    issue: { ...issue, id: databaseId(issue.id, isPull) },
    isPull,
    head,
    merge: null,
    reactions: [],
    comments: [],
    entries: [],
    edits: [],
    parent: null,
    subIssues: [],
    blockedBy: [],
    blocking: [],
  };
  repo.threads.set(issue.number, thread);
  for (const { name } of issue.labels) repo.labels.set(name.toLowerCase(), name);
  return thread;
}

/**
 * The emulator counts issues and pull requests each from 1. GitHub's ids are one row, far above all numbers: who takes
 * the one for the other finds nothing.
 */
function databaseId(id: number, isPull: boolean): number {
  return 3_000_000_000 + 2 * id + (isPull ? 1 : 0);
}

/** The issue as GitHub shows it now. */
export function issueJson(thread: Thread): IssueJson {
  const { issue, repo, reactions, comments } = thread;
  return {
    ...issue,
    milestone: repo.milestones.get(issue.milestone?.number ?? 0) ?? issue.milestone,
    comments: comments.length,
    reactions: rollup(`${issue.url}/reactions`, reactions),
    ...(thread.isPull ? {} : relationsJson(thread)),
  };
}

function relationsJson({ repo, parent, subIssues, blockedBy, blocking }: Thread): Json {
  const total = subIssues.length;
  const completed = total - open(subIssues);
  const percent_completed = total === 0 ? 0 : Math.floor((completed / total) * 100);
  const hierarchy = {
    parent_issue_url: parent?.issue.url ?? null,
    sub_issues_summary: { total, completed, percent_completed },
  };
  const issue_dependencies_summary = {
    blocked_by: open(blockedBy),
    total_blocked_by: blockedBy.length,
    blocking: open(blocking),
    total_blocking: blocking.length,
  };
  return {
    ...(repo.features.subIssues ? hierarchy : {}),
    ...(repo.features.dependencies ? { issue_dependencies_summary } : {}),
  };
}

function open(threads: readonly Thread[]): number {
  return threads.filter(({ issue }) => issue.state === "open").length;
}

export function commentJson({ json, reactions }: Comment): CommentJson {
  return { ...json, reactions: rollup(`${json.url}/reactions`, reactions) };
}

function rollup(url: string, reactions: readonly Reaction[]): ReactionsJson {
  const counts = Object.fromEntries(contents.map((content) => [content, 0]));
  for (const { content } of reactions) counts[content] = (counts[content] ?? 0) + 1;
  return { url, total_count: reactions.length, ...counts };
}

/** The half of a pull request that GitHub calls an issue. */
export function issueOfPull(pull: PullJson, repoUrl: string, before: IssueJson | null): IssueJson {
  const url = `${repoUrl}/issues/${pull.number}`;
  return shape<IssueJson>({
    id: before?.id ?? pull["id"],
    node_id: before?.["node_id"] ?? pull["node_id"],
    url,
    repository_url: repoUrl,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: pull["html_url"],
    number: pull.number,
    title: pull.title,
    body: pull.body,
    user: pull.user,
    labels: pull.labels,
    state: pull.state,
    state_reason: null,
    locked: false,
    active_lock_reason: null,
    assignee: before?.assignees[0] ?? null,
    assignees: before?.assignees ?? [],
    milestone: before?.milestone ?? null,
    comments: 0,
    created_at: pull.created_at,
    updated_at: pull.updated_at,
    closed_at: pull.closed_at,
    closed_by: null,
    author_association: pull["author_association"],
    performed_via_github_app: null,
    draft: pull["draft"],
    pull_request: {
      url: pull["url"],
      html_url: pull["html_url"],
      diff_url: pull["diff_url"],
      patch_url: pull["patch_url"],
      merged_at: pull.merged_at,
    },
  });
}

/** A merged pull request as it stood when it was merged. */
export function atMerge(thread: Thread | undefined, pull: PullJson): PullJson {
  const merge = thread?.merge;
  if (merge === undefined || merge === null) return pull;
  return {
    ...pull,
    merge_commit_sha: merge.sha,
    head: { ...pull.head, sha: merge.head },
    base: { ...pull.base, sha: merge.base },
  };
}

/** Notes one line of the thread's history as GitHub's issue events have it. */
export function addEvent(
  local: Local,
  thread: Thread,
  event: {
    readonly name: string;
    readonly login: string;
    readonly at: string;
    readonly extra?: Json;
  },
): void {
  const { repo } = thread;
  const id = local.world.nextId();
  const json: Json = {
    id,
    node_id: nodeId("EVT", id),
    url: `${local.url}/repos/${repo.fullName}/issues/events/${id}`,
    actor: local.world.users.get(event.login.toLowerCase()) ?? null,
    event: event.name,
    commit_id: null,
    commit_url: null,
    created_at: event.at,
    ...event.extra,
    performed_via_github_app: null,
  };
  const entry: Entry & { readonly kind: "event" } = { kind: "event", at: event.at, id, json };
  thread.entries.push(entry);
  repo.events.push({ thread, entry });
}

/** Notes on the threads named `#n` or `owner/name#n` in a text that `source` speaks of them, once each. */
export function addReferences(
  local: Local,
  source: Thread,
  text: string,
  login: string,
  at: string,
): void {
  const actor = local.world.users.get(login.toLowerCase());
  if (actor === undefined) return;
  for (const [, name, digits] of text.matchAll(/(?<![\w/&])([\w.-]+\/[\w.-]+)?#(\d+)\b/g)) {
    if (name !== undefined && name.toLowerCase() !== source.repo.fullName.toLowerCase()) continue;
    const target = source.repo.threads.get(Number(digits));
    if (target === undefined || target === source) continue;
    if (target.entries.some((entry) => entry.kind === "reference" && entry.source === source))
      continue;
    target.entries.push({ kind: "reference", at, actor, source });
  }
}

/** GitHub never lets `updated_at` go back. */
export function later(one: string, other: string): string {
  return one > other ? one : other;
}

export function touch(thread: Thread, at: string): void {
  thread.issue = { ...thread.issue, updated_at: later(thread.issue.updated_at, at) };
}
