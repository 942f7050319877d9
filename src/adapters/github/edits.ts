import { z } from "zod";
import type { BodyEdit, TaskRef } from "../../core/facts.ts";
import { OutsideError } from "../../errors.ts";
import type { Asking } from "./asking.ts";
import { whereOf } from "./issues.ts";

/**
 * `diff` is the whole text after the edit, whatever its name says; the first edit of a text brings its filing with it.
 * https://docs.github.com/graphql/reference/objects#usercontentedit
 */
const query = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    issue(number: $number) {
      userContentEdits(first: 100, after: $after) {
        nodes { editedAt diff editor { __typename login } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

const Answer = z.object({
  data: z.object({
    repository: z.object({
      issue: z
        .object({
          userContentEdits: z
            .object({
              nodes: z.array(
                z.object({
                  editedAt: z.string(),
                  diff: z.string().nullable(),
                  editor: z.object({ __typename: z.string(), login: z.string() }).nullable(),
                }),
              ),
              pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
            })
            .nullable(),
        })
        .nullable(),
    }),
  }),
});

/** 100 edits a page. */
const maxPages = 100;

/**
 * What the text of an issue was after each edit, newest first, as far as to one by somebody else than its author: who edits
 * what another has filed may write. REST does not say who edited a text; GraphQL does.
 */
export async function editsOf(
  asking: Asking,
  { repo, number }: TaskRef,
  author: string,
): Promise<readonly BodyEdit[]> {
  const found: BodyEdit[] = [];
  let after: string | null = null;
  for (let page = 0; page < maxPages; page++) {
    const answer = Answer.safeParse(await asking.query(query, { ...whereOf(repo), number, after }));
    if (!answer.success)
      throw new OutsideError(
        `GitHub's answer on the edits of ${repo}#${number} is not what its description says: ${answer.error.issues[0]?.message}`,
      );
    const edits = answer.data.data.repository.issue?.userContentEdits ?? null;
    for (const { editedAt, diff, editor } of edits?.nodes ?? [])
      found.push({ at: editedAt, by: actorOf(editor), body: diff });
    after = edits?.pageInfo.hasNextPage === true ? edits.pageInfo.endCursor : null;
    if (after === null || found.some(({ by }) => by !== null && by.login !== author)) return found;
  }
  return found;
}

/** REST writes the login of an App with `[bot]`, GraphQL without. */
function actorOf(editor: { __typename: string; login: string } | null): BodyEdit["by"] {
  if (editor === null) return null;
  const bot = editor.__typename === "Bot";
  return { login: bot ? `${editor.login}[bot]` : editor.login, bot };
}
