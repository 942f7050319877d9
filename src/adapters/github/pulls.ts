import type { Deed, LinkedPull } from "../../core/facts.ts";
import type { Asking } from "./asking.ts";
import { actorOf } from "./issues.ts";
import type { WireTimelineEntry } from "./wire.ts";

type RepoParameters = { readonly owner: string; readonly repo: string };

/** https://docs.github.com/issues/tracking-your-work-with-issues/linking-a-pull-request-to-an-issue */
const closing =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:(?:https:\/\/github\.com\/)?([\w.-]+\/[\w.-]+)(?:#|\/issues\/)|#)(\d+)\b/gi;
/** The first line GitHub writes into a pull request made by its Revert button. */
const reverting = /^Reverts\s+(?:([\w.-]+\/[\w.-]+))?#(\d+)/im;

/** Numbers of the issues in `repo` that a pull request's text says it closes. */
export function closedBy(text: string, repo: string): readonly number[] {
  return [...text.matchAll(closing)]
    .filter(([, name]) => name === undefined || name.toLowerCase() === repo.toLowerCase())
    .map(([, , number]) => Number(number));
}

/** The pull request that this text says it reverts. */
export function revertedBy(text: string, repo: string): number | null {
  const match = reverting.exec(text);
  if (match === null) return null;
  const [, name, number] = match;
  return name === undefined || name.toLowerCase() === repo.toLowerCase() ? Number(number) : null;
}

/** Pull requests of this repository that the timeline says mention the issue and whose text closes it. */
export function closingPulls(
  timeline: readonly WireTimelineEntry[],
  repo: string,
  issue: number,
): readonly number[] {
  const found = new Set<number>();
  for (const { event, source } of timeline) {
    const from = source?.issue;
    if (event !== "cross-referenced" || from?.pull_request === undefined) continue;
    if (!isOf(repo, from.repository)) continue;
    // Given up without a merge: it closes nothing any more.
    if (from.state === "closed" && (from.pull_request.merged_at ?? null) === null) continue;
    if (closedBy(from.body ?? "", repo).includes(issue)) found.add(from.number);
  }
  return [...found];
}

export async function readPull(
  asking: Asking,
  where: RepoParameters,
  number: number,
): Promise<LinkedPull> {
  const pull = await asking.get("pulls/get", { ...where, pull_number: number });
  const deeds: Deed[] = [{ kind: "pull", actor: actorOf(pull.user), at: pull.created_at }];
  const newest = new Map<string, string>();
  for await (const reviews of asking.pages("pulls/list-reviews", {
    ...where,
    pull_number: number,
  })) {
    for (const { user, state, commit_id: commit, submitted_at: at } of reviews) {
      if (at !== undefined) deeds.push({ kind: "review", actor: actorOf(user), at });
      // A later comment leaves an approval standing; only another verdict replaces it. What was pushed since is not approved.
      if (user === null || state === "COMMENTED" || state === "PENDING") continue;
      newest.set(user.login, state === "APPROVED" && commit !== pull.head.sha ? "STALE" : state);
    }
  }
  return {
    number,
    url: pull.html_url,
    author: pull.user?.login ?? "ghost",
    merged: pull.merged,
    mergedAt: pull.merged_at,
    mergedBy: pull.merged_by?.login ?? null,
    approvedBy: [...newest].filter(([, state]) => state === "APPROVED").map(([login]) => login),
    reviewers: (pull.requested_reviewers ?? []).map(({ login }) => login),
    deeds,
    checks: await checksOf(asking, where, pull.head.sha),
    revertedBy: pull.merged ? await revertOf(asking, where, number) : null,
  };
}

async function checksOf(
  asking: Asking,
  where: RepoParameters,
  sha: string,
): Promise<LinkedPull["checks"]> {
  // Older integrations report statuses, newer ones check runs.
  const combined = await asking.get("repos/get-combined-status-for-ref", { ...where, ref: sha });
  if (combined.state === "failure" || combined.state === "error") return "red";
  let runs = combined.total_count;
  let pending = combined.total_count > 0 && combined.state === "pending";
  for await (const page of asking.pages("checks/list-for-ref", { ...where, ref: sha })) {
    for (const { status, conclusion } of page.check_runs) {
      runs += 1;
      if (status !== "completed") pending = true;
      else if (!["success", "neutral", "skipped"].includes(conclusion ?? "")) return "red";
    }
  }
  if (runs === 0) return "none";
  return pending ? "pending" : "green";
}

async function revertOf(
  asking: Asking,
  where: RepoParameters,
  number: number,
): Promise<LinkedPull["revertedBy"]> {
  const repo = `${where.owner}/${where.repo}`;
  const parameters = { ...where, issue_number: number };
  for await (const page of asking.pages("issues/list-events-for-timeline", parameters)) {
    for (const { event, source } of page) {
      const mergedAt = source?.issue?.pull_request?.merged_at;
      if (event !== "cross-referenced" || typeof mergedAt !== "string") continue;
      if (!isOf(repo, source?.issue?.repository)) continue;
      const text = source?.issue?.body ?? "";
      if (revertedBy(text, repo) === number)
        return { number: source?.issue?.number ?? 0, at: mergedAt };
    }
  }
  return null;
}

/** Anybody can mention an issue from a repository of his own. */
function isOf(repo: string, repository: { readonly full_name: string } | undefined): boolean {
  return repository?.full_name.toLowerCase() === repo.toLowerCase();
}
