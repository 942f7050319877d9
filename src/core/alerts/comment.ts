import type { TaskState } from "../../schema/index.ts";
import type { TaskFacts } from "../facts.ts";
import { digestOf } from "../state/digest.ts";

/** Tag of the one comment on a task that shows its alerts. */
export const alertsTag = "alerts";

/** What is kept of the comment on a task that shows its alerts, as it was read; null: there is none. */
export function alertsComment({ tagged }: Pick<TaskFacts, "tagged">): TaskState["alerts_comment"] {
  const comment = tagged[alertsTag];
  if (comment === undefined) return null;
  return { id: comment.commentId, digest: commentDigest(comment.body) };
}

/** The same for a text and for what GitHub gives back of it. */
export function commentDigest(body: string): string {
  return digestOf(body.replaceAll("\r\n", "\n").trim());
}
