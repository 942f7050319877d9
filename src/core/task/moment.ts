import type { Halt, Status, TaskBlock } from "../../schema/index.ts";

/** A task at one moment of the replay. */
export type Moment = {
  readonly status: Status;
  /** When this status began. */
  readonly since: string;
  /** Where a blocked task came from. */
  readonly from: Status | null;
  readonly owner: string | null;
  /** How many times it has been given to somebody, and when it was last. */
  readonly epoch: number;
  readonly ownedSince: string | null;
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

/** The task given to somebody, or taken from whoever has it: each time it is given counts. */
export function withOwner(moment: Moment, owner: string | null, at: string): Moment {
  if (owner === moment.owner) return moment;
  if (owner === null) return { ...moment, owner };
  return { ...moment, owner, epoch: moment.epoch + 1, ownedSince: at };
}
