import {
  forbidden,
  Refusal,
  type Answer,
  type Local,
  type RepoCall,
  type ThreadCall,
} from "./call.ts";
import { authorOf, changeThread } from "./change.ts";
import { pullNow } from "./heads.ts";
import { mergeCommit } from "./merge.ts";
import { shape, type Json, type PullJson, type UserJson } from "./json.ts";
import { recount } from "./recount.ts";
import { addEvent, addReferences, addThread, issueOfPull, later } from "./threads.ts";
import { read, write } from "./upstream.ts";
import { isAtLeast, permissionOf, timeText, type Repo, type Thread } from "./world.ts";

export async function createPull(call: RepoCall, local: Local): Promise<Answer> {
  const { repo, body } = call;
  // There are no forks here, so the head is in this repository, and opening takes the right to push to it.
  if (!isAtLeast(permissionOf(repo, call.who.login), "write")) throw forbidden();
  const head = branchOf(String(body["head"]));
  await mustExist(local, repo, head);
  await mustExist(local, repo, String(body["base"]));
  mustBeFirst(repo, head);
  const path = `/repos/${repo.fullName}/pulls`;
  const pull = shape<PullJson>(await write(local, call, { method: "POST", path, body }));
  const issue = issueOfPull(pull, `${local.url}/repos/${repo.fullName}`, null);
  const thread = addThread(repo, issue, head);
  const text = `${pull.title}\n${pull.body ?? ""}`;
  addReferences(local, thread, text, pull.user.login, pull.created_at);
  return { status: 201, json: pull, foreign: true };
}

function branchOf(head: string): string {
  return head.slice(head.indexOf(":") + 1);
}

function mustBeFirst(repo: Repo, head: string): void {
  for (const thread of repo.threads.values()) {
    if (thread.head !== head || thread.issue.state !== "open") continue;
    const message = `A pull request already exists for ${repo.owner}:${head}.`;
    throw new Refusal(422, "Validation Failed", [
      { resource: "PullRequest", code: "custom", message },
    ]);
  }
}

/** The emulator would make up a branch that is not there. */
async function mustExist(local: Local, repo: Repo, branch: string): Promise<void> {
  try {
    await read(local, `/repos/${repo.fullName}/git/ref/heads/${branch}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404) throw error;
    throw new Refusal(422, "Validation Failed", [
      { resource: "PullRequest", field: "head", code: "invalid" },
    ]);
  }
}

export async function updatePull(call: ThreadCall, local: Local): Promise<Answer> {
  const { repo, thread, body } = call;
  const isAuthor = authorOf(thread) === call.who.login;
  if (!isAuthor && !isAtLeast(permissionOf(repo, call.who.login), "write")) throw forbidden();
  const { title, body: text, state, ...rest } = body;
  const path = pathOf(thread);
  if (Object.keys(rest).length > 0) await write(local, call, { method: "PATCH", path, body: rest });
  await changeThread(local, call, {
    ...(typeof title === "string" && { title }),
    ...(text !== undefined && { body: shape<string | null>(text) }),
    ...(state !== undefined && { state: shape<"open" | "closed">(state) }),
  });
  return { status: 200, json: await pullNow(local, repo, thread.issue.number), foreign: true };
}

const closing = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/gi;

export async function mergePull(call: ThreadCall, local: Local): Promise<Answer> {
  const { repo, thread, body } = call;
  if (!isAtLeast(permissionOf(repo, call.who.login), "write")) throw forbidden();
  const path = pathOf(thread);
  const { number } = thread.issue;
  const standing = await pullNow(local, repo, number);
  if (standing.state === "closed") throw new Refusal(405, "Pull Request is not mergeable");
  if (typeof body["sha"] === "string" && body["sha"] !== standing.head.sha) {
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  }
  const sha = await mergeCommit(local, call, standing, messageOf(standing, repo, body));
  thread.merge = { sha, head: standing.head.sha, base: standing.base.sha };
  const { sha: _head, ...options } = body;
  await write(local, call, { method: "PUT", path: `${path}/merge`, body: options });
  const ref = `/repos/${repo.fullName}/git/refs/heads/${standing.base.ref}`;
  await write(local, call, { method: "PATCH", path: ref, body: { sha, force: true } });
  const pull = await pullNow(local, repo, number);
  const at = timeText(call.now);
  thread.issue = {
    ...issueOfPull(pull, `${local.url}/repos/${repo.fullName}`, thread.issue),
    updated_at: later(thread.issue.updated_at, at),
  };
  recount(repo);
  const login = call.who.login ?? "";
  const commit = {
    commit_id: sha,
    commit_url: `${local.url}/repos/${repo.fullName}/commits/${sha}`,
  };
  addEvent(local, thread, { name: "merged", login, at, extra: commit });
  addEvent(local, thread, { name: "closed", login, at });
  if (pull.base.ref === repo.json.default_branch) await closeFixed(local, call, pull, commit);
  const json = { sha, merged: true, message: "Pull Request successfully merged" };
  return { status: 200, json };
}

function messageOf(pull: PullJson, repo: Repo, body: Json): string {
  const from = `Merge pull request #${pull.number} from ${repo.owner}/${pull.head.ref}`;
  const title = typeof body["commit_title"] === "string" ? body["commit_title"] : from;
  const text = typeof body["commit_message"] === "string" ? body["commit_message"] : pull.title;
  return `${title}\n\n${text}`;
}

async function closeFixed(
  local: Local,
  call: ThreadCall,
  pull: PullJson,
  commit: Json,
): Promise<void> {
  const numbers = new Set(
    [...`${pull.title}\n${pull.body ?? ""}`.matchAll(closing)].map(([, digits]) => Number(digits)),
  );
  for (const number of numbers) {
    const thread = call.repo.threads.get(number);
    if (thread === undefined || thread.isPull || thread.issue.state === "closed") continue;
    await changeThread(
      local,
      { ...call, thread },
      { state: "closed", state_reason: "completed" },
      commit,
    );
  }
}

/** After a review the timeline of the pull request has it too. */
export async function createReview(call: ThreadCall, local: Local): Promise<Answer> {
  const { thread, who } = call;
  const event = call.body["event"];
  if (event !== undefined && event !== "COMMENT" && authorOf(thread) === who.login) {
    const verb = event === "APPROVE" ? "approve" : "request changes on";
    throw new Refusal(422, "Unprocessable Entity", [`Can not ${verb} your own pull request`]);
  }
  const path = `${pathOf(thread)}/reviews`;
  const { head } = await pullNow(local, thread.repo, thread.issue.number);
  const body = { commit_id: head.sha, ...call.body };
  const review = shape<Json & { user: UserJson; submitted_at: string | null }>(
    await write(local, call, { method: "POST", path, body }),
  );
  const json = { ...review, event: "reviewed" };
  if (review.submitted_at !== null)
    thread.entries.push({ kind: "review", at: review.submitted_at, json });
  return { status: 200, json: review, foreign: true };
}

function pathOf(thread: Thread): string {
  return `/repos/${thread.repo.fullName}/pulls/${thread.issue.number}`;
}
