import { Refusal, type Local, type RepoCall } from "./call.ts";
import { shape, type Json, type PullJson } from "./json.ts";
import { read, write } from "./upstream.ts";
import type { Repo } from "./world.ts";

type Blob = {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
};
type Tree = ReadonlyMap<string, Blob>;

/**
 * The commit that merges `head` into `base`, files taken from the side that changed them: the emulator's own merge takes
 * the head's files whatever happened on the base. 405 when both sides changed a file.
 */
export async function mergeCommit(
  local: Local,
  call: RepoCall,
  pull: PullJson,
  message: string,
): Promise<string> {
  const { repo } = call;
  const base = pull.base.sha;
  const head = pull.head.sha;
  const compared = shape<{ merge_base_commit: { sha: string } }>(
    await read(local, `/repos/${repo.fullName}/compare/${base}...${head}`),
  );
  const origin = await treeOf(local, repo, compared.merge_base_commit.sha);
  const ours = await treeOf(local, repo, base);
  const theirs = await treeOf(local, repo, head);
  const changes = changed(origin, ours, theirs);
  const tree =
    changes.length === 0
      ? ours.sha
      : await createTree(local, call, { base_tree: ours.sha, tree: changes });
  const isOneParent =
    call.body["merge_method"] === "squash" || call.body["merge_method"] === "rebase";
  const commit = await write(local, call, {
    method: "POST",
    path: `/repos/${repo.fullName}/git/commits`,
    body: { message, tree, parents: isOneParent ? [base] : [base, head] },
  });
  return shape<{ sha: string }>(commit).sha;
}

/** What of `theirs` has to be written over `ours`; a deleted file has no sha. */
function changed(
  { files: origin }: { files: Tree },
  { files: ours }: { files: Tree },
  { files: theirs }: { files: Tree },
): readonly Json[] {
  const changes: Json[] = [];
  for (const path of new Set([...origin.keys(), ...theirs.keys()])) {
    const was = keyOf(origin.get(path));
    const our = keyOf(ours.get(path));
    const their = keyOf(theirs.get(path));
    if (their === was || their === our) continue;
    if (our !== was) throw new Refusal(405, "Merge conflict");
    const blob = theirs.get(path);
    changes.push(blob === undefined ? { path, mode: "100644", type: "blob", sha: null } : blob);
  }
  return changes;
}

function keyOf(blob: Blob | undefined): string {
  return blob === undefined ? "" : `${blob.mode} ${blob.sha}`;
}

async function treeOf(
  local: Local,
  repo: Repo,
  commit: string,
): Promise<{ sha: string; files: Tree }> {
  const answer = shape<{ sha: string; tree: readonly Blob[] }>(
    await read(local, `/repos/${repo.fullName}/git/trees/${commit}?recursive=1`),
  );
  const blobs = answer.tree.filter(({ type }) => type === "blob");
  return {
    sha: answer.sha,
    files: new Map(blobs.map(({ path, mode, type, sha }) => [path, { path, mode, type, sha }])),
  };
}

async function createTree(local: Local, call: RepoCall, body: Json): Promise<string> {
  const path = `/repos/${call.repo.fullName}/git/trees`;
  return shape<{ sha: string }>(await write(local, call, { method: "POST", path, body })).sha;
}
