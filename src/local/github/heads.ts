import { Refusal, type Call, type Local } from "./call.ts";
import { shape, type PullJson, type UserJson } from "./json.ts";
import { read } from "./upstream.ts";
import { timeText, type Repo } from "./world.ts";
import { atMerge, touch } from "./threads.ts";

/** The emulator keeps the commits a pull request had when it was opened; these follow the branches. */

export async function pullNow(local: Local, repo: Repo, number: number): Promise<PullJson> {
  const pull = await read(local, `/repos/${repo.fullName}/pulls/${number}`);
  return followed(local, repo, shape<PullJson>(pull));
}

export async function followed(local: Local, repo: Repo, pull: PullJson): Promise<PullJson> {
  const thread = repo.threads.get(pull.number);
  if (pull.state === "closed") return atMerge(thread, pull);
  const head = await branchHead(local, repo, pull.head.ref);
  const base = await branchHead(local, repo, pull.base.ref);
  return {
    ...pull,
    head: { ...pull.head, sha: head ?? pull.head.sha },
    base: { ...pull.base, sha: base ?? pull.base.sha },
  };
}

async function branchHead(local: Local, repo: Repo, branch: string): Promise<string | null> {
  try {
    const ref = await read(local, `/repos/${repo.fullName}/git/ref/heads/${branch}`);
    return shape<{ object: { sha: string } }>(ref).object.sha;
  } catch (error) {
    // The branch of a pull request may be deleted under it.
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** A push to the branch of an open pull request. */
export async function synchronize(
  local: Local,
  call: Call,
  repo: Repo,
  branch: string,
): Promise<void> {
  const sender = local.world.users.get((call.who.login ?? "").toLowerCase());
  for (const thread of repo.threads.values()) {
    if (thread.head !== branch || thread.issue.state !== "open" || sender === undefined) continue;
    touch(thread, timeText(call.now));
    const pull_request = await pullNow(local, repo, thread.issue.number);
    const fields = { number: thread.issue.number, pull_request };
    local.webhooks.emit("pull_request", "synchronize", repo, shape<UserJson>(sender), fields);
  }
}
