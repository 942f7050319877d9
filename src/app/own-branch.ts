import { emptyState } from "../core/state/index.ts";
import { laterOf } from "../core/watch.ts";
import type { BranchCommit, Forge, NewFile } from "../ports.ts";
import type { Config, ForeignCommit, State } from "../schema/index.ts";
import { type DataBranch, readSnapshot, type Snapshot, stateOf } from "./data-branch.ts";

export type OwnBranch = DataBranch & {
  /** What others have pushed since our last commit, by SHA. */
  readonly foreign: Readonly<Record<string, ForeignCommit>>;
  /** Events as our last commit left them, where others have changed them. */
  readonly restore: readonly NewFile[];
};

type Where = { readonly forge: Forge; readonly config: Config; readonly repo: string };

/**
 * The data branch for whoever is going to write to it: the snapshot is that of our own last commit, whatever others have
 * made of it since. Ours is a commit by one of our logins whose snapshot names its parent: a snapshot cannot know its own
 * SHA, but where it was put. Below it everything has been looked at already.
 */
export async function readOwnBranch(where: Where): Promise<OwnBranch> {
  const { forge, config, repo } = where;
  const head = await forge.head(repo, config.data_branch);
  if (head === null) return { head, state: emptyState(repo), foreign: {}, restore: [] };
  const snapshot = await readSnapshot(forge, repo, config.data_branch, head);
  const { ours, state, others } = await lastOwn(where, head, snapshot);
  // Nothing of ours is there yet: what somebody has made beforehand is his own.
  if (state === null || others.length === 0)
    return { head, state: stateOf(snapshot, repo), foreign: {}, restore: [] };
  const found = await Promise.all(
    others.map(async (commit) =>
      foreignCommit(commit, await forge.filesOf(repo, commit.sha), state),
    ),
  );
  const changed = new Set(found.flatMap(({ files }) => files).filter(isEvents));
  const restore = await Promise.all(
    [...changed].map(async (path) => ({ path, content: await forge.readFile(repo, ours, path) })),
  );
  return { head, state, foreign: Object.fromEntries(found.map((one) => [one.id, one])), restore };
}

type Own = {
  readonly ours: string;
  readonly state: State | null;
  /** The commits on top of ours, newest first. */
  readonly others: readonly BranchCommit[];
};

async function lastOwn(
  { forge, config, repo }: Where,
  head: string,
  standing: Snapshot,
): Promise<Own> {
  const own = new Set([...config.engine.logins, await forge.login()].map(lower));
  const others: BranchCommit[] = [];
  for (const commit of lineage(await forge.commitsOn(repo, head), head)) {
    const { sha, author } = commit;
    if (own.has(lower(author))) {
      const snapshot =
        sha === head ? standing : await readSnapshot(forge, repo, config.data_branch, sha);
      if (snapshot.kind === "state" && isWhereItWasPut(snapshot.state, commit))
        return { ours: sha, state: snapshot.state, others };
    }
    others.push(commit);
  }
  return { ours: head, state: null, others };
}

/** The commits from `head` down, each the first parent of the one before. */
function* lineage(commits: readonly BranchCommit[], head: string): Generator<BranchCommit> {
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  for (let at = bySha.get(head); at !== undefined; at = bySha.get(at.parents[0] ?? "")) yield at;
}

/** Of a snapshot from before this was written down, nothing but the login can be said. */
function isWhereItWasPut({ head }: State, { parents }: BranchCommit): boolean {
  return head.parent === undefined || head.parent === (parents[0] ?? null);
}

/** Whoever commits can date it as he likes, but not before what it stands on. */
function foreignCommit(
  { sha, author, at, message, url }: BranchCommit,
  files: readonly string[],
  { generated_at }: State,
): ForeignCommit {
  const subject = (message.split("\n")[0] ?? "").slice(0, 200);
  return {
    id: sha,
    author,
    at: laterOf(generated_at, at),
    message: subject,
    files: [...files],
    url,
  };
}

function isEvents(path: string): boolean {
  return path.startsWith("state/events/");
}

function lower(login: string): string {
  return login.toLowerCase();
}
