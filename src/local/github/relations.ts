import { notFound, Refusal, type Local, type RepoCall, type ThreadCall } from "./call.ts";
import { shape, type Json, type UserJson } from "./json.ts";
import { addEvent, issueJson } from "./threads.ts";
import { isAtLeast, permissionOf, timeText, type Repo, type Thread } from "./world.ts";

/** One end of a relation: what its history and the webhook call the other end. */
type End = {
  readonly thread: Thread;
  readonly event: string;
  /** Name of the other end in the event, such as `sub_issue`. */
  readonly names: string;
  readonly other: Thread;
};

/** The issue with a database id; 404 when there is none that the caller may see, or it is a pull request. */
export function issueById(call: RepoCall, local: Local, id: number, message: string): Thread {
  for (const repo of local.world.repos.values()) {
    for (const thread of repo.threads.values()) {
      if (thread.issue.id !== id || thread.isPull) continue;
      if (isAtLeast(permissionOf(repo, call.who.login), "read")) return thread;
    }
  }
  throw new Refusal(404, message);
}

/** Relations are of issues of one owner. */
export function mustBeIssue({ thread }: ThreadCall): void {
  if (thread.isPull) throw notFound();
}

export function sameOwner(one: Repo, other: Repo): boolean {
  return one.owner.toLowerCase() === other.owner.toLowerCase();
}

/** Notes both ends' histories and says so; like GitHub, leaves `updated_at` of both as it was. */
export function tell(
  local: Local,
  call: ThreadCall,
  webhook: string,
  ends: readonly End[],
  fieldsOf: (end: End) => Json,
): void {
  const login = call.who.login ?? "";
  const sender = shape<UserJson>(local.world.users.get(login.toLowerCase()));
  for (const { thread, event, names, other } of ends) {
    const extra = { [names]: reference(other) };
    addEvent(local, thread, { name: event, login, at: timeText(call.now), extra });
  }
  for (const end of ends) {
    const { repo } = end.thread;
    const isOrganization = !local.world.users.has(repo.owner.toLowerCase());
    local.webhooks.emit(webhook, end.event, repo, sender, {
      ...fieldsOf(end),
      ...(isOrganization ? { organization: organizationOf(repo) } : {}),
    });
  }
}

/** The few words in which a history names another issue. */
function reference({ issue, repo }: Thread): Json {
  const { number, title, state, state_reason } = issue;
  return { number, title, state, state_reason, repository: repo.json, issue_type: null };
}

function organizationOf(repo: Repo): Json {
  const { login, id, node_id, avatar_url } = shape<Json>(repo.json["owner"]);
  const url = `${String(repo.json["url"]).replace(/\/repos\/.*$/, "")}/orgs/${repo.owner}`;
  return {
    login,
    id,
    node_id,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url,
    description: null,
  };
}

/** As lists of related issues have it, which may be of several repositories. */
export function relatedJson(thread: Thread): Json {
  return { ...issueJson(thread), repository: thread.repo.json };
}

/** Whether `to` is reached from `from`, itself included. */
export function reaches(
  from: Thread,
  to: Thread,
  next: (thread: Thread) => readonly Thread[],
): boolean {
  const seen = new Set<Thread>([from]);
  for (const thread of seen) {
    if (thread === to) return true;
    for (const one of next(thread)) seen.add(one);
  }
  return false;
}
