import { z } from "zod";
import { OutsideError } from "../../errors.ts";
import type { Asking } from "./asking.ts";
import { whereOf } from "./issues.ts";

/** Newest first, so that the last one is the filing. https://docs.github.com/graphql/reference/objects#usercontentedit */
const query = `query ($id: ID!) {
  node(id: $id) {
    ... on IssueComment { userContentEdits(last: 1) { nodes { diff } } }
  }
}`;

const Edits = z.object({ nodes: z.array(z.object({ diff: z.string().nullable() })) });
const Answer = z.object({
  data: z.object({ node: z.object({ userContentEdits: Edits.nullable() }).nullable() }),
});

/** A comment's text before its first edit; null: it was never edited, or that text is not to be had any more. */
export async function commentAsFiled(
  asking: Asking,
  repo: string,
  commentId: number,
): Promise<string | null> {
  const where = { ...whereOf(repo), comment_id: commentId };
  const comment = await asking.find("issues/get-comment", where);
  if (comment === null) return null;
  const answer = Answer.safeParse(await asking.query(query, { id: comment.node_id }));
  if (!answer.success)
    throw new OutsideError(
      `GitHub's answer on the edits of comment ${commentId} in ${repo} is not what its description says: ${answer.error.issues[0]?.message}`,
    );
  return answer.data.data.node?.userContentEdits?.nodes[0]?.diff ?? null;
}
