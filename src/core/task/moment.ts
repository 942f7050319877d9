import type { Halt, Status, TaskBlock } from "../../schema/index.ts";

/**
 * Who owns a task by its labels and assignees, which alone say it for good: how many times it has been given to somebody,
 * and when it was last.
 */
export type Granted = {
  readonly owner: string | null;
  readonly epoch: number;
  readonly since: string | null;
};

/** A task at one moment of the replay. */
export type Moment = {
  readonly status: Status;
  /** When this status began. */
  readonly since: string;
  /** Where a blocked task came from. */
  readonly from: Status | null;
  readonly owner: string | null;
  readonly granted: Granted;
  /** Set while it lets no new work start. */
  readonly halt: Halt | null;
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
  /** Whoever asks takes the work for himself. */
  readonly claims?: boolean;
};

export type Verdict =
  | {
      readonly ok: true;
      readonly moment: Moment;
      /** Whether new work starts by it, which a halt forbids. */
      readonly starts: boolean;
    }
  | { readonly ok: false; readonly why: string; readonly to: Status | null };

/** The number of the lease: the labels' count, one more for an owner who is not on them yet. */
export function epochOf({ owner, granted }: Moment): number {
  return owner === null || owner === granted.owner ? granted.epoch : granted.epoch + 1;
}

/** The labels' owner, when an entry has made it another one. */
export function granted(before: Granted, owner: string | null, at: string): Granted {
  if (owner === before.owner) return before;
  return owner === null ? { ...before, owner } : { owner, epoch: before.epoch + 1, since: at };
}
