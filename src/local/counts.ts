import { statusOfLabel } from "../core/lifecycle/labels.ts";
import type { Forge } from "../ports.ts";
import { noCounts } from "../render/data.ts";
import { type Status, statuses } from "../schema/index.ts";

export type Counts = Record<Status, number>;

/** Tasks by status as GitHub's own labels have it. */
export async function countOnGitHub(forge: Forge, repo: string): Promise<Counts> {
  const counts = noCounts();
  for await (const { issues: page } of forge.listIssues(repo, null)) {
    for (const { labels, isPullRequest } of page) {
      if (isPullRequest) continue;
      for (const label of labels) {
        const status = statusOfLabel(label);
        if (status !== null && status !== "unknown") counts[status] += 1;
      }
    }
  }
  return counts;
}

/** What a person reads on the page; null when a number is missing there. */
export function countOnPage(seen: Readonly<Record<string, readonly string[]>>): Counts | null {
  const counts = noCounts();
  for (const status of statuses) {
    const text = seen[`status:${status}`]?.[0];
    if (text === undefined || !/^\d+$/.test(text)) return null;
    counts[status] = Number(text);
  }
  return counts;
}

export function sameCounts(all: readonly Counts[]): boolean {
  const [first] = all;
  return all.every((counts) => statuses.every((status) => counts[status] === first?.[status]));
}
