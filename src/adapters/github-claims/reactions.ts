import { z } from "zod";
import { OutsideError } from "../../errors.ts";

/** What Octokit's `request` does: throws an error with a `status` for an answer of 400 and above. */
export type GitHubRequest = (
  route: string,
  parameters: Record<string, unknown>,
) => Promise<{ readonly status: number; readonly data: unknown }>;

export type Place = {
  readonly kind: "comment" | "issue";
  /** `owner/name`. */
  readonly repo: string;
  /** The comment's id or the issue's number. */
  readonly id: number;
};

const Reaction = z.object({
  id: z.int(),
  content: z.string(),
  created_at: z.string(),
  user: z.object({ login: z.string() }).nullable(),
});
export type Reaction = z.infer<typeof Reaction>;

export type Reactions = {
  /** `isNew` is false when our login's eyes were there already. */
  readonly createEyes: () => Promise<{ readonly reaction: Reaction; readonly isNew: boolean }>;
  readonly list: () => Promise<readonly Reaction[]>;
  /** False when it was not there any more. */
  readonly remove: (id: number) => Promise<boolean>;
};

const PAGE = 100;
/** Beyond this many reactions nothing is looked at: nobody needs ten thousand to say what they think of a comment. */
const PAGES = 10;

/** The reactions of one place. Everything throws OutsideError when GitHub could not be asked or said no. */
export function reactionsAt(request: GitHubRequest, place: Place): Reactions {
  const base =
    place.kind === "comment"
      ? "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions"
      : "/repos/{owner}/{repo}/issues/{issue_number}/reactions";
  const [owner, repo] = place.repo.split("/");
  const at = {
    owner,
    repo,
    ...(place.kind === "comment" ? { comment_id: place.id } : { issue_number: place.id }),
  };

  async function createEyes(): Promise<{ reaction: Reaction; isNew: boolean }> {
    const answer = await asked(`POST ${base}`, { ...at, content: "eyes" });
    return { reaction: Reaction.parse(answer.data), isNew: answer.status === 201 };
  }

  async function list(): Promise<readonly Reaction[]> {
    const all: Reaction[] = [];
    for (let page = 1; page <= PAGES; page++) {
      const answer = await asked(`GET ${base}`, { ...at, per_page: PAGE, page });
      const some = z.array(Reaction).parse(answer.data);
      all.push(...some);
      if (some.length < PAGE) break;
    }
    return all;
  }

  async function remove(id: number): Promise<boolean> {
    try {
      await asked(`DELETE ${base}/{reaction_id}`, { ...at, reaction_id: id });
      return true;
    } catch (error) {
      if (error instanceof OutsideError && error.status === 404) return false;
      throw error;
    }
  }

  async function asked(
    route: string,
    parameters: Record<string, unknown>,
  ): Promise<{ readonly status: number; readonly data: unknown }> {
    try {
      return await request(route, parameters);
    } catch (error) {
      const status = z.object({ status: z.int() }).safeParse(error).data?.status;
      const what = `${route} (${place.kind} ${place.id} of ${place.repo})`;
      throw new OutsideError(
        `${what} failed: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error, ...(status !== undefined && { status }) },
      );
    }
  }

  return { createEyes, list, remove };
}
