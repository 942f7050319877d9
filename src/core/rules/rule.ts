import type { Config, Severity, TaskState } from "../../schema/index.ts";

export type RuleContext = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** IANA zone in which a date-only deadline ends. */
  readonly zone: string;
  readonly policy: Config;
};

/** `nextAt`, in milliseconds since the epoch, is when time alone can next make the rule fire; null when it cannot. */
export type Judgement = { readonly why: string; readonly evidence: readonly string[] } & (
  | {
      readonly verdict: "fires";
      /** What tells this problem from the next one of the same rule on the same task. */
      readonly cause: string;
      readonly title: string;
      readonly nextAt: null;
    }
  | { readonly verdict: "silent"; readonly nextAt: number | null }
  | {
      readonly verdict: "cannot-judge";
      /** True when an alert that stands has lost its cause all the same. */
      readonly clears: boolean;
      readonly nextAt: null;
    }
);

/**
 * A rule about one task. `why` is stored with the alert, so it must not change as time passes: it names instants, not
 * ages.
 */
export type TaskRule = {
  readonly id: string;
  readonly severity: Severity;
  readonly evaluate: (task: TaskState, context: RuleContext) => Judgement;
};
