import { z } from "zod";

/** The little of a webhook that is looked at: whose it is and which tasks it hints at. Everything else is read anew. */
const Payload = z.object({
  action: z.string().optional().catch(undefined),
  repository: z
    .object({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) })
    .optional()
    .catch(undefined),
  sender: z.object({ login: z.string() }).optional().catch(undefined),
  issue: z
    .object({ number: z.int().positive(), pull_request: z.unknown().optional() })
    .optional()
    .catch(undefined),
  blocked_issue: z.object({ number: z.int().positive() }).optional().catch(undefined),
  parent_issue: z.object({ number: z.int().positive() }).optional().catch(undefined),
  pull_request: z.object({ number: z.int().positive() }).optional().catch(undefined),
  check_suite: z
    .object({
      pull_requests: z.array(z.object({ number: z.int().positive() })).catch([]),
    })
    .optional()
    .catch(undefined),
});

export type Hint =
  | { readonly kind: "refused"; readonly ending: "bad-payload" }
  | { readonly kind: "ignored"; readonly why: string }
  | {
      readonly kind: "task" | "pull";
      readonly repo: string;
      readonly sender: string | null;
      readonly action: string | null;
      readonly numbers: readonly number[];
    };

/** What a webhook of this event hints at. Never throws, whatever the payload is. */
export function hintOf(event: string, payload: unknown): Hint {
  const parsed = Payload.safeParse(payload);
  if (!parsed.success) return { kind: "refused", ending: "bad-payload" };
  const { repository, sender, issue, pull_request: pull, check_suite: suite, action } = parsed.data;
  if (repository === undefined) return { kind: "ignored", why: "no repository" };
  const common = {
    repo: repository.full_name,
    sender: sender?.login ?? null,
    action: action ?? null,
  };
  switch (event) {
    case "issues":
      if (issue === undefined) return { kind: "refused", ending: "bad-payload" };
      if (action === "deleted" || action === "transferred")
        return { kind: "ignored", why: `issue ${action}` };
      return { kind: "task", ...common, numbers: [issue.number] };
    case "issue_comment":
      if (issue === undefined) return { kind: "refused", ending: "bad-payload" };
      if (issue.pull_request !== undefined)
        return { kind: "ignored", why: "a comment on a pull request" };
      return { kind: "task", ...common, numbers: [issue.number] };
    // No list shows these: they do not move the issue's time of change.
    case "issue_dependencies":
    case "sub_issues": {
      const { blocked_issue: blocked, parent_issue: parent } = parsed.data;
      const number = (event === "sub_issues" ? parent : blocked)?.number;
      if (number === undefined) return { kind: "ignored", why: "no issue is named" };
      return { kind: "task", ...common, numbers: [number] };
    }
    case "pull_request":
    case "pull_request_review":
      if (pull === undefined) return { kind: "refused", ending: "bad-payload" };
      return { kind: "pull", ...common, numbers: [pull.number] };
    case "check_suite":
      return {
        kind: "pull",
        ...common,
        numbers: (suite?.pull_requests ?? []).map(({ number }) => number),
      };
    default:
      return { kind: "ignored", why: "nothing of a task is in it" };
  }
}
