import { Refusal, type Local, type ThreadCall } from "./call.ts";
import { pullNow } from "./heads.ts";
import { shape, type IssueJson, type Json, type UserJson } from "./json.ts";
import { addEvent, addReferences, issueJson, issueOfPull, later } from "./threads.ts";
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
  const answered = thread.isPull
    ? await writePull(local, call, wanted)
    : await writeIssue(local, call, wanted);
  const now = timeText(call.now);
  const reason = wanted.state === undefined ? before.state_reason : reasonOf(wanted);
  thread.issue = {
    ...answered,
    updated_at: later(before.updated_at, later(answered.updated_at, now)),
    state_reason: thread.isPull ? null : reason,
  };
  for (const { name } of thread.issue.labels) thread.repo.labels.set(name.toLowerCase(), name);
  announce(local, call, before, closedBy);
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

async function writePull(local: Local, call: ThreadCall, patch: Patch): Promise<IssueJson> {
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
  return people === undefined
    ? issue
    : { ...issue, assignees: people, assignee: people[0] ?? null };
}

/** Events and webhooks of the way from `before` to what stands now. */
export function announce(
  local: Local,
  call: ThreadCall,
  before: IssueJson | null,
  closedBy: Json = {},
): void {
  const { repo, thread } = call;
  const login = call.who.login ?? "";
  const at = timeText(call.now);
  const sender = shape<UserJson>(local.world.users.get(login.toLowerCase()));
  const after = thread.issue;
  const subject = issueJson(thread);

  function happened(name: string, extra: Json, fields: Json): void {
    addEvent(local, thread, { name, login, at, extra });
    hook(name, fields);
  }
  function hook(action: string, fields: Json): void {
    // Of a pull request the emulator itself says what happened to it.
    if (thread.isPull) return;
    local.webhooks.emit("issues", action, repo, sender, { issue: subject, ...fields });
  }

  if (before === null) hook("opened", {});
  if (before !== null && before.title !== after.title) {
    addEvent(local, thread, {
      name: "renamed",
      login,
      at,
      extra: { rename: { from: before.title, to: after.title } },
    });
  }
  if (
    before !== null &&
    (before.title !== after.title || (before.body ?? "") !== (after.body ?? ""))
  ) {
    hook("edited", { changes: changesOf(before, after) });
  }
  for (const label of without(before?.labels ?? [], after.labels, ({ name }) => name)) {
    happened("unlabeled", { label: { name: label.name, color: label.color } }, { label });
  }
  for (const label of without(after.labels, before?.labels ?? [], ({ name }) => name)) {
    happened("labeled", { label: { name: label.name, color: label.color } }, { label });
  }
  for (const assignee of without(before?.assignees ?? [], after.assignees, (user) => user.login)) {
    happened("unassigned", { assignee, assigner: sender }, { assignee });
  }
  for (const assignee of without(after.assignees, before?.assignees ?? [], (user) => user.login)) {
    happened("assigned", { assignee, assigner: sender }, { assignee });
  }
  announceMilestone(before, after, happened);
  if (before !== null && before.state !== after.state) {
    if (after.state === "closed")
      happened("closed", { state_reason: after.state_reason, ...closedBy }, {});
    else happened("reopened", { state_reason: null }, {});
  }
  if (before?.body !== after.body) addReferences(local, thread, after.body ?? "", login, at);
}

function announceMilestone(
  before: IssueJson | null,
  after: IssueJson,
  happened: (name: string, extra: Json, fields: Json) => void,
): void {
  const old = before?.milestone ?? null;
  const now = after.milestone;
  if (old?.number === now?.number) return;
  if (old !== null)
    happened("demilestoned", { milestone: { title: old.title } }, { milestone: old });
  if (now !== null) happened("milestoned", { milestone: { title: now.title } }, { milestone: now });
}

function changesOf(before: IssueJson, after: IssueJson): Json {
  return {
    ...(before.title === after.title ? {} : { title: { from: before.title } }),
    ...((before.body ?? "") === (after.body ?? "") ? {} : { body: { from: before.body ?? "" } }),
  };
}

function without<T>(
  items: readonly T[],
  others: readonly T[],
  key: (item: T) => string,
): readonly T[] {
  const keys = new Set(others.map(key));
  return items.filter((item) => !keys.has(key(item)));
}

export function authorOf(thread: Thread): string {
  return thread.issue.user.login;
}
