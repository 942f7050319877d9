import type { TaskRef } from "./facts.ts";
import type { Notice } from "./task/notice.ts";

/** Why an effect is wanted. A closed list: stable for scripts and logs. */
export const reasonCodes = [
  "move-accepted",
  "move-undone",
  "command-accepted",
  "command-refused",
  "status-repaired",
  "task-adopted",
  "task-triaged",
  "facts-missing",
  "facts-unreadable",
  "merge-accepted",
  "merge-unproven",
  "merge-reverted",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

type Because = { readonly reason: ReasonCode; readonly evidence: readonly string[] };

/**
 * One write, as plain data. `update-issue` replaces in one request whatever of the issue has to change: the whole label
 * set, the body, the state. `comment` is edited in place when one with the same tag is there.
 */
export type Effect = TaskRef &
  Because &
  (
    | {
        readonly type: "update-issue";
        readonly labels?: readonly string[];
        readonly body?: string;
        readonly state?: "open" | "closed";
        readonly stateReason?: "completed" | "not_planned" | "reopened";
        readonly assignees?: readonly string[];
      }
    | { readonly type: "comment"; readonly tag: string; readonly notice: Notice }
    | { readonly type: "react"; readonly commentId: number; readonly content: "+1" | "-1" }
  );

/** An effect as it goes out: its text rendered, and the comment to edit known. */
export type Write =
  | Exclude<Effect, { type: "comment" }>
  | (TaskRef &
      Because & {
        readonly type: "comment";
        readonly tag: string;
        readonly body: string;
        /** The comment to edit; null: a new one. */
        readonly commentId: number | null;
      });

export type Plan = { readonly effects: readonly Effect[] };
