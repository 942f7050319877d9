import type { GitHubRequest } from "../../../src/adapters/github-claims/reactions.ts";

type Row = {
  readonly id: number;
  readonly place: string;
  readonly content: string;
  readonly created_at: string;
  readonly user: { readonly login: string };
};

export type FakeReactions = {
  readonly as: (login: string) => GitHubRequest;
  readonly rows: () => readonly Row[];
};

/** GitHub's reactions in memory: whole seconds, one per login and content, only one's own can be taken back. */
export function fakeReactions(now: () => number): FakeReactions {
  let rows: readonly Row[] = [];
  let nextId = 1;

  function answer(
    login: string,
    route: string,
    parameters: Record<string, unknown>,
  ): { status: number; data: unknown } {
    const { owner, repo, issue_number, comment_id, reaction_id } = parameters;
    const place = `${owner}/${repo} ${comment_id === undefined ? `#${issue_number}` : `c${comment_id}`}`;
    const here = rows.filter((row) => row.place === place);
    if (route.startsWith("POST ")) {
      const content = String(parameters["content"]);
      const standing = here.find((row) => row.content === content && row.user.login === login);
      if (standing !== undefined) return { status: 200, data: standing };
      const created_at = new Date(Math.floor(now() / 1000) * 1000)
        .toISOString()
        .replace(".000", "");
      const row = { id: nextId++, place, content, created_at, user: { login } };
      rows = [...rows, row];
      return { status: 201, data: row };
    }
    if (route.startsWith("GET ")) {
      const size = Number(parameters["per_page"] ?? 30);
      const from = (Number(parameters["page"] ?? 1) - 1) * size;
      return { status: 200, data: here.slice(from, from + size) };
    }
    const mine = here.find((row) => row.id === reaction_id);
    if (mine === undefined) throw Object.assign(new Error("Not Found"), { status: 404 });
    if (mine.user.login !== login) throw Object.assign(new Error("Forbidden"), { status: 403 });
    rows = rows.filter((row) => row !== mine);
    return { status: 204, data: undefined };
  }

  return {
    as: (login) => async (route, parameters) => {
      // Two turns of the queue, as the network would, so that callers interleave.
      await Promise.resolve();
      const result = answer(login, route, parameters);
      await Promise.resolve();
      return result;
    },
    rows: () => rows,
  };
}
