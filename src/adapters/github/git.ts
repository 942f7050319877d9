import { OutsideError } from "../../errors.ts";
import type { NewCommit, NewFile } from "../../ports.ts";
import type { Asking } from "./asking.ts";

type Where = { readonly owner: string; readonly repo: string };

export async function headOf(asking: Asking, where: Where, branch: string): Promise<string | null> {
  const ref = await asking.find("git/get-ref", { ...where, ref: `heads/${branch}` });
  return ref?.object.sha ?? null;
}

/** Tree, commit, ref: three writes, and the last one alone makes it true. Not forced, so the ref update is the compare-and-swap. */
export async function commitFiles(
  asking: Asking,
  where: Where,
  { branch, expectedHead, message, files }: NewCommit,
): Promise<{ sha: string; url: string } | null> {
  const base =
    expectedHead === null
      ? null
      : await asking.get("git/get-commit", { ...where, commit_sha: expectedHead });
  const tree = await asking.get("git/create-tree", {
    ...where,
    ...(base === null ? {} : { base_tree: base.tree.sha }),
    tree: await treeEntries(asking, where, files),
  });
  const commit = await asking.get("git/create-commit", {
    ...where,
    message,
    tree: tree.sha,
    parents: expectedHead === null ? [] : [expectedHead],
  });
  const moved = await moveRef(asking, where, branch, commit.sha, expectedHead === null);
  return moved ? { sha: commit.sha, url: commit.html_url } : null;
}

export async function replaceBranch(
  asking: Asking,
  where: Where,
  branch: string,
  message: string,
  files: readonly NewFile[],
): Promise<{ sha: string }> {
  const tree = await asking.get("git/create-tree", {
    ...where,
    tree: await treeEntries(asking, where, files),
  });
  const commit = await asking.get("git/create-commit", {
    ...where,
    message,
    tree: tree.sha,
    parents: [],
  });
  const isNew = (await headOf(asking, where, branch)) === null;
  if (isNew)
    await asking.send("POST /repos/{owner}/{repo}/git/refs", newRef(where, branch, commit.sha));
  else {
    await asking.send("PATCH /repos/{owner}/{repo}/git/refs/{ref}", {
      ...where,
      ref: `heads/${branch}`,
      sha: commit.sha,
      force: true,
    });
  }
  return { sha: commit.sha };
}

/** Characters of a file that goes with its tree; a blob of its own may have up to 100 MB. */
const inlineAtMost = 10_000_000;

async function treeEntries(asking: Asking, where: Where, files: readonly NewFile[]) {
  const entries: Record<string, unknown>[] = [];
  for (const { path, content } of files) {
    const entry = { path, mode: "100644", type: "blob" };
    if (content === null) entries.push({ ...entry, sha: null });
    else if (typeof content === "string" && content.length <= inlineAtMost)
      entries.push({ ...entry, content });
    else {
      const blob = await asking.get("git/create-blob", {
        ...where,
        content: bytesOf(content).toString("base64"),
        encoding: "base64",
      });
      entries.push({ ...entry, sha: blob.sha });
    }
  }
  return entries;
}

async function moveRef(
  asking: Asking,
  where: Where,
  branch: string,
  sha: string,
  isNew: boolean,
): Promise<boolean> {
  try {
    if (isNew) await asking.send("POST /repos/{owner}/{repo}/git/refs", newRef(where, branch, sha));
    else {
      await asking.send("PATCH /repos/{owner}/{repo}/git/refs/{ref}", {
        ...where,
        ref: `heads/${branch}`,
        sha,
        force: false,
      });
    }
    return true;
  } catch (error) {
    // 422: not a fast-forward, or the branch is there already. Somebody was quicker.
    if (error instanceof OutsideError && (error.status === 422 || error.status === 409))
      return false;
    throw error;
  }
}

function newRef(where: Where, branch: string, sha: string) {
  return { ...where, ref: `refs/heads/${branch}`, sha };
}

function bytesOf(content: string | Uint8Array): Buffer {
  return typeof content === "string" ? Buffer.from(content) : Buffer.from(content);
}
