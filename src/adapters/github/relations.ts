import type { Part, TaskRef } from "../../core/facts.ts";
import type { Write } from "../../core/plan.ts";
import { splitIn } from "../../core/task/split.ts";
import { OutsideError } from "../../errors.ts";
import type { Asking } from "./asking.ts";
import { whereOf } from "./issues.ts";
import type { WireIssue, WireTimelineEntry } from "./wire.ts";

/** Ids of the issues that the host itself says block this one, asked for only when there are some. */
export async function blockersOf(
  asking: Asking,
  { repo, number }: TaskRef,
  issue: WireIssue,
): Promise<readonly string[]> {
  if ((issue.issue_dependencies_summary?.total_blocked_by ?? 0) === 0) return [];
  const found: string[] = [];
  const parameters = { ...whereOf(repo), issue_number: number };
  try {
    for await (const page of asking.pages("issues/list-dependencies-blocked-by", parameters)) {
      for (const one of page) found.push(`${repoIn(one.repository_url)}#${one.number}`);
    }
  } catch (error) {
    if (!isAbsent(error)) throw error;
  }
  return found;
}

/** The issue that the host knows it as a part of, else the one whose `/split` made it, if we did. */
export function parentOf(issue: WireIssue, own: ReadonlySet<string>): string | null {
  const native = idInUrl(issue.parent_issue_url);
  if (native !== null || !isOurs(issue, own)) return native;
  return splitIn(issue.body ?? "")?.task ?? null;
}

/** The parts that we have made of an issue: GitHub notes on it that they mention it. Nobody else can make one. */
export function partsIn(
  timeline: readonly WireTimelineEntry[],
  { repo, number }: TaskRef,
  own: ReadonlySet<string>,
): readonly Part[] {
  const parts = new Map<string, Part>();
  for (const { event, source } of timeline) {
    const from = source?.issue;
    if (event !== "cross-referenced" || from === undefined || from.pull_request !== undefined)
      continue;
    const split = splitIn(from.body ?? "");
    const here = from.repository?.full_name ?? "";
    if (split === null || !isOurs(from, own) || !same(here, repo)) continue;
    const task = `${repo}#${number}`;
    if (!same(split.task, task) || parts.has(split.key)) continue;
    const linked = same(idInUrl(from.parent_issue_url) ?? "", task);
    parts.set(split.key, { id: `${repo}#${from.number}`, key: split.key, linked });
  }
  return [...parts.values()];
}

/**
 * Makes a part and tells the host that it is one. GitHub notes a mention a moment later, so the newest issues are looked
 * through first: a run that died, or a second one, has perhaps made it already.
 */
export async function makePart(
  asking: Asking,
  own: ReadonlySet<string>,
  write: Extract<Write, { type: "create-issue" }>,
): Promise<void> {
  const where = whereOf(write.repo);
  const newest = await asking.get("issues/list-for-repo", {
    ...where,
    state: "all",
    sort: "created",
    direction: "desc",
    per_page: 100,
  });
  const task = `${write.repo}#${write.number}`;
  const made = newest.find((issue) => {
    const split = isOurs(issue, own) ? splitIn(issue.body ?? "") : null;
    return split?.key === write.key && same(split.task, task);
  });
  const { title, body, labels } = write;
  const part = made ?? (await asking.get("issues/create", { ...where, title, body, labels }));
  await link(asking, write, part.id);
}

export async function linkPart(
  asking: Asking,
  write: Extract<Write, { type: "link-part" }>,
): Promise<void> {
  const [repo = "", number = ""] = write.part.split("#");
  const parameters = { ...whereOf(repo), issue_number: Number(number) };
  const part = await asking.find("issues/get", parameters);
  if (part !== null) await link(asking, write, part.id);
}

/** A host without sub-issues says 404; 422: it is one already, or there are too many. The mention in its text remains. */
async function link(asking: Asking, { repo, number }: TaskRef, id: number): Promise<void> {
  try {
    await asking.send("POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues", {
      ...whereOf(repo),
      issue_number: number,
      sub_issue_id: id,
    });
  } catch (error) {
    const isRefused = error instanceof OutsideError && error.status === 422;
    if (!isRefused && !isAbsent(error)) throw error;
  }
}

function isOurs(
  { user }: { readonly user?: { readonly login: string } | null | undefined },
  own: ReadonlySet<string>,
): boolean {
  return user !== null && user !== undefined && own.has(user.login.toLowerCase());
}

function isAbsent(error: unknown): boolean {
  return error instanceof OutsideError && (error.status === 404 || error.status === 410);
}

function idInUrl(url: string | null | undefined): string | null {
  const [, repo, number] = /\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)$/.exec(url ?? "") ?? [];
  return repo === undefined ? null : `${repo}#${number}`;
}

function repoIn(url: string): string {
  return url.split("/").slice(-2).join("/");
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
