import { Refusal, type Local, type RepoCall } from "./call.ts";
import type { UserJson } from "./json.ts";
import { recount } from "./recount.ts";
import { addEvent, issueJson } from "./threads.ts";
import { movedTo } from "./transfer.ts";
import { isAtLeast, permissionOf, timeText, type Repo, type Thread } from "./world.ts";

/** What GitHub does on its pages and by GraphQL only: an issue leaves its repository. `login` is who does it. */

export function deleteIssue(local: Local, login: string, repo: Repo, number: number): void {
  const thread = issueIn(repo, number);
  const issue = issueJson(thread);
  forget(local, thread);
  cutLoose(thread);
  repo.gone.set(number, { kind: "deleted" });
  recount(repo);
  local.webhooks.emit("issues", "deleted", repo, senderOf(local, login), { issue });
}

/** Returns the number it has in the other repository. */
export async function transferIssue(
  local: Local,
  now: number,
  login: string,
  from: Repo,
  number: number,
  to: Repo,
): Promise<number> {
  const thread = issueIn(from, number);
  if (from.owner.toLowerCase() !== to.owner.toLowerCase() || from === to)
    throw new Error(`${from.fullName}#${number} cannot be transferred to ${to.fullName}`);
  const old_issue = issueJson(thread);
  const moved = await movedTo(local, thread, to, now);
  forget(local, thread);
  from.gone.set(number, { kind: "transferred", thread: moved });
  recount(from);
  recount(to);
  addEvent(local, moved, { name: "transferred", login, at: timeText(now) });
  const sender = senderOf(local, login);
  const new_issue = issueJson(moved);
  const left = { new_issue, new_repository: to.json };
  local.webhooks.emit("issues", "transferred", from, sender, { issue: old_issue, changes: left });
  const came = { old_issue, old_repository: from.json };
  local.webhooks.emit("issues", "opened", to, sender, { issue: new_issue, changes: came });
  return moved.issue.number;
}

function issueIn(repo: Repo, number: number): Thread {
  const thread = repo.threads.get(number);
  if (thread === undefined || thread.isPull)
    throw new Error(`There is no issue ${repo.fullName}#${number}`);
  return thread;
}

function senderOf(local: Local, login: string): UserJson {
  const user = local.world.users.get(login.toLowerCase());
  if (user === undefined) throw new Error(`There is no user ${login}`);
  return user;
}

/** Takes the thread off all lists of its repository, and off the histories that speak of it. */
function forget(local: Local, thread: Thread): void {
  const { repo } = thread;
  repo.threads.delete(thread.issue.number);
  for (const { json } of thread.comments) repo.comments.delete(json.id);
  keepOnly(repo.events, (event) => event.thread !== thread);
  for (const { threads } of local.world.repos.values()) {
    for (const { entries } of threads.values())
      keepOnly(entries, (entry) => entry.kind !== "reference" || entry.source !== thread);
  }
}

function cutLoose(thread: Thread): void {
  if (thread.parent !== null) keepOnly(thread.parent.subIssues, (one) => one !== thread);
  for (const child of thread.subIssues) child.parent = null;
  for (const other of thread.blockedBy) keepOnly(other.blocking, (one) => one !== thread);
  for (const other of thread.blocking) keepOnly(other.blockedBy, (one) => one !== thread);
}

function keepOnly<T>(items: T[], test: (item: T) => boolean): void {
  const kept = items.filter(test);
  if (kept.length < items.length) items.splice(0, items.length, ...kept);
}

/** Why there is no such issue: 410 where one was deleted, 301 to where one went, to those who may look there. */
export function absence(call: RepoCall, number: number, local: Local): Refusal {
  const gone = call.repo.gone.get(number);
  if (gone === undefined || call.operation.method !== "GET") return new Refusal(404, "Not Found");
  if (gone.kind === "deleted") return new Refusal(410, "This issue was deleted");
  const { repo, issue } = gone.thread;
  const maySee = isAtLeast(permissionOf(repo, call.who.login), "read");
  // Of what hangs on it GitHub says nothing.
  if (!maySee || call.operation.id !== "issues/get") return new Refusal(404, "Not Found");
  const url = `${local.url}/repositories/${repo.json.id}/issues/${issue.number}`;
  return new Refusal(301, "Moved Permanently", undefined, url);
}
