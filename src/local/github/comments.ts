import {
  forbidden,
  notFound,
  paged,
  Refusal,
  type Answer,
  type Local,
  type RepoCall,
  type ThreadCall,
} from "./call.ts";
import { bodyLimit, tooLong } from "./issues.ts";
import { shape, type CommentJson, type Json, type UserJson } from "./json.ts";
import { addReferences, commentJson, issueJson, later, touch } from "./threads.ts";
import { write } from "./upstream.ts";
import { isAtLeast, permissionOf, timeText, type Comment, type Thread } from "./world.ts";

export async function createComment(call: ThreadCall, local: Local): Promise<Answer> {
  const { repo, thread } = call;
  const path = `/repos/${repo.fullName}/issues/${thread.issue.number}/comments`;
  const body = bodyOf(call.body);
  if (thread.issue["locked"] === true && !isAtLeast(permissionOf(repo, call.who.login), "write")) {
    throw new Refusal(403, "Unable to create comment because issue is locked.");
  }
  const json = shape<CommentJson>(
    await write(local, call, { method: "POST", path, body: { body } }),
  );
  const comment: Comment = { json, reactions: [], edits: [] };
  thread.comments.push(comment);
  thread.entries.push({ kind: "comment", at: json.created_at, comment });
  repo.comments.set(json.id, { thread, comment });
  touch(thread, json.created_at);
  emit(call, local, "created", thread, comment, {});
  addReferences(local, thread, body, call.who.login ?? "", json.created_at);
  return { status: 201, json: commentJson(comment) };
}

export async function updateComment(call: RepoCall, local: Local): Promise<Answer> {
  const { thread, comment } = changeable(call);
  const body = bodyOf(call.body);
  const before = comment.json;
  if (before.body === body) return { status: 200, json: commentJson(comment) };
  const answered = await write(local, call, {
    method: "PATCH",
    path: pathOf(call),
    body: { body },
  });
  const now = timeText(call.now);
  comment.json = { ...shape<CommentJson>(answered), updated_at: later(before.updated_at, now) };
  if (comment.edits.length === 0)
    comment.edits.push({ at: before.created_at, by: before.user.login, body: before.body });
  comment.edits.push({ at: now, by: call.who.login ?? "", body });
  touch(thread, now);
  emit(call, local, "edited", thread, comment, { changes: { body: { from: before.body } } });
  return { status: 200, json: commentJson(comment) };
}

export async function deleteComment(call: RepoCall, local: Local): Promise<Answer> {
  const { thread, comment } = changeable(call);
  await write(local, call, { method: "DELETE", path: pathOf(call) });
  thread.comments.splice(thread.comments.indexOf(comment), 1);
  thread.entries.splice(
    thread.entries.findIndex((entry) => entry.kind === "comment" && entry.comment === comment),
    1,
  );
  call.repo.comments.delete(comment.json.id);
  touch(thread, timeText(call.now));
  emit(call, local, "deleted", thread, comment, {});
  return { status: 204 };
}

export function getComment(call: RepoCall): Answer {
  return { status: 200, json: commentJson(commentOf(call).comment) };
}

export function listComments({ thread, ...call }: ThreadCall, local: Local): Answer {
  return listed(call, local, thread.comments, (comment) => comment.json.created_at);
}

export function listRepoComments(call: RepoCall, local: Local): Answer {
  const comments = [...call.repo.comments.values()].map(({ comment }) => comment);
  const key = call.query.get("sort") === "updated" ? "updated_at" : "created_at";
  const answer = listed(call, local, comments, (comment) => comment.json[key]);
  return answer;
}

function listed(
  call: RepoCall,
  local: Local,
  comments: readonly Comment[],
  key: (comment: Comment) => string,
): Answer {
  const since = call.query.get("since");
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since);
  const sign = call.query.get("direction") === "desc" ? -1 : 1;
  const found = comments
    .filter(({ json }) => Date.parse(json.updated_at) >= from)
    .sort((a, b) => sign * (key(a).localeCompare(key(b)) || a.json.id - b.json.id));
  const page = paged(call, local, found);
  return { ...page, json: shape<readonly Comment[]>(page.json).map(commentJson) };
}

export function commentOf(call: RepoCall): { readonly thread: Thread; readonly comment: Comment } {
  const found = call.repo.comments.get(Number(call.params["comment_id"]));
  if (found === undefined) throw notFound();
  return found;
}

function changeable(call: RepoCall): { readonly thread: Thread; readonly comment: Comment } {
  const found = commentOf(call);
  const isAuthor = found.comment.json.user.login === call.who.login;
  if (!isAuthor && !isAtLeast(permissionOf(call.repo, call.who.login), "write")) throw forbidden();
  return found;
}

function bodyOf({ body }: Json): string {
  const text = String(body ?? "");
  if (text.trim() === "") {
    throw new Refusal(422, "Validation Failed", [
      { resource: "IssueComment", code: "unprocessable", field: "data" },
    ]);
  }
  if ([...text].length > bodyLimit) throw tooLong("body", bodyLimit);
  return text;
}

function pathOf(call: RepoCall): string {
  return `/repos/${call.repo.fullName}/issues/comments/${call.params["comment_id"]}`;
}

function emit(
  call: RepoCall,
  local: Local,
  action: string,
  thread: Thread,
  comment: Comment,
  fields: Json,
): void {
  const sender = shape<UserJson>(local.world.users.get((call.who.login ?? "").toLowerCase()));
  const payload = { issue: issueJson(thread), comment: commentJson(comment), ...fields };
  local.webhooks.emit("issue_comment", action, call.repo, sender, payload);
}
