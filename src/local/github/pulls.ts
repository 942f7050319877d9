import {
  forbidden,
  Refusal,
  type Answer,
  type Local,
  type RepoCall,
  type ThreadCall,
} from "./call.ts";
import { authorOf, changeThread } from "./change.ts";
import { shape, type Json, type PullJson, type UserJson } from "./json.ts";
import { addEvent, addReferences, addThread, issueOfPull, later } from "./threads.ts";
import { read, write } from "./upstream.ts";
import { isAtLeast, permissionOf, timeText, type Repo, type Thread } from "./world.ts";

export async function createPull(call: RepoCall, local: Local): Promise<Answer> {
  const { repo, body } = call;
  await mustExist(local, repo, String(body["head"]));
  await mustExist(local, repo, String(body["base"]));
  const path = `/repos/${repo.fullName}/pulls`;
  const pull = shape<PullJson>(await write(local, call, { method: "POST", path, body }));
  const thread = addThread(
    repo,
    issueOfPull(pull, `${local.url}/repos/${repo.fullName}`, null),
    true,
  );
  addReferences(
    local,
    thread,
    `${pull.title}\n${pull.body ?? ""}`,
    pull.user.login,
    pull.created_at,
  );
  return { status: 201, json: pull, foreign: true };
}

/** The emulator would make up a branch that is not there. */
async function mustExist(local: Local, repo: Repo, branch: string): Promise<void> {
  const name = branch.includes(":") ? branch.slice(branch.indexOf(":") + 1) : branch;
  try {
    await read(local, `/repos/${repo.fullName}/git/ref/heads/${name}`);
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
  return { status: 200, json: await read(local, path), foreign: true };
}

const closing = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)\b/gi;

export async function mergePull(call: ThreadCall, local: Local): Promise<Answer> {
  const { repo, thread, body } = call;
  if (!isAtLeast(permissionOf(repo, call.who.login), "write")) throw forbidden();
  const path = pathOf(thread);
  const standing = shape<PullJson>(await read(local, path));
  if (standing.state === "closed") throw new Refusal(405, "Pull Request is not mergeable");
  if (typeof body["sha"] === "string" && body["sha"] !== standing.head.sha) {
    throw new Refusal(409, "Head branch was modified. Review and try the merge again.");
  }
  // The emulator merges onto the base as it was when the request was opened, unless it is told the base again.
  await write(
    local,
    { ...call, who: call.who },
    { method: "PATCH", path, body: { base: standing.base.ref } },
  );
  const json = shape<{ sha: string }>(
    await write(local, call, { method: "PUT", path: `${path}/merge`, body }),
  );
  const pull = shape<PullJson>(await read(local, path));
  thread.issue = {
    ...issueOfPull(pull, `${local.url}/repos/${repo.fullName}`, thread.issue),
    updated_at: later(thread.issue.updated_at, timeText(call.now)),
  };
  const login = call.who.login ?? "";
  const at = timeText(call.now);
  const commit = {
    commit_id: json.sha,
    commit_url: `${local.url}/repos/${repo.fullName}/commits/${json.sha}`,
  };
  addEvent(local, thread, { name: "merged", login, at, extra: commit });
  addEvent(local, thread, { name: "closed", login, at });
  if (pull.base.ref === repo.json.default_branch) await closeFixed(local, call, pull, commit);
  return { status: 200, json, foreign: true };
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
  const review = shape<Json & { user: UserJson; submitted_at: string | null }>(
    await write(local, call, { method: "POST", path, body: call.body }),
  );
  const json = { ...review, event: "reviewed" };
  if (review.submitted_at !== null)
    thread.entries.push({ kind: "review", at: review.submitted_at, json });
  return { status: 200, json: review, foreign: true };
}

function pathOf(thread: Thread): string {
  return `/repos/${thread.repo.fullName}/pulls/${thread.issue.number}`;
}
