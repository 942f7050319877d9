import type { Local } from "./call.ts";
import { shape, type CommentJson, type IssueJson } from "./json.ts";
import { addThread } from "./threads.ts";
import { tokenOf, write, type Writer } from "./upstream.ts";
import { timeText, type Comment, type Entry, type Repo, type Thread } from "./world.ts";

/**
 * The same issue in another repository: a new number and id, its author, times, comments, history and relations as they
 * were; labels and the milestone where the other repository has one of the same name.
 */
export async function movedTo(
  local: Local,
  thread: Thread,
  to: Repo,
  now: number,
): Promise<Thread> {
  const { issue } = thread;
  const opened = shape<IssueJson>(
    await write(local, writerAs(to, issue.user.login, issue.created_at), {
      method: "POST",
      path: `/repos/${to.fullName}/issues`,
      body: { title: issue.title, body: issue.body },
    }),
  );
  const path = `/repos/${to.fullName}/issues/${opened.number}`;
  const answered = shape<IssueJson>(
    await write(local, writerAs(to, issue.user.login, timeText(now)), {
      method: "PATCH",
      path,
      body: {
        labels: issue.labels.map(({ name }) => name).filter((name) => isKnown(to, name)),
        assignees: issue.assignees.map(({ login }) => login),
        milestone: milestoneIn(to, issue),
        state: issue.state,
      },
    }),
  );
  const { closed_at, closed_by, state_reason } = issue;
  const times = { created_at: issue.created_at, updated_at: timeText(now) };
  const moved = addThread(to, { ...answered, ...times, closed_at, closed_by, state_reason }, null);
  moved.reactions.push(...thread.reactions);
  const comments = new Map<Comment, Comment>();
  for (const comment of thread.comments)
    comments.set(comment, await movedComment(local, comment, to, path));
  for (const comment of comments.values()) {
    moved.comments.push(comment);
    to.comments.set(comment.json.id, { thread: moved, comment });
  }
  for (const entry of thread.entries) moved.entries.push(movedEntry(entry, comments));
  for (const { thread: of, entry } of thread.repo.events)
    if (of === thread) to.events.push({ thread: moved, entry });
  relate(thread, moved);
  return moved;
}

function isKnown(to: Repo, label: string): boolean {
  return to.labels.has(label.toLowerCase());
}

function milestoneIn(to: Repo, { milestone }: IssueJson): number | null {
  for (const { number, title } of to.milestones.values())
    if (title === milestone?.title) return number;
  return null;
}

async function movedComment(
  local: Local,
  { json, reactions, edits }: Comment,
  to: Repo,
  path: string,
): Promise<Comment> {
  const answered = shape<CommentJson>(
    await write(local, writerAs(to, json.user.login, json.created_at), {
      method: "POST",
      path: `${path}/comments`,
      body: { body: json.body },
    }),
  );
  return { json: { ...answered, updated_at: json.updated_at }, reactions, edits };
}

function movedEntry(entry: Entry, comments: ReadonlyMap<Comment, Comment>): Entry {
  if (entry.kind !== "comment") return entry;
  return { ...entry, comment: comments.get(entry.comment) ?? entry.comment };
}

/** Puts the moved issue into every relation that the old one was in. */
function relate(old: Thread, moved: Thread): void {
  moved.parent = old.parent;
  moved.subIssues.push(...old.subIssues);
  moved.blockedBy.push(...old.blockedBy);
  moved.blocking.push(...old.blocking);
  if (old.parent !== null) substitute(old.parent.subIssues, old, moved);
  for (const child of old.subIssues) child.parent = moved;
  for (const other of old.blockedBy) substitute(other.blocking, old, moved);
  for (const other of old.blocking) substitute(other.blockedBy, old, moved);
}

function substitute(threads: Thread[], old: Thread, moved: Thread): void {
  threads.splice(threads.indexOf(old), 1, moved);
}

function writerAs(repo: Repo, login: string, at: string): Writer {
  const who = { kind: "user", login, token: tokenOf(login) } as const;
  return { repo, who, at: Date.parse(at), params: {}, body: {} };
}
