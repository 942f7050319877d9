import { toInstant } from "../../core/instant.ts";
import { OutsideError } from "../../errors.ts";
import type { ForeignCommit } from "../../schema/index.ts";
import type { DataBranch } from "../data-branch.ts";
import type { Pass } from "./pass.ts";

const dayMs = 24 * 3_600_000;
/** How far before the last commit of ours is looked: whoever pushed between our reading and our writing is found later. */
const overlapMs = dayMs;
/** How long a foreign commit is told of. */
const keptMs = 7 * dayMs;

type Foreign = Readonly<Record<string, ForeignCommit>>;

/**
 * The commits on the data branch that none of our logins made, by SHA. When the branch cannot be looked at, those that are
 * known already.
 */
export async function foreignCommits(pass: Pass, branch: DataBranch): Promise<Foreign> {
  const { forge, repo, policy, clock, log } = pass.context;
  const oldest = toInstant(clock.now() - keptMs);
  const known = Object.entries(branch.state.foreign).filter(([, { at }]) => at >= oldest);
  const found = new Map(known);
  if (branch.head === null) return {};
  const since = toInstant(Date.parse(branch.state.generated_at) - overlapMs);
  try {
    const own = new Set([...policy.config.engine.logins, await forge.login()].map(lower));
    for (const commit of await forge.commitsOn(repo, policy.config.data_branch, since)) {
      const { sha, author, at, message, url } = commit;
      if (own.has(lower(author)) || found.has(sha) || at < oldest) continue;
      const files = [...(await forge.filesOf(repo, sha))];
      found.set(sha, { id: sha, author, at, message: firstLine(message), files, url });
    }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.warn("the data branch's commits could not be looked at", { error: error.message });
  }
  return Object.fromEntries(found);
}

function lower(login: string): string {
  return login.toLowerCase();
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").slice(0, 200);
}
