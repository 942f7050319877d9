import type { Cursor, Status } from "../schema/index.ts";

/** A login on GitHub; `bot` when GitHub says its type is Bot. */
export type Actor = { readonly login: string; readonly bot: boolean };

/** What GitHub's collaborator permission API says, `none` for anybody unknown. */
export type Permission = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** What our reactions on a comment say of the command in it. */
export type Answer = "open" | "claimed" | "accepted" | "refused";

/** One line of an issue's history, in GitHub's order. `id` is stable: `e<id>` of an issue event, `c<id>` of a comment, `p<number>` of a pull request, `r<number>` of its revert. */
export type HistoryEntry = { readonly id: string; readonly at: string; readonly actor: Actor } & (
  | { readonly kind: "labeled" | "unlabeled"; readonly label: string }
  | { readonly kind: "assigned" | "unassigned"; readonly assignee: string }
  | { readonly kind: "closed"; readonly reason: "completed" | "not_planned" | "duplicate" | null }
  | { readonly kind: "reopened" }
  | {
      readonly kind: "commented";
      readonly commentId: number;
      readonly body: string;
      readonly edited: boolean;
      readonly answer: Answer;
      /** Its text as it was filed, asked for where it was edited since it was obeyed and nothing is recorded of it. */
      readonly filed?: string;
    }
);

/** What somebody did about a task and nothing has to be judged by, as GitHub dates it: a sign of life and no more. */
export type Deed = {
  readonly kind: "pull" | "review" | "push" | "mention" | "edit";
  readonly actor: Actor;
  readonly at: string;
};

/** A pull request that says it closes the task. */
export type LinkedPull = {
  readonly number: number;
  readonly url: string;
  readonly author: string;
  readonly merged: boolean;
  readonly mergedAt: string | null;
  readonly mergedBy: string | null;
  /** Logins whose newest review approves. */
  readonly approvedBy: readonly string[];
  /** Logins that are asked for a review and have not given one. */
  readonly reviewers?: readonly string[];
  /** That it was opened, and each of its reviews. */
  readonly deeds?: readonly Deed[];
  /** Of the head commit's checks; `none` when there are none. */
  readonly checks: "green" | "pending" | "red" | "none";
  /** Set when a merged pull request reverts this one. */
  readonly revertedBy: { readonly number: number; readonly at: string } | null;
};

/** `key` names the line of the `/split` that it came from: `c<comment>_<command>_<part>`. */
export type Part = {
  readonly id: string;
  readonly key: string;
  /** Whether the host itself knows it as a sub-issue. */
  readonly linked: boolean;
};

/** A task that lets no new work start: `task` is its id, `at` since when. */
export type StandingHalt = { readonly task: string; readonly reason: string; readonly at: string };

/** The text of an issue after one edit of it, or as it was filed. */
export type BodyEdit = {
  readonly at: string;
  readonly by: Actor | null;
  /** null: it was taken out of the history of edits. */
  readonly body: string | null;
};

export type TaskRef = { readonly repo: string; readonly number: number };

/** One issue as a list shows it: everything but its history. */
export type ListedIssue = TaskRef & {
  readonly url: string;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly stateReason: string | null;
  readonly author: Actor;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly milestone: string | null;
  /** How many comments it has. */
  readonly comments: number;
  /** How many dependencies the host itself keeps of it: a change of these does not move `updatedAt`. */
  readonly blockers: number;
};

/** Everything that is known of one task when it is judged. Read from GitHub, never from a webhook. */
export type TaskFacts = ListedIssue & {
  readonly history: readonly HistoryEntry[];
  /** False when the host cut the history short: then nothing is decided. */
  readonly complete: boolean;
  /** What the history and the linked pull requests show beside moves, commands and merges. */
  readonly deeds: readonly Deed[];
  readonly permissions: Readonly<Record<string, Permission>>;
  readonly pulls: readonly LinkedPull[];
  /** Ids of the tasks that must be done first, where the host itself keeps them. */
  readonly blockedBy: readonly string[];
  /** Id of the task it was split from. */
  readonly parent: string | null;
  /** What Mission Control itself has split off this task. */
  readonly parts: readonly Part[];
  /** Our own comments on the issue that carry a tag, by tag. */
  readonly tagged: Readonly<Record<string, { readonly commentId: number; readonly body: string }>>;
  /** What the last committed snapshot settled, if it knows the task. */
  readonly settled: Settled | null;
  // What follows is asked for only when something that was asked of the task depends on it.
  /** What other tasks halt. */
  readonly halts?: readonly StandingHalt[];
  /** Circles that new dependencies would close: ids, the first one again at the end. */
  readonly cycles?: readonly (readonly string[])[];
  /** What every rule says of the task, one line a rule. */
  readonly explanation?: readonly string[];
  /** Newest first; none: the text is as it was filed. */
  readonly edits?: readonly BodyEdit[];
  /** What a model says that the item is; nothing when it does not know or could not be asked. */
  readonly classified?: Classified;
};

/** Values as they came; `confidence` from 0 to 1. */
export type Classified = Readonly<
  Partial<
    Record<
      "kind" | "priority" | "domain",
      { readonly value: string; readonly confidence: number; readonly because: string }
    >
  >
>;

export type Settled = {
  readonly status: Status;
  readonly since: string;
  readonly from: Status | null;
  readonly through: Cursor;
  /** The text that was judged: when the issue had last changed by then, and the digest of it, if that was kept. */
  readonly text?: { readonly at: string; readonly digest: string | null };
};
