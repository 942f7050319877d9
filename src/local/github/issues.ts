import { announce } from "./announce.ts";
import {
  forbidden,
  paged,
  Refusal,
  type Answer,
  type Local,
  type RepoCall,
  type ThreadCall,
} from "./call.ts";
import { authorOf, changeThread, spelled, type Patch } from "./change.ts";
import { absence } from "./departures.ts";
import { shape, type IssueJson, type Json } from "./json.ts";
import { recount } from "./recount.ts";
import { addThread, issueJson } from "./threads.ts";
import { write } from "./upstream.ts";
import { isAtLeast, permissionOf } from "./world.ts";

export const bodyLimit = 65_536;
const titleLimit = 256;

export function getIssue({ thread }: ThreadCall): Answer {
  return { status: 200, json: issueJson(thread) };
}

export async function createIssue(call: RepoCall, local: Local): Promise<Answer> {
  const { repo, body } = call;
  const wanted = patchOf(body);
  const mayTriage = isAtLeast(permissionOf(repo, call.who.login), "triage");
  const request = {
    title: wanted.title,
    body: wanted.body ?? null,
    ...(mayTriage && wanted.labels !== undefined ? { labels: spelled(repo, wanted.labels) } : {}),
    ...(mayTriage && wanted.assignees !== undefined ? { assignees: wanted.assignees } : {}),
    ...(mayTriage && wanted.milestone !== undefined ? { milestone: wanted.milestone } : {}),
  };
  const answered = await write(local, call, {
    method: "POST",
    path: `/repos/${repo.fullName}/issues`,
    body: request,
  });
  const thread = addThread(repo, shape<IssueJson>(answered), null);
  recount(repo);
  announce(local, { ...call, thread }, null);
  return { status: 201, json: issueJson(thread) };
}

export async function updateIssue(call: ThreadCall, local: Local): Promise<Answer> {
  const { thread, repo } = call;
  const permission = permissionOf(repo, call.who.login);
  const mayTriage = isAtLeast(permission, "triage");
  const isAuthor = authorOf(thread) === call.who.login;
  const { labels, assignees, milestone, ...own } = patchOf(call.body);
  if (!mayTriage && !isAuthor) throw forbidden();
  const editsText = own.title !== undefined || own.body !== undefined;
  if (editsText && !isAuthor && !isAtLeast(permission, "write")) throw forbidden();
  const isReopened = own.state === "open" && thread.issue.state === "closed";
  if (isReopened && !mayTriage && thread.issue.closed_by?.login !== call.who.login)
    throw forbidden();
  // GitHub drops these in silence when the author may not set them.
  const triage = {
    ...(labels && { labels }),
    ...(assignees && { assignees }),
    ...(milestone !== undefined && { milestone }),
  };
  await changeThread(local, call, mayTriage ? { ...own, ...triage } : own);
  return { status: 200, json: issueJson(thread) };
}

export function listLabels({ thread, ...call }: ThreadCall, local: Local): Answer {
  return paged(call, local, thread.issue.labels);
}

export async function changeLabels(call: ThreadCall, local: Local): Promise<Answer> {
  const { thread } = call;
  if (!isAtLeast(permissionOf(call.repo, call.who.login), "triage")) throw forbidden();
  const current = thread.issue.labels.map(({ name }) => name);
  await changeThread(local, call, { labels: nextLabels(call, current) });
  return call.operation.id === "issues/remove-all-labels"
    ? { status: 204 }
    : { status: 200, json: thread.issue.labels };
}

function nextLabels(call: ThreadCall, current: readonly string[]): readonly string[] {
  switch (call.operation.id) {
    case "issues/add-labels":
      return [...current, ...labelNames(call.rawBody)];
    case "issues/set-labels":
      return labelNames(call.rawBody);
    case "issues/remove-label": {
      const name = (call.params["name"] ?? "").toLowerCase();
      if (!current.some((label) => label.toLowerCase() === name))
        throw new Refusal(404, "Label does not exist");
      return current.filter((label) => label.toLowerCase() !== name);
    }
    default:
      return [];
  }
}

export async function changeAssignees(call: ThreadCall, local: Local): Promise<Answer> {
  const { thread } = call;
  if (!isAtLeast(permissionOf(call.repo, call.who.login), "triage")) throw forbidden();
  const named = shape<readonly string[] | undefined>(call.body["assignees"]) ?? [];
  const current = thread.issue.assignees.map(({ login }) => login);
  const isAdded = call.operation.id === "issues/add-assignees";
  const assignees = isAdded
    ? [...new Set([...current, ...named])]
    : current.filter((login) => !named.includes(login));
  await changeThread(local, call, { assignees });
  return { status: isAdded ? 201 : 200, json: issueJson(thread) };
}

function labelNames(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : (shape<Json | null>(value)?.["labels"] ?? value);
  if (typeof list === "string") return [list];
  if (!Array.isArray(list)) return [];
  return list.map((item: unknown) =>
    typeof item === "string" ? item : String(shape<Json>(item)["name"] ?? ""),
  );
}

function patchOf(body: Json): Patch {
  const text = body["body"];
  if (typeof text === "string" && [...text].length > bodyLimit) throw tooLong("body", bodyLimit);
  if ([...String(body["title"] ?? "")].length > titleLimit) throw tooLong("title", titleLimit);
  const milestone = body["milestone"];
  return {
    ...("title" in body && body["title"] !== null && { title: String(body["title"]) }),
    ...("body" in body && { body: shape<string | null>(text) }),
    ...("state" in body && { state: shape<"open" | "closed">(body["state"]) }),
    ...("state_reason" in body && { state_reason: shape<string | null>(body["state_reason"]) }),
    ...("labels" in body && { labels: labelNames(body["labels"]) }),
    ...("assignees" in body && { assignees: shape<readonly string[]>(body["assignees"]) }),
    ...("milestone" in body && { milestone: milestone === null ? null : Number(milestone) }),
  };
}

export function tooLong(field: string, limit: number): Refusal {
  const message = `${field} is too long (maximum is ${limit} characters)`;
  return new Refusal(422, "Validation Failed", [
    { resource: "Issue", code: "custom", field, message },
  ]);
}

export function threadOf(call: RepoCall, local: Local): ThreadCall {
  const number = Number(call.params["issue_number"] ?? call.params["pull_number"]);
  const thread = call.repo.threads.get(number);
  if (thread === undefined) throw absence(call, number, local);
  return { ...call, thread };
}
