import { isDefaultBranch } from "../core/documents/default-branch.ts";
import { emptyState } from "../core/state/index.ts";
import { laterOf } from "../core/watch.ts";
import { UserError } from "../errors.ts";
import type { BranchCommit, Forge, NewFile } from "../ports.ts";
import type { Config, ForeignCommit, State } from "../schema/index.ts";
import { type DataBranch, readSnapshot, type Snapshot, stateOf } from "./data-branch.ts";

export type OwnBranch = DataBranch & {
  /** What others have pushed since our last commit, by SHA. */
  readonly foreign: Readonly<Record<string, ForeignCommit>>;
  /** The login of our last commit; null: there is none. */
  readonly writer: string | null;
  /** Events as our last commit left them, where others have changed them. */
  readonly restore: readonly NewFile[];
};

type Where = { readonly forge: Forge; readonly config: Config; readonly repo: string };

/** So many pages of a hundred commits are looked through for our last one. */
const mostPages = 30;
/** So many commits are told of one by one, which takes a request each. */
const mostTold = 100;

/**
 * The data branch for whoever is going to write to it: the snapshot is that of our own last commit, whatever others have
 * made of it since. Ours is a commit by one of our logins whose snapshot names its parent: a snapshot cannot know its own
 * SHA, but where it was put. Below it everything has been looked at already. Throws UserError when there is a snapshot and
 * no commit of ours.
 */
export async function readOwnBranch(where: Where): Promise<OwnBranch> {
  const { forge, config, repo } = where;
  const head = await forge.head(repo, config.data_branch);
  if (head === null)
    return { head, state: emptyState(repo), foreign: {}, writer: null, restore: [] };
  const snapshot = await readSnapshot(forge, repo, config.data_branch, head);
  const { ours, state, writer, others } = await lastOwn(where, head, snapshot);
  if (state === null && snapshot.kind === "state")
    throw new UserError(nobodysSnapshot(where, others));
  // Nothing of ours is there yet: what somebody has made beforehand is his own.
  if (state === null || others.length === 0)
    return { head, state: stateOf(snapshot, repo), foreign: {}, writer, restore: [] };
  const found = await Promise.all(
    toldOf(others).map(async (commit) =>
      foreignCommit(commit, await forge.filesOf(repo, commit.sha), state),
    ),
  );
  const changed = new Set(found.flatMap(({ files }) => files).filter(isEvents));
  const restore = await Promise.all(
    [...changed].map(async (path) => ({ path, content: await forge.readFile(repo, ours, path) })),
  );
  const foreign = isDefaultBranch(config.data_branch)
    ? found.filter(({ files }) => files.some(isOurs))
    : found;
  const byId = Object.fromEntries(foreign.map((one) => [one.id, one]));
  return { head, state, foreign: byId, writer, restore };
}

/**
 * Throws UserError when another login writes the data branch and does not know ours: to it, our commit would be a foreign
 * one, and its work would be lost.
 */
export async function checkWriter(
  { forge, config, repo }: Where,
  { writer }: Pick<OwnBranch, "writer">,
): Promise<void> {
  const login = await forge.login();
  const known = new Set([...config.engine.logins, writer ?? login].map(lower));
  if (known.has(lower(login))) return;
  throw new UserError(
    `${writer} writes ${config.data_branch} of ${repo}: to it, a commit by ${login} would be foreign, and thrown away. Nothing was changed. Run the workflow instead (\`gh workflow run\`), or use a token of ${writer}; when ${login} is a machine user of Mission Control's, put it into engine.logins. A dry run needs neither.`,
  );
}

type Own = {
  readonly ours: string;
  readonly state: State | null;
  readonly writer: string | null;
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
  for await (const commit of lineage(forge.commitsOn(repo, head), head)) {
    const { sha, login } = commit;
    if (login !== null && own.has(lower(login))) {
      const snapshot =
        sha === head ? standing : await readSnapshot(forge, repo, config.data_branch, sha);
      if (snapshot.kind === "state" && isWhereItWasPut(snapshot.state, commit))
        return { ours: sha, state: snapshot.state, writer: login, others };
    }
    others.push(commit);
  }
  return { ours: head, state: null, writer: null, others };
}

/** The commits from `head` down, each the first parent of the one before; a page is read once it is needed. */
async function* lineage(
  pages: AsyncIterable<readonly BranchCommit[]>,
  head: string,
): AsyncIterable<BranchCommit> {
  const bySha = new Map<string, BranchCommit>();
  let at: string | undefined = head;
  let read = 0;
  for await (const page of pages) {
    for (const commit of page) bySha.set(commit.sha, commit);
    for (let commit = bySha.get(at); commit !== undefined; commit = bySha.get(at)) {
      yield commit;
      at = commit.parents[0];
      if (at === undefined) return;
    }
    read += 1;
    if (read === mostPages) return;
  }
}

function nobodysSnapshot({ config, repo }: Where, others: readonly BranchCommit[]): string {
  const { data_branch: branch, engine } = config;
  const by = others[0]?.author ?? "somebody";
  return `${branch} of ${repo} holds a snapshot, and none of its ${others.length} newest commits is Mission Control's own (${engine.logins.join(", ")}). Nothing was changed. When another login of Mission Control wrote it, put that login into engine.logins; the newest commit is by ${by}. Otherwise set the branch back to the last commit that is Mission Control's, or delete it to begin anew.`;
}

/** The newest ones; the last of them stands for those below it, too. */
function toldOf(others: readonly BranchCommit[]): readonly BranchCommit[] {
  const more = others.length - mostTold;
  if (more <= 0) return others;
  return others
    .slice(0, mostTold)
    .map((commit, index) =>
      index < mostTold - 1
        ? commit
        : { ...commit, message: `And ${more} more below it: ${commit.message}` },
    );
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

/** Where we write, beside whatever else a default branch holds. */
function isOurs(path: string): boolean {
  return ["state/", "reports/", "docs/mission-control/"].some((folder) => path.startsWith(folder));
}

function isEvents(path: string): boolean {
  return path.startsWith("state/events/");
}

function lower(login: string): string {
  return login.toLowerCase();
}
