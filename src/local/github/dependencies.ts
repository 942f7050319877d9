import { forbidden, paged, Refusal, type Answer, type Local, type ThreadCall } from "./call.ts";
import { shape } from "./json.ts";
import { issueById, mustBeIssue, reaches, relatedJson, sameOwner, tell } from "./relations.ts";
import { issueJson } from "./threads.ts";
import { isAtLeast, permissionOf, type Thread } from "./world.ts";

const mostEachWay = 50;

export function listBlockedBy(call: ThreadCall, local: Local): Answer {
  return listed(call, local, call.thread.blockedBy);
}

export function listBlocking(call: ThreadCall, local: Local): Answer {
  return listed(call, local, call.thread.blocking);
}

function listed(call: ThreadCall, local: Local, threads: readonly Thread[]): Answer {
  mustBeIssue(call);
  const page = paged(call, local, threads);
  return { ...page, json: shape<readonly Thread[]>(page.json).map(relatedJson) };
}

export function addBlockedBy(call: ThreadCall, local: Local): Answer {
  mayChange(call);
  const { thread: blocked } = call;
  const blocking = issueById(call, local, Number(call.body["issue_id"]), "Not Found");
  mustFit(local, blocked, blocking);
  blocked.blockedBy.push(blocking);
  blocking.blocking.push(blocked);
  say(call, local, "added", blocked, blocking);
  return { status: 201, json: issueJson(blocked) };
}

/** 200 also when there was no such dependency. */
export function removeBlockedBy(call: ThreadCall, local: Local): Answer {
  mayChange(call);
  const { thread: blocked } = call;
  const blocking = issueById(call, local, Number(call.params["issue_id"]), "Not Found");
  if (blocked.blockedBy.includes(blocking)) free(call, local, blocked, blocking);
  return { status: 200, json: issueJson(blocked) };
}

function mayChange(call: ThreadCall): void {
  mustBeIssue(call);
  if (!isAtLeast(permissionOf(call.repo, call.who.login), "triage")) throw forbidden();
}

function mustFit(local: Local, blocked: Thread, blocking: Thread): void {
  const problem = problemOf(local, blocked, blocking);
  if (problem === null) return;
  const message = `An error occurred while adding the blocking issue to the issue. Validation failed: ${problem}`;
  throw new Refusal(422, message);
}

function problemOf(local: Local, blocked: Thread, blocking: Thread): string | null {
  if (blocked === blocking) return "Target issue cannot be the same as the source issue";
  if (blocked.blockedBy.includes(blocking)) return "Target issue has already been taken";
  if (!sameOwner(blocked.repo, blocking.repo))
    return "Target issue must belong to the same repository owner as the source issue";
  if (blocked.blockedBy.length >= mostEachWay || blocking.blocking.length >= mostEachWay)
    return `Issue cannot have more than ${mostEachWay} dependencies of one kind`;
  const { refusesCycles } = local.world.features;
  if (refusesCycles && reaches(blocking, blocked, ({ blockedBy }) => blockedBy))
    return "Target issue would create a circular dependency";
  return null;
}

export function free(call: ThreadCall, local: Local, blocked: Thread, blocking: Thread): void {
  blocked.blockedBy.splice(blocked.blockedBy.indexOf(blocking), 1);
  blocking.blocking.splice(blocking.blocking.indexOf(blocked), 1);
  say(call, local, "removed", blocked, blocking);
}

function say(
  call: ThreadCall,
  local: Local,
  what: "added" | "removed",
  blocked: Thread,
  blocking: Thread,
): void {
  const held = {
    thread: blocked,
    event: `blocked_by_${what}`,
    names: "blocked_by",
    other: blocking,
  };
  const holding = {
    thread: blocking,
    event: `blocking_${what}`,
    names: "blocking",
    other: blocked,
  };
  tell(local, call, "issue_dependencies", [held, holding], (end) => ({
    blocked_issue_id: blocked.issue.id,
    blocked_issue: issueJson(blocked),
    blocking_issue_id: blocking.issue.id,
    blocking_issue: issueJson(blocking),
    [end === held ? "blocking_issue_repo" : "blocked_issue_repo"]: end.other.repo.json,
  }));
}
