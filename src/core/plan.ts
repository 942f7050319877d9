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
  "dependency-waits",
  "dependency-met",
  "lease-expired",
  "task-assigned",
  "task-split",
  "told",
  "work-halted",
  "work-resumed",
  "alerts-changed",
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

type Because = { readonly reason: ReasonCode; readonly evidence: readonly string[] };

/**
 * One write, as plain data. `update-issue` replaces in one request whatever of the issue has to change: the whole label
 * set, the body, the state. `comment` is edited in place when one with the same tag is there. `create-issue` makes a part
 * of the task, unless one with that key is there, and `link-part` a sub-issue of it, where the host has those.
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
    | {
        readonly type: "create-issue";
        readonly key: string;
        readonly title: string;
        readonly labels: readonly string[];
      }
    | { readonly type: "link-part"; readonly part: string }
  );

/** An effect as it goes out: its text rendered, and the comment to edit known. */
export type Write =
  | Exclude<Effect, { type: "comment" | "create-issue" }>
  | (Extract<Effect, { type: "create-issue" }> & { readonly body: string })
  | (TaskRef &
      Because & {
        readonly type: "comment";
        readonly tag: string;
        readonly body: string;
        /** The comment to edit; null: a new one. */
        readonly commentId: number | null;
      });

export type Plan = { readonly effects: readonly Effect[] };
