import type { TaskRef } from "./facts.ts";
import type { Status } from "../schema/index.ts";

/**
 * What the rules want done to a task, decided on the snapshot and judged again on the task as it stands: an order whose
 * `expects` is no longer so is left. Carried out by Mission Control itself, with a comment that says why.
 */
export type Order = TaskRef & {
  readonly rule: string;
  /** For the comment: one sentence for a person. */
  readonly why: string;
  readonly evidence: readonly string[];
} & (
    | {
        /** Back to the status it was blocked in. */
        readonly kind: "unblock";
        readonly expects: { readonly status: "blocked" };
      }
    | {
        readonly kind: "block";
        readonly expects: { readonly status: Status };
        /** Id of the task it waits for. */
        readonly on: string;
      }
    | {
        /** The lease has expired: planned again, without an owner. */
        readonly kind: "release";
        readonly expects: {
          readonly status: Status;
          readonly owner: string;
          /** Of the lease, where it is known: a later one is not taken back for what an earlier one missed. */
          readonly epoch: number | null;
          /** The newest work that was known: whoever worked since keeps the task. Left out where that does not matter. */
          readonly last_work?: string | null;
        };
      }
    | {
        readonly kind: "assign";
        readonly expects: { readonly status: Status; readonly owner: null };
        readonly owner: string;
        /** Why this owner, for a person: one line a reason. */
        readonly reasons: readonly string[];
        /** What this owner must keep its hands off, as the registry says it. */
        readonly boundary: string | null;
      }
    | {
        /** Nothing changes but a comment. */
        readonly kind: "tell";
        readonly tag: "duplicate" | "stuck";
        readonly lines: readonly string[];
      }
  );
