import type { Local, ThreadCall } from "./call.ts";
import { shape, type IssueJson, type Json, type PullJson, type UserJson } from "./json.ts";
import { addEvent, addReferences, issueJson } from "./threads.ts";
import { timeText } from "./world.ts";

const ofPulls: ReadonlySet<string> = new Set([
  "labeled",
  "unlabeled",
  "assigned",
  "unassigned",
  "milestoned",
  "demilestoned",
]);

/** Events and webhooks of the way from `before` to what stands now. */
export function announce(
  local: Local,
  call: ThreadCall,
  before: IssueJson | null,
  {
    closedBy = {},
    pull = null,
  }: { readonly closedBy?: Json; readonly pull?: PullJson | null } = {},
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
    if (thread.isPull) {
      // What else happens to a pull request the emulator itself says.
      if (pull === null || !ofPulls.has(action)) return;
      local.webhooks.emit("pull_request", action, repo, sender, {
        number: pull.number,
        pull_request: pull,
        ...fields,
      });
      return;
    }
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
