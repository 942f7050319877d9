/** JSON as it comes: the only place of this folder where a shape is believed and not proven. */
export type Json = { readonly [key: string]: unknown };

export function shape<T>(value: unknown): T {
  return value as T;
}

export type UserJson = {
  readonly login: string;
  readonly id: number;
  readonly type: string;
} & Json;
export type LabelJson = { readonly name: string; readonly color: string } & Json;
export type ReactionsJson = { readonly url: string; readonly total_count: number } & Json;

export type MilestoneJson = {
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed";
  readonly open_issues: number;
  readonly closed_issues: number;
} & Json;

export type IssueJson = {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: "open" | "closed";
  readonly state_reason: string | null;
  readonly user: UserJson;
  readonly labels: readonly LabelJson[];
  readonly assignees: readonly UserJson[];
  readonly milestone: MilestoneJson | null;
  readonly comments: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
  readonly closed_by: UserJson | null;
  readonly url: string;
  readonly reactions: ReactionsJson;
} & Json;

export type CommentJson = {
  readonly id: number;
  readonly body: string;
  readonly user: UserJson;
  readonly created_at: string;
  readonly updated_at: string;
  readonly url: string;
  readonly html_url: string;
  readonly issue_url: string;
  readonly reactions: ReactionsJson;
} & Json;

export type PullJson = {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: "open" | "closed";
  readonly merged: boolean;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly user: UserJson;
  readonly labels: readonly LabelJson[];
  readonly assignees: readonly UserJson[];
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string; readonly sha: string };
  readonly created_at: string;
  readonly updated_at: string;
  readonly closed_at: string | null;
} & Json;
