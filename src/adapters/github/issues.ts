import type { Actor, ListedIssue, TaskRef } from "../../core/facts.ts";
import { OutsideError } from "../../errors.ts";
import type { BranchCommit, IssuePage, IssueSummary } from "../../ports.ts";
import type { Asking } from "./asking.ts";
import type { WireIssue } from "./wire.ts";

/** Issues by their last change, oldest first, from `since` on; no page at all when the first one still has that `etag`. */
export async function* listIssues(
  asking: Asking,
  repo: string,
  since: string | null,
  etag: string | null,
): AsyncIterable<IssuePage> {
  const parameters = {
    ...whereOf(repo),
    state: "all",
    sort: "updated",
    direction: "asc",
    ...(since === null ? {} : { since }),
    ...(etag === null ? {} : { headers: { "if-none-match": etag } }),
  };
  try {
    for await (const page of asking.answers("issues/list-for-repo", parameters))
      yield { issues: page.data.map((issue) => summaryOf(repo, issue)), etag: page.etag };
  } catch (error) {
    if (error instanceof OutsideError && error.status === 304) return;
    throw error;
  }
}

export async function peek(asking: Asking, ref: TaskRef): Promise<IssueSummary | null> {
  const parameters = { ...whereOf(ref.repo), issue_number: ref.number };
  const issue = await asking.find("issues/get", parameters);
  if (issue === null || !isHere(issue, ref) || issue.pull_request !== undefined) return null;
  return summaryOf(ref.repo, issue);
}

/** A transferred issue is answered for from where it has gone. */
export function isHere(issue: WireIssue, { repo, number }: TaskRef): boolean {
  const here = issue.repository_url.split("/").slice(-2).join("/");
  return here.toLowerCase() === repo.toLowerCase() && issue.number === number;
}

/** The issues of these repositories that carry a label, open or closed. */
export async function labelled(
  asking: Asking,
  repos: readonly string[],
  label: string,
): Promise<readonly TaskRef[]> {
  const found: TaskRef[] = [];
  for (const repo of repos) {
    const parameters = { ...whereOf(repo), labels: label, state: "all" };
    for await (const page of asking.pages("issues/list-for-repo", parameters)) {
      for (const { number, pull_request } of page)
        if (pull_request === undefined) found.push({ repo, number });
    }
  }
  return found;
}

export async function* commitsOn(
  asking: Asking,
  repo: string,
  head: string,
): AsyncIterable<readonly BranchCommit[]> {
  const parameters = { ...whereOf(repo), sha: head };
  for await (const page of asking.pages("repos/list-commits", parameters))
    yield page.map(({ sha, html_url, author, committer, commit, parents }) => {
      const login = author?.login ?? committer?.login ?? null;
      return {
        sha,
        login,
        author: login ?? commit.author?.name ?? "somebody",
        at: commit.committer?.date ?? "1970-01-01T00:00:00Z",
        message: commit.message,
        url: html_url,
        parents: parents.map((parent) => parent.sha),
      };
    });
}

export async function filesOf(
  asking: Asking,
  repo: string,
  sha: string,
): Promise<readonly string[]> {
  const commit = await asking.find("repos/get-commit", { ...whereOf(repo), ref: sha });
  return (commit?.files ?? []).map(({ filename }) => filename);
}

export function listedIssue(repo: string, issue: WireIssue): ListedIssue {
  return {
    repo,
    number: issue.number,
    url: issue.html_url,
    title: issue.title,
    body: issue.body ?? "",
    state: issue.state === "closed" ? "closed" : "open",
    stateReason: issue.state_reason ?? null,
    author: actorOf(issue.user),
    createdAt: issue.created_at,
    updatedAt: issue.updated_at,
    closedAt: issue.closed_at,
    labels: issue.labels.map((label) => (typeof label === "string" ? label : (label.name ?? ""))),
    assignees: (issue.assignees ?? []).map(({ login }) => login),
    milestone: issue.milestone?.title ?? null,
    comments: issue.comments,
    blockers: issue.issue_dependencies_summary?.total_blocked_by ?? 0,
  };
}

export function actorOf(user: { login: string; type?: string | undefined } | null): Actor {
  if (user === null) return { login: "ghost", bot: false };
  return { login: user.login, bot: user.type === "Bot" };
}

/** What GitHub said of each line that we gave out: whoever hands it back need not ask again. */
const answers = new WeakMap<IssueSummary, WireIssue>();

export function answerOf(summary: IssueSummary | undefined): WireIssue | null {
  return summary === undefined ? null : (answers.get(summary) ?? null);
}

function summaryOf(repo: string, issue: WireIssue): IssueSummary {
  const summary = {
    ...listedIssue(repo, issue),
    isPullRequest: issue.pull_request !== undefined,
    mergedAt: issue.pull_request?.merged_at ?? null,
  };
  answers.set(summary, issue);
  return summary;
}

export function whereOf(repo: string): { owner: string; repo: string } {
  const [owner = "", name = ""] = repo.split("/");
  return { owner, repo: name };
}
