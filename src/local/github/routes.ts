import { getAuthenticated, listDeliveries, redeliver } from "./app.ts";
import {
  notFound,
  type Answer,
  type AnyCall,
  type Local,
  type RepoCall,
  type ThreadCall,
} from "./call.ts";
import {
  createComment,
  deleteComment,
  getComment,
  listComments,
  listRepoComments,
  updateComment,
} from "./comments.ts";
import { addBlockedBy, listBlockedBy, listBlocking, removeBlockedBy } from "./dependencies.ts";
import { getEvent, listIssueEvents, listRepoEvents, listTimeline } from "./events.ts";
import {
  changeAssignees,
  changeLabels,
  createIssue,
  getIssue,
  listLabels,
  threadOf,
  updateIssue,
} from "./issues.ts";
import { listIssues } from "./issue-list.ts";
import { writeLabel } from "./labels.ts";
import { deleteMilestone, getMilestone, listMilestones, writeMilestone } from "./milestones.ts";
import { proxy } from "./proxy.ts";
import { createPull, createReview, mergePull, updatePull } from "./pulls.ts";
import { createReaction, deleteReaction, listReactions } from "./reactions.ts";
import {
  combinedStatus,
  createStatus,
  dispatchEvent,
  getPermission,
  installationRepositories,
  listStatuses,
} from "./repository.ts";
import {
  addSubIssue,
  getParent,
  listSubIssues,
  moveSubIssue,
  removeSubIssue,
} from "./sub-issues.ts";
import type { Features } from "./types.ts";

export type Handler = (call: AnyCall, local: Local) => Answer | Promise<Answer>;

function ofRepo(handler: (call: RepoCall, local: Local) => Answer | Promise<Answer>): Handler {
  return (call, local) => {
    if (call.repo === null) throw notFound();
    return handler({ ...call, repo: call.repo }, local);
  };
}

function ofThread(handler: (call: ThreadCall, local: Local) => Answer | Promise<Answer>): Handler {
  return ofRepo((call, local) => handler(threadOf(call, local), local));
}

function ofPull(handler: (call: ThreadCall, local: Local) => Answer | Promise<Answer>): Handler {
  return ofThread((call, local) => {
    if (!call.thread.isPull) throw notFound();
    return handler(call, local);
  });
}

/** What a host without the feature does not know. */
function ofFeature(
  feature: keyof Features,
  handler: (call: ThreadCall, local: Local) => Answer,
): Handler {
  return ofThread((call, local) => {
    if (!local.world.features[feature]) throw notFound();
    return handler(call, local);
  });
}

/** The operations that are answered here; the others go to the emulator. */
const own: Readonly<Record<string, Handler>> = {
  "issues/list-for-repo": ofRepo(listIssues),
  "issues/create": ofRepo(createIssue),
  "issues/get": ofThread(getIssue),
  "issues/update": ofThread(updateIssue),
  "issues/list-labels-on-issue": ofThread(listLabels),
  "issues/add-labels": ofThread(changeLabels),
  "issues/set-labels": ofThread(changeLabels),
  "issues/remove-label": ofThread(changeLabels),
  "issues/remove-all-labels": ofThread(changeLabels),
  "issues/add-assignees": ofThread(changeAssignees),
  "issues/remove-assignees": ofThread(changeAssignees),
  "issues/list-comments": ofThread(listComments),
  "issues/create-comment": ofThread(createComment),
  "issues/list-comments-for-repo": ofRepo(listRepoComments),
  "issues/get-comment": ofRepo(getComment),
  "issues/update-comment": ofRepo(updateComment),
  "issues/delete-comment": ofRepo(deleteComment),
  "issues/list-events-for-repo": ofRepo(listRepoEvents),
  "issues/get-event": ofRepo(getEvent),
  "issues/list-events": ofThread(listIssueEvents),
  "issues/list-events-for-timeline": ofThread(listTimeline),
  "reactions/list-for-issue": ofRepo(listReactions),
  "reactions/create-for-issue": ofRepo(createReaction),
  "reactions/delete-for-issue": ofRepo(deleteReaction),
  "reactions/list-for-issue-comment": ofRepo(listReactions),
  "reactions/create-for-issue-comment": ofRepo(createReaction),
  "reactions/delete-for-issue-comment": ofRepo(deleteReaction),
  "pulls/create": ofRepo(createPull),
  "pulls/update": ofPull(updatePull),
  "pulls/merge": ofPull(mergePull),
  "pulls/create-review": ofPull(createReview),
  "repos/get-collaborator-permission-level": ofRepo(getPermission),
  "repos/create-dispatch-event": ofRepo(dispatchEvent),
  "repos/create-commit-status": ofRepo(createStatus),
  "repos/get-combined-status-for-ref": ofRepo(combinedStatus),
  "repos/list-commit-statuses-for-ref": ofRepo(listStatuses),
  "issues/list-sub-issues": ofFeature("subIssues", listSubIssues),
  "issues/get-parent": ofFeature("subIssues", getParent),
  "issues/add-sub-issue": ofFeature("subIssues", addSubIssue),
  "issues/remove-sub-issue": ofFeature("subIssues", removeSubIssue),
  "issues/reprioritize-sub-issue": ofFeature("subIssues", moveSubIssue),
  "issues/list-dependencies-blocked-by": ofFeature("dependencies", listBlockedBy),
  "issues/list-dependencies-blocking": ofFeature("dependencies", listBlocking),
  "issues/add-blocked-by-dependency": ofFeature("dependencies", addBlockedBy),
  "issues/remove-dependency-blocked-by": ofFeature("dependencies", removeBlockedBy),
  "issues/list-milestones": listMilestones,
  "issues/get-milestone": getMilestone,
  "issues/create-milestone": writeMilestone,
  "issues/update-milestone": writeMilestone,
  "issues/delete-milestone": deleteMilestone,
  "issues/create-label": writeLabel,
  "issues/update-label": writeLabel,
  "users/get-authenticated": getAuthenticated,
  "apps/list-repos-accessible-to-installation": installationRepositories,
  "apps/list-webhook-deliveries": listDeliveries,
  "apps/redeliver-webhook-delivery": redeliver,
};

export function handlerOf(operationId: string): Handler {
  return own[operationId] ?? proxy;
}
