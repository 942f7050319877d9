import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { RepoName } from "../../schema/index.ts";
import { ReasonedError } from "./context.ts";
import type { Env } from "./io.ts";

/** The repository meant: the option, else GITHUB_REPOSITORY, else the remote of this directory. Throws UserError. */
export async function repositoryOf(
  option: string | undefined,
  env: Env,
  cwd: string,
): Promise<string> {
  const named = option ?? (env["GITHUB_REPOSITORY"] || undefined);
  if (named !== undefined) {
    if (RepoName.safeParse(named).success) return named;
    const from = option === undefined ? "GITHUB_REPOSITORY" : "--repo";
    throw new ReasonedError(
      "no-repository",
      `${from} ${JSON.stringify(named)}: expected owner/name, such as octo/shop`,
    );
  }
  const remote = await remoteOf(cwd);
  if (remote !== null) return remote;
  throw new ReasonedError(
    "no-repository",
    "which repository? Give --repo owner/name, set GITHUB_REPOSITORY, or run this in a clone of it",
  );
}

async function remoteOf(cwd: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["remote", "get-url", "origin"], { cwd });
    return repositoryIn(stdout.trim());
  } catch {
    // No git, no clone, or no such remote: there is nothing to be guessed from.
    return null;
  }
}

/** `owner/name` of a remote's address, in git's own form or as a URL. */
export function repositoryIn(address: string): string | null {
  const found =
    /^(?:\w+:\/\/(?:[^@/]*@)?[^/]+\/|[^/:]+:\/?)([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(address);
  return found === null || address.startsWith("file:") ? null : `${found[1]}/${found[2]}`;
}
