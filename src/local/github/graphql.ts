import { readFileSync } from "node:fs";
import { buildSchema, graphql, type GraphQLSchema } from "graphql";
import type { Answer, Local } from "./call.ts";
import { shape, type Json } from "./json.ts";
import type { Request } from "./request.ts";
import { findRepo, isAtLeast, nodeId, permissionOf, type Edit, type Thread } from "./world.ts";

let loaded: GraphQLSchema | null = null;

/** GitHub's own schema, read when the first query comes (1.4 MB). */
function schema(): GraphQLSchema {
  if (loaded !== null) return loaded;
  const file = new URL("schema.graphql", import.meta.resolve("@octokit/graphql-schema"));
  loaded = buildSchema(readFileSync(file, "utf8"), { assumeValid: true });
  return loaded;
}

/** A query of GitHub's GraphQL API. What is not kept here is an error of the query, as it would be of a field unknown to GitHub. */
export async function answerQuery({ rawBody, who }: Request, local: Local): Promise<Answer> {
  const { query, variables } = shape<{ query?: string; variables?: Json }>(Object(rawBody));
  const rootValue = {
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repo = findRepo(local.world, owner, name);
      if (repo === null || !isAtLeast(permissionOf(repo, who.login), "read")) return null;
      return {
        issue: ({ number }: { number: number }) => {
          const thread = repo.threads.get(number);
          return thread === undefined || thread.isPull ? null : issueOf(thread, local);
        },
      };
    },
    node: ({ id }: { id: string }) => commentOf(id, local, who.login),
  };
  const result = await graphql({
    schema: schema(),
    source: String(query ?? ""),
    rootValue,
    variableValues: variables ?? {},
  });
  const headers = { "x-ratelimit-resource": "graphql" };
  return { status: 200, json: result, headers };
}

/** By its node id; null: there is none that this user may see. */
function commentOf(id: string, local: Local, login: string | null): Json | null {
  for (const repo of local.world.repos.values()) {
    if (!isAtLeast(permissionOf(repo, login), "read")) continue;
    for (const { comment } of repo.comments.values())
      if (comment.json["node_id"] === id)
        return {
          __typename: "IssueComment",
          id,
          userContentEdits: editsPage(comment.edits, local),
        };
  }
  return null;
}

type Slice = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
};

function issueOf(thread: Thread, local: Local): Json {
  return {
    number: thread.issue.number,
    title: thread.issue.title,
    body: thread.issue.body ?? "",
    userContentEdits: editsPage(thread.edits, local),
  };
}

function editsPage(edits: readonly Edit[], local: Local): (slice: Slice) => Json {
  return ({ first = null, last = null, after }) => {
    const newestFirst = edits.toReversed().map((edit, index) => editJson(edit, index, local));
    const from = Number(after ?? 0);
    const start = last === null ? from : Math.max(from, newestFirst.length - last);
    const end = Math.min(start + (first ?? last ?? 100), newestFirst.length);
    return {
      totalCount: newestFirst.length,
      nodes: newestFirst.slice(start, end),
      pageInfo: {
        hasNextPage: end < newestFirst.length,
        hasPreviousPage: start > 0,
        endCursor: String(end),
      },
    };
  };
}

function editJson({ at, by, body }: Edit, index: number, { world }: Local): Json {
  const user = world.users.get(by.toLowerCase());
  const __typename = user?.type ?? "User";
  return {
    id: nodeId("UCE", index),
    createdAt: at,
    editedAt: at,
    updatedAt: at,
    deletedAt: body === null ? at : null,
    diff: body,
    // An App's login stands without the `[bot]` that REST adds.
    editor: { __typename, login: by.replace(/\[bot\]$/, "") },
  };
}
