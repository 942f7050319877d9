import type {
  AgentState,
  AuditState,
  ForeignCommit,
  OutboxMessage,
  RoutineState,
  Severity,
  TaskState,
  WorkstreamState,
} from "../../schema/index.ts";
import type { Policy } from "../policy.ts";
import type { World } from "../world.ts";

/** What a rule can be about. `room` is the whole of it: one subject, the world itself. */
export type Subjects = {
  readonly task: TaskState;
  readonly agent: AgentState;
  readonly routine: RoutineState;
  readonly workstream: WorkstreamState;
  readonly audit: AuditState;
  readonly message: OutboxMessage;
  readonly foreign: ForeignCommit;
  readonly room: World;
};
export type Subject = keyof Subjects;

export type RuleContext = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly policy: Policy;
  readonly world: World;
};

/** Whom an alert concerns: an owner (`agent:atlas`, `human:ada` …) or a part that somebody plays. */
export type Audience = string;

/** `nextAt`, in milliseconds since the epoch, is when time alone can next change the verdict; null when it cannot. */
export type Judgement = {
  /** Facts and the verdict they give, as sentences for a person. Names instants, not ages: it is stored. */
  readonly why: string;
  readonly evidence: readonly string[];
  readonly nextAt: number | null;
} & (
  | {
      readonly verdict: "fires";
      /** What tells this problem from the next one of the same rule on the same subject. */
      readonly cause: string;
      readonly title: string;
      readonly to: readonly Audience[];
      /** Graver, or less so, than the rule's own severity. */
      readonly severity?: Severity;
    }
  | { readonly verdict: "silent" }
  | {
      readonly verdict: "cannot-judge";
      /** True when an alert that stands has lost its cause all the same. */
      readonly clears: boolean;
    }
);

/**
 * One rule of the policy. `alert` rules open an alert while they fire; `deed` rules have something done (triage, a repair,
 * an unblocking) and are silent once it is done.
 */
export type Rule<About extends Subject = Subject> = {
  readonly id: string;
  readonly about: About;
  readonly kind: "alert" | "deed";
  /** For the table of the documents. */
  readonly when: string;
  readonly does: string;
  /** Severities it may give beside the configured one. */
  readonly also?: readonly Severity[];
  readonly evaluate: (subject: Subjects[About], context: RuleContext) => Judgement;
};

export type AnyRule = { readonly [About in Subject]: Rule<About> }[Subject];
