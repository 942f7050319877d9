import type { Repo, Thread } from "../world.ts";

export function repoAddress({ fullName }: Repo): string {
  return `/${fullName}`;
}

/** Where the page of an issue or pull request is. */
export function addressOf({ repo, isPull, issue }: Thread): string {
  return `${repoAddress(repo)}/${isPull ? "pull" : "issues"}/${issue.number}`;
}
