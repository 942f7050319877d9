import { z } from "zod";

/**
 * What we read of GitHub's answers, by operation of its OpenAPI description: nothing else of an answer can be used, and
 * the local GitHub checks just these fields against that description. Permissive with what is not ours.
 */
const User = z.object({ login: z.string(), type: z.string().optional() });
const Label = z.union([z.string(), z.object({ name: z.string().nullish() })]);

export const WireIssue = z.object({
  id: z.int(),
  number: z.int(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  state_reason: z.string().nullish(),
  user: User.nullable(),
  labels: z.array(Label),
  assignees: z.array(User).nullish(),
  milestone: z.object({ title: z.string() }).nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: z.string().nullable(),
  comments: z.int(),
  repository_url: z.string(),
  parent_issue_url: z.string().nullish(),
  issue_dependencies_summary: z.object({ total_blocked_by: z.int() }).optional(),
  pull_request: z.object({ merged_at: z.string().nullish() }).optional(),
});
export type WireIssue = z.infer<typeof WireIssue>;

const Rollup = z.object({ "+1": z.int(), "-1": z.int(), eyes: z.int() });

/** One line of a timeline: which fields are there depends on `event`. */
export const WireTimelineEntry = z.object({
  event: z.string().optional(),
  id: z.int().optional(),
  actor: User.nullish(),
  user: User.nullish(),
  created_at: z.string().optional(),
  updated_at: z.string().optional(),
  body: z.string().nullish(),
  label: z.object({ name: z.string() }).optional(),
  assignee: User.nullish(),
  state_reason: z.string().nullish(),
  reactions: Rollup.optional(),
  source: z
    .object({
      issue: z
        .object({
          number: z.int(),
          state: z.string().optional(),
          body: z.string().nullish(),
          html_url: z.string(),
          user: User.nullish(),
          parent_issue_url: z.string().nullish(),
          repository: z.object({ full_name: z.string() }).optional(),
          pull_request: z.object({ merged_at: z.string().nullish() }).optional(),
        })
        .optional(),
    })
    .optional(),
});
export type WireTimelineEntry = z.infer<typeof WireTimelineEntry>;

export const WirePull = z.object({
  number: z.int(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullable(),
  user: User.nullable(),
  created_at: z.string(),
  merged: z.boolean(),
  merged_at: z.string().nullable(),
  merged_by: User.nullable(),
  requested_reviewers: z.array(User).nullish(),
  head: z.object({ sha: z.string() }),
});
export type WirePull = z.infer<typeof WirePull>;

const Sha = z.object({ sha: z.string() });

export const reads = {
  "issues/get": WireIssue,
  "issues/get-comment": z.object({ node_id: z.string() }),
  "issues/list-for-repo": z.array(WireIssue),
  "issues/create": z.object({ id: z.int(), number: z.int(), html_url: z.string() }),
  "issues/list-dependencies-blocked-by": z.array(
    z.object({ number: z.int(), repository_url: z.string() }),
  ),
  "issues/list-events-for-timeline": z.array(WireTimelineEntry),
  "reactions/list-for-issue-comment": z.array(
    z.object({ id: z.int(), content: z.string(), user: User.nullable() }),
  ),
  "repos/get-collaborator-permission-level": z.object({
    permission: z.string(),
    role_name: z.string(),
  }),
  "pulls/get": WirePull,
  "pulls/list-reviews": z.array(
    z.object({
      user: User.nullable(),
      state: z.string(),
      commit_id: z.string().nullable(),
      submitted_at: z.string().optional(),
    }),
  ),
  "checks/list-for-ref": z.object({
    check_runs: z.array(z.object({ status: z.string(), conclusion: z.string().nullable() })),
  }),
  "repos/get-combined-status-for-ref": z.object({ state: z.string(), total_count: z.int() }),
  "issues/list-labels-for-repo": z.array(
    z.object({ name: z.string(), color: z.string(), description: z.string().nullable() }),
  ),
  "git/get-ref": z.object({ object: Sha }),
  "git/get-commit": z.object({ tree: Sha }),
  "git/create-tree": Sha,
  "git/create-blob": Sha,
  "git/create-commit": z.object({ sha: z.string(), html_url: z.string() }),
  // Of a directory; files are read raw.
  "repos/get-content": z.array(z.object({ path: z.string(), type: z.string() })),
  "repos/list-commits": z.array(
    z.object({
      sha: z.string(),
      html_url: z.string(),
      parents: z.array(Sha),
      author: z.object({ login: z.string().optional() }).nullish(),
      committer: z.object({ login: z.string().optional() }).nullish(),
      commit: z.object({
        message: z.string(),
        author: z.object({ name: z.string().optional() }).nullable(),
        committer: z.object({ date: z.string().optional() }).nullable(),
      }),
    }),
  ),
  "repos/get-commit": z.object({
    files: z.array(z.object({ filename: z.string() })).optional(),
  }),
  "users/get-authenticated": z.object({ login: z.string() }),
} as const;
export type ReadOperation = keyof typeof reads;
