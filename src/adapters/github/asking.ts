import type { z } from "zod";
import { OutsideError } from "../../errors.ts";
import type { Budget } from "../../ports.ts";
import { type ReadOperation, reads } from "./wire.ts";

/** Octokit's `request`, whichever Octokit it is. */
export type Requester = (
  route: string,
  parameters: Record<string, unknown>,
) => Promise<{
  readonly status: number;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}>;

type Parameters = Record<string, unknown>;

/** GitHub asked and answered: counted, parsed to what we read, failures told apart. */
export type Asking = {
  readonly get: <Operation extends ReadOperation>(
    operation: Operation,
    parameters: Parameters,
  ) => Promise<z.infer<(typeof reads)[Operation]>>;
  /** Like `get`, null for 404 and 410. */
  readonly find: <Operation extends ReadOperation>(
    operation: Operation,
    parameters: Parameters,
  ) => Promise<z.infer<(typeof reads)[Operation]> | null>;
  /** Like `pages`, with the `ETag` of each. */
  readonly answers: <Operation extends ReadOperation>(
    operation: Operation,
    parameters: Parameters,
  ) => AsyncIterable<{
    readonly data: z.infer<(typeof reads)[Operation]>;
    readonly etag: string | null;
  }>;
  /** Page by page, following `Link`: page numbers of our own making end in 422 beyond 10,000. */
  readonly pages: <Operation extends ReadOperation>(
    operation: Operation,
    parameters: Parameters,
  ) => AsyncIterable<z.infer<(typeof reads)[Operation]>>;
  readonly send: (
    route: string,
    parameters: Parameters,
  ) => Promise<{ status: number; data: unknown }>;
  /** A query of the GraphQL API, its answer unread. Counts against a limit of its own. */
  readonly query: (query: string, variables: Parameters) => Promise<unknown>;
  /** What the last answer said of the hourly limit. */
  readonly budget: () => Budget | null;
  readonly requests: () => number;
};

export const routes = {
  "issues/get": "GET /repos/{owner}/{repo}/issues/{issue_number}",
  "issues/get-comment": "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
  "issues/list-for-repo": "GET /repos/{owner}/{repo}/issues",
  "issues/create": "POST /repos/{owner}/{repo}/issues",
  "issues/list-dependencies-blocked-by":
    "GET /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by",
  "issues/list-events-for-timeline": "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline",
  "reactions/list-for-issue-comment":
    "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
  "repos/get-collaborator-permission-level":
    "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
  "pulls/get": "GET /repos/{owner}/{repo}/pulls/{pull_number}",
  "pulls/list-reviews": "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
  "checks/list-for-ref": "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
  "repos/get-combined-status-for-ref": "GET /repos/{owner}/{repo}/commits/{ref}/status",
  "issues/list-labels-for-repo": "GET /repos/{owner}/{repo}/labels",
  "git/get-ref": "GET /repos/{owner}/{repo}/git/ref/{ref}",
  "git/get-commit": "GET /repos/{owner}/{repo}/git/commits/{commit_sha}",
  "git/create-tree": "POST /repos/{owner}/{repo}/git/trees",
  "git/create-blob": "POST /repos/{owner}/{repo}/git/blobs",
  "git/create-commit": "POST /repos/{owner}/{repo}/git/commits",
  "repos/get-content": "GET /repos/{owner}/{repo}/contents/{path}",
  "repos/list-commits": "GET /repos/{owner}/{repo}/commits",
  "repos/get-commit": "GET /repos/{owner}/{repo}/commits/{ref}",
  "users/get-authenticated": "GET /user",
} as const satisfies Record<ReadOperation, string>;

/** Beside the REST API, whose address on GitHub Enterprise Server ends in `/api/v3`: there it is `/api/graphql`. */
const graphql = "POST /../graphql";

export function askingOf(request: Requester): Asking {
  let requests = 0;
  let budget: Budget | null = null;

  async function ask(route: string, parameters: Parameters) {
    requests += 1;
    try {
      const answer = await request(route, parameters);
      budget = budgetIn(answer.headers) ?? budget;
      return answer;
    } catch (error) {
      budget = budgetIn(headersOf(error)) ?? budget;
      throw asOutsideError(route, error);
    }
  }

  async function get<Operation extends ReadOperation>(
    operation: Operation,
    parameters: Parameters,
  ) {
    const { data } = await ask(routes[operation], parameters);
    return parse(operation, data);
  }

  async function* pages<Operation extends ReadOperation>(
    operation: Operation,
    parameters: Parameters,
  ) {
    for await (const { data } of answers(operation, parameters)) yield data;
  }

  async function* answers<Operation extends ReadOperation>(
    operation: Operation,
    parameters: Parameters,
  ) {
    let route: string | null = routes[operation];
    let given: Parameters = { per_page: 100, ...parameters };
    while (route !== null) {
      const { data, headers } = await ask(route, given);
      const etag = headers["etag"];
      yield { data: parse(operation, data), etag: typeof etag === "string" ? etag : null };
      const next = nextPage(String(headers["link"] ?? ""));
      route = next === null ? null : `GET ${next}`;
      // Whose limits the next page counts against, for whoever keeps to them: its address does not say.
      given = { request: { account: parameters["owner"] } };
    }
  }

  return {
    get,
    pages,
    answers,
    find: async (operation, parameters) => {
      try {
        return await get(operation, parameters);
      } catch (error) {
        if (error instanceof OutsideError && (error.status === 404 || error.status === 410))
          return null;
        throw error;
      }
    },
    send: ask,
    query: async (query, variables) => {
      const { data } = await ask(graphql, { query, variables });
      const { errors = [] } = Object(data);
      if (errors.length === 0) return data;
      throw new OutsideError(`GitHub's GraphQL API: ${String(Object(errors[0]).message)}`);
    },
    budget: () => budget,
    requests: () => requests,
  };
}

function parse<Operation extends ReadOperation>(operation: Operation, data: unknown) {
  const result = reads[operation].safeParse(data);
  if (result.success) return result.data as z.infer<(typeof reads)[Operation]>;
  const issue = result.error.issues[0];
  throw new OutsideError(
    `GitHub's answer to ${routes[operation]} is not what its description says: ${issue?.path.join(".")}: ${issue?.message}`,
  );
}

/** Of the limit that issues and commits count against; others, such as that of searches, are not looked at. */
function budgetIn(headers: Readonly<Record<string, unknown>>): Budget | null {
  const remaining = Number(headers["x-ratelimit-remaining"] ?? Number.NaN);
  const reset = Number(headers["x-ratelimit-reset"] ?? Number.NaN);
  if (!Number.isFinite(remaining) || !Number.isFinite(reset)) return null;
  if ((headers["x-ratelimit-resource"] ?? "core") !== "core") return null;
  return { remaining, resetsAt: reset * 1000 };
}

function headersOf(error: unknown): Readonly<Record<string, unknown>> {
  if (typeof error !== "object" || error === null || !("response" in error)) return {};
  const { response } = error;
  if (typeof response !== "object" || response === null || !("headers" in response)) return {};
  return Object(response.headers);
}

function nextPage(link: string): string | null {
  return /<([^>]+)>;\s*rel="next"/.exec(link)?.[1] ?? null;
}

function asOutsideError(route: string, error: unknown): OutsideError {
  const status =
    typeof error === "object" && error !== null && "status" in error ? error.status : null;
  const message = error instanceof Error ? error.message : String(error);
  return new OutsideError(`${route}: ${message}`, {
    cause: error,
    ...(typeof status === "number" ? { status } : {}),
  });
}
