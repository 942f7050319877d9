/**
 * What is planted: everything that people and agents do, and everything that goes wrong, as data on GitHub's clock. The
 * oracle reads this and nothing else. Instants are milliseconds since the epoch, whole seconds, unless it is said otherwise.
 */
export type Status =
  | "inbox"
  | "triaged"
  | "planned"
  | "assigned"
  | "active"
  | "blocked"
  | "review"
  | "done"
  | "failed"
  | "reverted"
  | "archived";

/** By a command in a comment, by a label put on by hand, or by closing or reopening the issue. */
export type Way = "command" | "label" | "issue";

/** One thing that somebody does to a task. */
export type Step = { readonly at: number; readonly by: string } & (
  | {
      /** `foul`: a move that is against the table or the guards, and has to be undone. */
      readonly what: "move" | "foul";
      readonly from: Status;
      readonly to: Status;
      readonly way: Way;
      /** The task that this one is blocked on, by its number. */
      readonly on: number | null;
      /** Whom it is given to: `agent:<id>` or `human:<login>`. */
      readonly owner: string | null;
    }
  | { readonly what: "due"; readonly due: string | null; readonly way: "command" | "body" }
  | { readonly what: "depend"; readonly on: number }
  /** A sign of life, a remark: nothing about the task changes. */
  | { readonly what: "heartbeat" | "remark" }
  | { readonly what: "mark" | "unmark"; readonly label: string }
  | { readonly what: "halt" | "resume" }
  | { readonly what: "delete" }
);

/** The whole life of one task. */
export type Life = {
  readonly number: number;
  readonly filedAt: number;
  readonly by: string;
  /** A member's item carries its labels from the start, so that nobody has to be asked: it is triaged at once. */
  readonly labels: readonly string[];
  readonly isClear: boolean;
  readonly due: string | null;
  readonly steps: readonly Step[];
};

export type Agent = {
  readonly id: string;
  readonly login: string;
  /** The person who answers for it. */
  readonly owner: string;
  readonly heartbeatHours: number;
  /** When the registry says that it is paused, and until when at most; `until` null: no limit of its own. */
  readonly pauses: readonly {
    readonly from: number;
    readonly to: number;
    readonly until: number | null;
  }[];
};

/** One tick of the engine, with what goes wrong in it. */
export type Tick = {
  /** When it starts, on GitHub's clock. */
  readonly at: number;
  /** By how much the host's clock is ahead of GitHub's, in milliseconds. */
  readonly skewMs: number;
  /** Share of the tasks that can be neither read nor written. */
  readonly failing: number;
  /** `down`: nothing answers. `list`: no list of issues. `commit`: what was found cannot be committed. */
  readonly fault: "none" | "down" | "list" | "commit";
};

/** Every number of every rule, as the scenario's configuration has them. */
export type Numbers = {
  readonly untriagedHours: number;
  readonly staleDays: number;
  readonly dueSoonHours: number;
  readonly riskShare: number;
  readonly blockedHours: number;
  readonly reviewHours: number;
  readonly silentIntervals: number;
  readonly pausedHours: number;
  readonly approvalsMoreThan: number;
  readonly approvalHours: number;
  readonly remindShare: number;
  readonly urgeShare: number;
};

export type Scenario = {
  readonly seed: number;
  readonly repo: string;
  readonly start: number;
  readonly end: number;
  /** IANA zone in which a date-only deadline ends. */
  readonly zone: string;
  readonly tickMinutes: number;
  readonly numbers: Numbers;
  readonly agents: readonly Agent[];
  readonly lives: readonly Life[];
  readonly ticks: readonly Tick[];
};

/** Whoever is not an agent. Verdicts are given by people who own nothing, so that every verdict is somebody else's. */
export const cast = {
  operator: "ada",
  orchestrator: "orc",
  people: ["pia", "pim", "pop"],
  reviewers: ["rex", "ria"],
  stranger: "sam",
} as const;

/** At most so far apart are the engine's host and GitHub. */
export const maxSkewMs = 90_000;

/** Expected intervals without a sign of life after which work is taken back: no agent is dead for so long. */
export const leaseIntervals = 4;

export const criticalLabel = "severity:critical";
export const securityLabel = "security:red";
