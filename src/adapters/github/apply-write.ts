import type { Write } from "../../core/plan.ts";
import type { Asking } from "./asking.ts";
import { whereOf } from "./issues.ts";
import { linkPart, makePart } from "./relations.ts";

/** One write of a plan. `own`: lower-case logins whose issues are ours. */
export async function applyWrite(
  asking: Asking,
  own: ReadonlySet<string>,
  write: Write,
): Promise<void> {
  const where = whereOf(write.repo);
  switch (write.type) {
    case "update-issue": {
      const { labels, body, state, stateReason, assignees } = write;
      await asking.send("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
        ...where,
        issue_number: write.number,
        ...(labels === undefined ? {} : { labels }),
        ...(body === undefined ? {} : { body }),
        ...(state === undefined ? {} : { state }),
        ...(stateReason === undefined ? {} : { state_reason: stateReason }),
        ...(assignees === undefined ? {} : { assignees }),
      });
      return;
    }
    case "comment":
      if (write.commentId === null) {
        await asking.send("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
          ...where,
          issue_number: write.number,
          body: write.body,
        });
      } else {
        await asking.send("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
          ...where,
          comment_id: write.commentId,
          body: write.body,
        });
      }
      return;
    case "react":
      await asking.send("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", {
        ...where,
        comment_id: write.commentId,
        content: write.content,
      });
      return;
    case "create-issue":
      return await makePart(asking, own, write);
    case "link-part":
      return await linkPart(asking, write);
  }
}
