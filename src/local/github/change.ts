import { Refusal, type Local, type ThreadCall } from "./call.ts";
import { announce } from "./announce.ts";
import { pullNow } from "./heads.ts";
import { shape, type IssueJson, type Json, type MilestoneJson, type PullJson } from "./json.ts";
import { recount } from "./recount.ts";
import { issueOfPull, later } from "./threads.ts";
import { write } from "./upstream.ts";
import { timeText, type Repo, type Thread } from "./world.ts";

/** What may change of an issue in one request; absent: stays as it is. */
export type Patch = {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: "open" | "closed";
  readonly state_reason?: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly milestone?: number | null;
};

/** Every change of an issue or pull request goes through here: one write, then the events and webhooks that follow from it. */
export async function changeThread(
  local: Local,
  call: ThreadCall,
  patch: Patch,
  closedBy: Json = {},
): Promise<void> {
  const { thread } = call;
  const before = thread.issue;
  const wanted = effective(thread.repo, before, patch);
  if (Object.keys(wanted).length === 0) return;
  const { answered, pull } = thread.isPull
    ? await writePull(local, call, wanted)
    : { answered: await writeIssue(local, call, wanted), pull: null };
  const now = timeText(call.now);
  if (wanted.body !== undefined)
    noteEdit(thread, call.who.login ?? "ghost", now, wanted.body ?? "");
  const reason = wanted.state === undefined ? before.state_reason : reasonOf(wanted);
  thread.issue = {
    ...answered,
    id: before.id,
    updated_at: later(before.updated_at, later(answered.updated_at, now)),
    state_reason: thread.isPull ? null : reason,
  };
  for (const { name } of thread.issue.labels) thread.repo.labels.set(name.toLowerCase(), name);
  if (wanted.milestone !== undefined || wanted.state !== undefined) recount(thread.repo);
  announce(local, call, before, { closedBy, pull });
}

/** The first edit of a text brings the filing into its history. */
function noteEdit({ issue, edits }: Thread, by: string, at: string, body: string): void {
  if (edits.length === 0)
    edits.push({ at: issue.created_at, by: issue.user.login, body: issue.body ?? "" });
  edits.push({ at, by, body });
}

/** The patch without what changes nothing, in the spelling of labels that exist. */
function effective(repo: Repo, before: IssueJson, patch: Patch): Patch {
  const out: { -readonly [K in keyof Patch]: Patch[K] } = {};
  if (patch.title !== undefined && patch.title !== before.title) out.title = patch.title;
  if (patch.body !== undefined && (patch.body ?? "") !== (before.body ?? "")) out.body = patch.body;
  if (patch.state !== undefined && patch.state !== before.state) {
    out.state = patch.state;
    if (patch.state_reason !== undefined) out.state_reason = patch.state_reason;
  }
  if (patch.labels !== undefined) {
    const labels = spelled(repo, patch.labels);
    if (
      !sameSet(
        labels,
        before.labels.map(({ name }) => name),
      )
    )
      out.labels = labels;
  }
  const assignees = patch.assignees;
  if (
    assignees !== undefined &&
    !sameSet(
      assignees,
      before.assignees.map(({ login }) => login),
    )
  )
    out.assignees = assignees;
  if (patch.milestone !== undefined && patch.milestone !== (before.milestone?.number ?? null))
    out.milestone = patch.milestone;
  return out;
}

/** Label names as they are spelled where they exist; GitHub refuses what is too long. */
export function spelled(repo: Repo, names: readonly string[]): readonly string[] {
  const out = new Map<string, string>();
  for (const name of names) {
    const key = name.toLowerCase();
    if (name.trim() === "" || [...name].length > 50) {
      throw new Refusal(422, "Validation Failed", [
        { value: name, resource: "Label", field: "name", code: "invalid" },
      ]);
    }
    if (!out.has(key)) out.set(key, repo.labels.get(key) ?? name);
  }
  return [...out.values()];
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const set = new Set(other);
  return set.size === new Set(one).size && one.every((item) => set.has(item));
}

function reasonOf({ state, state_reason }: Patch): string | null {
  if (state === "open") return "reopened";
  return state_reason ?? "completed";
}

async function writeIssue(local: Local, call: ThreadCall, patch: Patch): Promise<IssueJson> {
  const { repo, thread } = call;
  const path = `/repos/${repo.fullName}/issues/${thread.issue.number}`;
  return shape<IssueJson>(await write(local, call, { method: "PATCH", path, body: patch }));
}

async function writePull(
  local: Local,
  call: ThreadCall,
  patch: Patch,
): Promise<{ readonly answered: IssueJson; readonly pull: PullJson }> {
  const { repo, thread } = call;
  const { number } = thread.issue;
  const { labels, assignees, milestone, state_reason: _reason, ...own } = patch;
  if (Object.keys(own).length > 0) {
    await write(local, call, {
      method: "PATCH",
      path: `/repos/${repo.fullName}/pulls/${number}`,
      body: own,
    });
  }
  if (labels !== undefined) {
    await write(local, call, {
      method: "PUT",
      path: `/repos/${repo.fullName}/issues/${number}/labels`,
      body: { labels },
    });
  }
  const pull = await pullNow(local, repo, number);
  const issue = issueOfPull(pull, `${local.url}/repos/${repo.fullName}`, thread.issue);
  const people = assignees
    ?.map((login) => local.world.users.get(login.toLowerCase()))
    .filter((user) => user !== undefined);
  const assigned = people === undefined ? {} : { assignees: people, assignee: people[0] ?? null };
  const aimed = milestone === undefined ? {} : { milestone: milestoneOf(repo, milestone) };
  return {
    answered: { ...issue, ...assigned, ...aimed },
    pull: { ...pull, ...assigned, ...aimed },
  };
}

function milestoneOf(repo: Repo, number: number | null): MilestoneJson | null {
  if (number === null) return null;
  const milestone = repo.milestones.get(number);
  if (milestone !== undefined) return milestone;
  throw new Refusal(422, "Validation Failed", [
    { value: number, resource: "Issue", field: "milestone", code: "invalid" },
  ]);
}

export function authorOf(thread: Thread): string {
  return thread.issue.user.login;
}
