import type { Answer, HistoryEntry, Permission, TaskFacts, TaskRef } from "../../core/facts.ts";
import { hasCommand, parseCommands } from "../../core/commands/grammar.ts";
import type { Asking } from "./asking.ts";
import type { IssueSummary } from "../../ports.ts";
import { deedsIn } from "./deeds.ts";
import { closingPulls, readPull } from "./pulls.ts";
import { actorOf, answerOf, isHere, listedIssue } from "./issues.ts";
import { blockersOf, parentOf, partsIn } from "./relations.ts";
import type { WireTimelineEntry } from "./wire.ts";

/** 100 entries a page: nobody's task has more than this many honest ones. */
const maxPages = 30;

export type TaskReader = {
  readonly asking: Asking;
  /** Lower-case logins that are Mission Control's alone: nothing they do is a move or a command of somebody's. */
  readonly trusted: ReadonlySet<string>;
  /** These and the login we write with, which may be a person's: reactions and tagged comments of theirs are ours. */
  readonly own: ReadonlySet<string>;
  readonly permissionOf: (repo: string, login: string) => Promise<Permission>;
};

export async function readTask(
  reader: TaskReader,
  ref: TaskRef,
  known?: IssueSummary,
): Promise<TaskFacts | null> {
  const { asking } = reader;
  const [owner = "", repo = ""] = ref.repo.split("/");
  const where = { owner, repo };
  const issue =
    answerOf(known) ?? (await asking.find("issues/get", { ...where, issue_number: ref.number }));
  if (issue === null || !isHere(issue, ref) || issue.pull_request !== undefined) return null;
  const { entries, complete } = await readTimeline(asking, { ...where, issue_number: ref.number });
  const pulls = await Promise.all(
    closingPulls(entries, ref.repo, ref.number).map((number) => readPull(asking, where, number)),
  );
  const history = await withAnswers(reader, where, entries);
  const logins = new Set(judgedLogins(history, reader.trusted));
  if (issue.user !== null && !reader.trusted.has(issue.user.login.toLowerCase()))
    logins.add(issue.user.login);
  for (const pull of pulls) pull.approvedBy.forEach((login) => logins.add(login));
  for (const label of issue.labels) {
    const name = typeof label === "string" ? label : (label.name ?? "");
    if (name.startsWith("owner:human:")) logins.add(name.slice("owner:human:".length));
  }
  const permissions = await Promise.all(
    [...logins].map(async (login) => [login, await reader.permissionOf(ref.repo, login)] as const),
  );
  return {
    ...listedIssue(ref.repo, issue),
    history,
    complete,
    deeds: deedsIn(entries, pulls),
    permissions: Object.fromEntries(permissions),
    pulls,
    blockedBy: await blockersOf(asking, ref, issue),
    parent: parentOf(issue, reader.own),
    parts: partsIn(entries, ref, reader.own),
    tagged: taggedComments(history, reader.own),
    settled: null,
  };
}

async function readTimeline(asking: Asking, parameters: Record<string, unknown>) {
  const entries: WireTimelineEntry[] = [];
  let pages = 0;
  for await (const page of asking.pages("issues/list-events-for-timeline", parameters)) {
    entries.push(...page);
    pages += 1;
    if (pages >= maxPages && page.length >= 100) return { entries, complete: false };
  }
  return { entries, complete: true };
}

async function withAnswers(
  reader: TaskReader,
  where: { owner: string; repo: string },
  entries: readonly WireTimelineEntry[],
): Promise<readonly HistoryEntry[]> {
  const history: HistoryEntry[] = [];
  for (const [index, wire] of entries.entries()) {
    const entry = entryOf(wire, index);
    if (entry === null) continue;
    if (entry.kind !== "commented") {
      history.push(entry);
      continue;
    }
    history.push({ ...entry, answer: await answerTo(reader, where, wire, entry) });
  }
  return history;
}

/** Our reactions on a command's comment. Asked for unless the counts in the timeline say that there are none. */
async function answerTo(
  reader: TaskReader,
  where: { owner: string; repo: string },
  wire: WireTimelineEntry,
  entry: Extract<HistoryEntry, { kind: "commented" }>,
): Promise<Answer> {
  const counts = wire.reactions;
  const isUntouched = counts !== undefined && counts["+1"] + counts["-1"] + counts.eyes === 0;
  if (isUntouched || reader.trusted.has(entry.actor.login.toLowerCase()) || !hasCommand(entry.body))
    return "open";
  let claimed = false;
  const parameters = { ...where, comment_id: entry.commentId };
  for await (const page of reader.asking.pages("reactions/list-for-issue-comment", parameters)) {
    for (const { content, user } of page) {
      if (user === null || !reader.own.has(user.login.toLowerCase())) continue;
      if (content === "+1") return "accepted";
      if (content === "-1") return "refused";
      if (content === "eyes") claimed = true;
    }
  }
  return claimed ? "claimed" : "open";
}

function entryOf(wire: WireTimelineEntry, index: number): HistoryEntry | null {
  const at = wire.created_at;
  if (at === undefined) return null;
  const actor = actorOf(wire.actor ?? wire.user ?? null);
  const common = { id: `e${wire.id ?? `x${index}`}`, at, actor };
  switch (wire.event) {
    case "labeled":
    case "unlabeled":
      if (wire.label === undefined) return null;
      return { ...common, kind: wire.event, label: wire.label.name };
    case "assigned":
    case "unassigned":
      if (wire.assignee === undefined || wire.assignee === null) return null;
      return { ...common, kind: wire.event, assignee: wire.assignee.login };
    case "closed":
      return { ...common, kind: "closed", reason: reasonOf(wire.state_reason) };
    case "reopened":
      return { ...common, kind: "reopened" };
    case "commented":
      return {
        ...common,
        id: `c${wire.id ?? 0}`,
        kind: "commented",
        commentId: wire.id ?? 0,
        body: wire.body ?? "",
        edited: wire.updated_at !== undefined && wire.updated_at !== at,
        answer: "open",
      };
    default:
      return null;
  }
}

function reasonOf(
  reason: string | null | undefined,
): "completed" | "not_planned" | "duplicate" | null {
  return reason === "completed" || reason === "not_planned" || reason === "duplicate"
    ? reason
    : null;
}

/** Whose word may have to be judged: those who labelled, closed or commanded, but not we. */
function judgedLogins(
  history: readonly HistoryEntry[],
  trusted: ReadonlySet<string>,
): readonly string[] {
  const logins: string[] = [];
  for (const entry of history) {
    if (trusted.has(entry.actor.login.toLowerCase())) continue;
    const isMove =
      entry.kind === "closed" ||
      entry.kind === "reopened" ||
      entry.kind === "labeled" ||
      entry.kind === "unlabeled" ||
      (entry.kind === "commented" && hasCommand(entry.body));
    if (isMove) logins.push(entry.actor.login);
    if (entry.kind === "assigned") logins.push(entry.assignee);
    if (entry.kind === "commented") logins.push(...assignedTo(entry.body));
  }
  return logins;
}

/** The people whom the `/assign` commands of a comment name. */
function assignedTo(body: string): readonly string[] {
  return parseCommands(body).flatMap((parsed) =>
    parsed.ok && parsed.command.name === "assign" && parsed.command.owner.startsWith("human:")
      ? [parsed.command.owner.slice("human:".length)]
      : [],
  );
}

function taggedComments(
  history: readonly HistoryEntry[],
  own: ReadonlySet<string>,
): TaskFacts["tagged"] {
  const tagged: Record<string, { commentId: number; body: string }> = {};
  for (const entry of history) {
    if (entry.kind !== "commented" || !own.has(entry.actor.login.toLowerCase())) continue;
    const tag = /^<!-- mission-control:([a-z-]+) -->/.exec(entry.body)?.[1];
    if (tag !== undefined && tagged[tag] === undefined) {
      tagged[tag] = { commentId: entry.commentId, body: entry.body };
    }
  }
  return tagged;
}
