import { z } from "zod";
import { AgentStatus, Health, Instant, RepoName, Severity, TaskId } from "./vocabulary.ts";
import { TaskState } from "./state-task.ts";
import { WorkstreamState } from "./workstream.ts";

export const AgentState = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  login: z.string().nullable(),
  model: z.string().nullable(),
  desired: AgentStatus,
  observed: AgentStatus.nullable().describe("null: nothing has been seen of it"),
  health: Health,
  capabilities: z.array(z.string()),
  owner: z.string().nullable().describe("The person who answers for it"),
  heartbeat: z.string().describe("Expected interval between signs of life: 15m, 1h, 2d"),
  current_task: TaskId.nullable(),
  blocker: z.string().nullable().describe("Why its current task cannot move"),
  load: z.int().nonnegative().describe("Tasks it holds: assigned, active or blocked"),
  since: Instant.nullable().describe("When it came to its observed status; null: not known"),
  paused: z
    .strictObject({
      by: z.string(),
      reason: z.string(),
      since: Instant,
      until: Instant.nullable().describe("null: no time limit was given"),
    })
    .nullable()
    .describe("Set while it is paused, draining or quarantined"),
  budget_usd: z.number().nonnegative().nullable().describe("Per day (UTC); null: none"),
  last_seen: Instant.nullable(),
  last_sign: z.string().nullable().describe("What the last sign of life was, and where"),
  signs: z
    .record(z.string(), Instant)
    .describe(
      "The newest sign of each kind: comment, label, assignment, closing, heartbeat, review, push, edit …",
    ),
});
export type AgentState = z.infer<typeof AgentState>;

export const AlertState = z.strictObject({
  id: z
    .string()
    .describe("rule, entity and cause: the identity; `:2` after it for the second such problem"),
  rule: z.string(),
  cause: z
    .string()
    .describe("What tells this problem from the next one of the same rule on the same entity"),
  severity: Severity,
  entity_type: z.string(),
  entity_id: z.string(),
  title: z.string(),
  message: z.string(),
  evidence: z.array(z.string()),
  to: z
    .array(z.string())
    .describe("Whom it concerns: owners, `reviewer`, `orchestrator`, `operator`"),
  opened_at: Instant,
  resolved_at: Instant.nullable(),
  acknowledged: z.strictObject({ by: z.string(), at: Instant }).nullable(),
  announced: z
    .strictObject({
      at: Instant.describe("An acknowledgement counts from then on"),
      severity: Severity.describe("What it was announced with at first"),
      peak: Severity.describe("The gravest it has been since"),
      times: z.int().positive().describe("1, and one more each time it came back critical"),
    })
    .describe("When it was last news: opened, come back critical, or graver than before"),
  flaps: z.array(Instant).describe("When it came back after it had been resolved, newest last"),
  calm_since: Instant.nullable().describe("Since when the cause of a flapping alert is away"),
  delivered: z
    .array(z.string())
    .describe(
      "Channels the newest announcement went out on: `telegram`, and `telegram:critical` once it was graver than at first",
    ),
});
export type AlertState = z.infer<typeof AlertState>;

export const Finding = z.strictObject({
  code: z.string(),
  severity: Severity,
  check: z.string(),
  message: z.string(),
  path: z.string().optional().describe("JSON path, selector, or file:line:column"),
  expected: z.unknown().optional(),
  actual: z.unknown().optional(),
  evidence: z.array(z.string()).optional(),
});
export type Finding = z.infer<typeof Finding>;

export const AuditState = z.strictObject({
  id: z.string(),
  target: z.string(),
  at: Instant,
  verdict: Health,
  checks: z.record(z.string(), Health),
  findings: z.array(Finding),
  screenshots: z.array(z.string()),
});
export type AuditState = z.infer<typeof AuditState>;

export const RoutineState = z.strictObject({
  id: z.string(),
  name: z.string(),
  schedule: z.string(),
  desired: z.string(),
  every_minutes: z.number().positive().nullable().describe("Its interval; null: not on a clock"),
  last_run: Instant.nullable(),
  result: z.string().nullable(),
  failures: z.int().nonnegative().describe("In a row"),
  health: Health,
});
export type RoutineState = z.infer<typeof RoutineState>;

export const OutputState = z.strictObject({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  location: z.string(),
  at: Instant,
});
export type OutputState = z.infer<typeof OutputState>;

export const ProjectState = z.strictObject({
  id: z.string(),
  name: z.string(),
  status: z.enum(["active", "paused", "protected"]),
  repo: RepoName.nullable(),
});
export type ProjectState = z.infer<typeof ProjectState>;

/** One message on its way to somebody: the outbox. */
export const OutboxMessage = z.strictObject({
  id: z.string(),
  alert: z.string().nullable().describe("The alert it tells of"),
  channel: z.string(),
  to: z.array(z.string()),
  severity: Severity,
  text: z.string(),
  queued_at: Instant,
  sent_at: Instant.nullable().describe("When it first went out; null: not yet"),
  last_sent_at: Instant.nullable().describe("When it last went out"),
  requires_ack: z
    .boolean()
    .describe(
      "False once nobody has to any more: its alert is resolved, or a newer message tells of it",
    ),
  acked_at: Instant.nullable(),
  attempts: z.int().nonnegative().describe("How often it went out"),
  escalated_at: Instant.nullable().describe("When the operator was told that nobody answers"),
});
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** A commit on the data branch that is not the writer's. */
export const ForeignCommit = z.strictObject({
  id: z.string().describe("The commit's SHA"),
  author: z.string(),
  at: Instant,
  message: z.string(),
  files: z.array(z.string()),
  url: z.string(),
});
export type ForeignCommit = z.infer<typeof ForeignCommit>;

/** `state/mission-control.json`, version 1: the fold of every event. Entities are keyed by id. */
export const State = z.strictObject({
  version: z.literal(1),
  repo: RepoName,
  generated_at: Instant.describe("The newest recorded_at in the fold"),
  head: z.strictObject({
    segment: z.string().nullable(),
    digest: z.string().nullable(),
    events: z.int().nonnegative(),
    parent: z
      .string()
      .nullable()
      .optional()
      .describe("The commit that this one was put on: on any other the snapshot is not ours"),
  }),
  tasks: z.record(z.string(), TaskState),
  agents: z.record(z.string(), AgentState),
  alerts: z.record(z.string(), AlertState),
  audits: z.record(z.string(), AuditState),
  routines: z.record(z.string(), RoutineState),
  outputs: z.record(z.string(), OutputState),
  projects: z.record(z.string(), ProjectState),
  workstreams: z.record(z.string(), WorkstreamState),
  outbox: z.record(z.string(), OutboxMessage),
  foreign: z.record(z.string(), ForeignCommit).describe("Commits on the data branch by others"),
});
export type State = z.infer<typeof State>;
