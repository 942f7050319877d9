import {
  forbidden,
  notFound,
  paged,
  Refusal,
  type Answer,
  type Local,
  type ThreadCall,
} from "./call.ts";
import { shape } from "./json.ts";
import { issueById, mustBeIssue, reaches, relatedJson, sameOwner, tell } from "./relations.ts";
import { issueJson } from "./threads.ts";
import { isAtLeast, permissionOf, type Thread } from "./world.ts";

/** Closed ones count. */
const mostChildren = 100;
const mostLevels = 8;
const missing = "The provided sub-issue does not exist";

export function listSubIssues(call: ThreadCall, local: Local): Answer {
  mustBeIssue(call);
  const page = paged(call, local, call.thread.subIssues);
  return { ...page, json: shape<readonly Thread[]>(page.json).map(relatedJson) };
}

export function getParent({ thread }: ThreadCall): Answer {
  if (thread.parent === null) throw notFound();
  return { status: 200, json: issueJson(thread.parent) };
}

export function addSubIssue(call: ThreadCall, local: Local): Answer {
  mayChange(call);
  const { thread: parent } = call;
  const child = issueById(call, local, Number(call.body["sub_issue_id"]), missing);
  const isReplaced = call.body["replace_parent"] === true;
  mustFit(parent, child, isReplaced);
  if (child.parent !== null) part(call, local, child.parent, child);
  child.parent = parent;
  parent.subIssues.push(child);
  say(call, local, "added", parent, child);
  return { status: 201, json: issueJson(parent) };
}

export function removeSubIssue(call: ThreadCall, local: Local): Answer {
  mayChange(call);
  const { thread: parent } = call;
  const child = issueById(call, local, Number(call.body["sub_issue_id"]), missing);
  if (child.parent !== parent) throw new Refusal(404, missing);
  part(call, local, parent, child);
  return { status: 200, json: issueJson(parent) };
}

/** Moves a sub-issue behind or before another of the same parent. */
export function moveSubIssue(call: ThreadCall): Answer {
  mayChange(call);
  const { thread: parent, body } = call;
  const find = (id: unknown): Thread | undefined =>
    parent.subIssues.find(({ issue }) => issue.id === id);
  const child = find(body["sub_issue_id"]);
  const anchor = find(body["after_id"] ?? body["before_id"]);
  if (child === undefined || anchor === undefined || anchor === child) {
    throw new Refusal(422, "The provided sub-issue is not a sub-issue of the parent issue");
  }
  parent.subIssues.splice(parent.subIssues.indexOf(child), 1);
  const at = parent.subIssues.indexOf(anchor) + (body["after_id"] === undefined ? 0 : 1);
  parent.subIssues.splice(at, 0, child);
  return { status: 200, json: issueJson(parent) };
}

function mayChange(call: ThreadCall): void {
  mustBeIssue(call);
  if (!isAtLeast(permissionOf(call.repo, call.who.login), "triage")) throw forbidden();
}

function mustFit(parent: Thread, child: Thread, isReplaced: boolean): void {
  const problems: string[] = [];
  if (child === parent) problems.push("Sub issue cannot be the same as the parent issue");
  if (child.parent === parent) problems.push("Issue may not contain duplicate sub-issues");
  if (child.parent !== null && !(isReplaced && child.parent !== parent))
    problems.push("Sub issue may only have one parent");
  if (!sameOwner(parent.repo, child.repo))
    problems.push("Sub issue must belong to the same repository owner as the parent issue");
  if (parent.subIssues.length >= mostChildren)
    problems.push(`Parent cannot have more than ${mostChildren} sub-issues`);
  if (child !== parent && reaches(child, parent, ({ subIssues }) => subIssues))
    problems.push("Sub issue cannot be an ancestor of the parent issue");
  if (depthOf(parent) + heightOf(child) > mostLevels)
    problems.push(`Sub issues cannot be nested more than ${mostLevels} levels deep`);
  if (problems.length === 0) return;
  throw new Refusal(
    422,
    `An error occurred while adding the sub-issue to the parent issue. ${problems.join(" and ")}`,
  );
}

/** Levels of sub-issues above and including those of `thread`. */
function depthOf({ parent }: Thread): number {
  return parent === null ? 1 : depthOf(parent) + 1;
}

/** Levels of sub-issues below it. */
function heightOf({ subIssues }: Thread): number {
  return Math.max(0, ...subIssues.map((child) => heightOf(child) + 1));
}

export function part(call: ThreadCall, local: Local, parent: Thread, child: Thread): void {
  child.parent = null;
  parent.subIssues.splice(parent.subIssues.indexOf(child), 1);
  say(call, local, "removed", parent, child);
}

function say(
  call: ThreadCall,
  local: Local,
  what: "added" | "removed",
  parent: Thread,
  child: Thread,
): void {
  const above = {
    thread: parent,
    event: `sub_issue_${what}`,
    names: "sub_issue",
    other: child,
  };
  const below = {
    thread: child,
    event: `parent_issue_${what}`,
    names: "parent_issue",
    other: parent,
  };
  tell(local, call, "sub_issues", [above, below], (end) => ({
    sub_issue_id: child.issue.id,
    sub_issue: issueJson(child),
    parent_issue_id: parent.issue.id,
    parent_issue: issueJson(parent),
    [`${end.names}_repo`]: end.other.repo.json,
  }));
}
