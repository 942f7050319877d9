import type { BranchCommit, NewCommit } from "../ports.ts";

/** The branches of one repository in memory: each commit is all of its files. */
export type Branches = {
  readonly head: (branch: string) => string | null;
  readonly read: (revision: string, path: string) => string | null;
  readonly list: (revision: string, folder: string) => readonly string[];
  /** null when the branch is elsewhere by now. */
  readonly commit: (by: string, at: number, commit: NewCommit) => { sha: string } | null;
  readonly leadingTo: (head: string) => readonly BranchCommit[];
  readonly filesOf: (sha: string) => readonly string[];
};

type Kept = BranchCommit & {
  readonly branch: string;
  readonly changed: readonly string[];
};

export function branchesOf(repo: string): Branches {
  const files = new Map<string, Map<string, string>>();
  const heads = new Map<string, string>();
  const commits: Kept[] = [];

  // Only the newest tree of a branch is kept: nobody asks for an older one, and thousands would fill the memory.
  const treeAt = (revision: string) => {
    const branch = commits.findLast(({ sha }) => sha === revision)?.branch ?? revision;
    if (heads.get(branch) !== revision && branch !== revision)
      throw new Error(`${revision} is no longer kept`);
    return files.get(branch);
  };

  return {
    head: (branch) => heads.get(branch) ?? null,
    read: (revision, path) => treeAt(revision)?.get(path) ?? null,
    list: (revision, folder) =>
      [...(treeAt(revision)?.keys() ?? [])].filter(
        (path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes("/"),
      ),
    commit: (by, at, { branch, expectedHead, message, files: changed }) => {
      if ((heads.get(branch) ?? null) !== expectedHead) return null;
      const sha = (commits.length + 1).toString(16).padStart(40, "0");
      const tree = files.get(branch) ?? new Map<string, string>();
      for (const { path, content } of changed) {
        if (content === null) tree.delete(path);
        else
          tree.set(path, typeof content === "string" ? content : Buffer.from(content).toString());
      }
      files.set(branch, tree);
      heads.set(branch, sha);
      commits.push({
        sha,
        branch,
        login: by,
        author: by,
        at: new Date(at).toISOString(),
        message,
        url: `https://github.com/${repo}/commit/${sha}`,
        parents: expectedHead === null ? [] : [expectedHead],
        changed: changed.map(({ path }) => path),
      });
      return { sha };
    },
    leadingTo: (head) => {
      const newest = commits.findLast(({ sha }) => sha === head);
      return commits
        .slice(0, newest === undefined ? 0 : commits.lastIndexOf(newest) + 1)
        .filter(({ branch }) => branch === newest?.branch)
        .slice(-100)
        .toReversed();
    },
    filesOf: (sha) => commits.find((one) => one.sha === sha)?.changed ?? [],
  };
}
