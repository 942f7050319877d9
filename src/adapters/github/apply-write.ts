import { z } from "zod";
import type { Write } from "../../core/plan.ts";
import type { Applied } from "../../ports.ts";
import type { Asking } from "./asking.ts";
import { whereOf } from "./issues.ts";
import { linkPart, makePart } from "./relations.ts";

const silent: Applied = { commentId: null, at: null };
const Comment = z.object({ id: z.int(), updated_at: z.string() });

/** One write of a plan. `own`: lower-case logins whose issues are ours. */
export async function applyWrite(
  asking: Asking,
  own: ReadonlySet<string>,
  write: Write,
): Promise<Applied> {
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
      return silent;
    }
    case "comment":
      return told(await sendComment(asking, write));
    case "react":
      await asking.send("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", {
        ...where,
        comment_id: write.commentId,
        content: write.content,
      });
      return silent;
    case "create-issue":
      await makePart(asking, own, write);
      return silent;
    case "link-part":
      await linkPart(asking, write);
      return silent;
  }
}

type CommentWrite = Extract<Write, { type: "comment" }>;

async function sendComment(asking: Asking, { repo, number, body, commentId }: CommentWrite) {
  const where = whereOf(repo);
  return commentId === null
    ? await asking.send("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...where,
        issue_number: number,
        body,
      })
    : await asking.send("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...where,
        comment_id: commentId,
        body,
      });
}

/** An answer that is not as described takes nothing back of what was written. */
function told({ data }: { readonly data: unknown }): Applied {
  const comment = Comment.safeParse(data);
  return comment.success ? { commentId: comment.data.id, at: comment.data.updated_at } : silent;
}
