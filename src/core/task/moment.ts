import type { Status, TaskBlock } from "../../schema/index.ts";

/** A task at one moment of the replay. */
export type Moment = {
  readonly status: Status;
  /** When this status began. */
  readonly since: string;
  /** Where a blocked task came from. */
  readonly from: Status | null;
  readonly owner: string | null;
  readonly priority: string | null;
  readonly block: TaskBlock;
  /** Logins that delivered the output in this round of work. */
  readonly deliveredBy: readonly string[];
  /** Owners named since the work was last assigned. */
  readonly workedBy: readonly string[];
};

/** A move that somebody asks for, by a label, by closing, by a command or by what happened to a pull request. */
export type Request = {
  readonly to: Status;
  readonly by: string;
  readonly at: string;
  /** What makes it pass over the actor guard: a claim by a known agent, or proof from GitHub itself. */
  readonly trusted?: boolean;
  readonly waive?: string;
};

export type Verdict =
  | { readonly ok: true; readonly moment: Moment }
  | { readonly ok: false; readonly why: string; readonly to: Status | null };
