import { z } from "zod";
import {
  AgentStatus,
  Domain,
  Health,
  Instant,
  Kind,
  Mode,
  Owner,
  Priority,
  RepoName,
  Risk,
  Severity,
  Status,
  TaskId,
} from "./vocabulary.ts";
import { Deadline } from "./task-block.ts";

/** The last place in an issue's timeline that has been judged: an instant and the entries of that second. */
export const Cursor = z.strictObject({ at: Instant, ids: z.array(z.string()) });
export type Cursor = z.infer<typeof Cursor>;

/** One task as the control room sees it. */
export const TaskState = z.strictObject({
  id: TaskId,
  number: z.int().positive(),
  repo: RepoName,
  title: z.string(),
  url: z.string(),
  status: Status,
  since: Instant.describe("When this status began, from GitHub's timeline"),
  author: z.string(),
  created_at: Instant,
  closed_at: Instant.nullable(),
  kind: Kind.nullable(),
  priority: Priority.nullable(),
  domain: Domain.nullable(),
  mode: Mode.nullable(),
  risk: Risk.nullable(),
  project: z.string().nullable(),
  workstream: z.string().nullable(),
  owner: Owner.nullable(),
  assignees: z.array(z.string()),
  due: Deadline.nullable(),
  estimate: z.string().nullable(),
  output: z.string().nullable(),
  link: z.string().nullable(),
  blocked: z
    .strictObject({
      reason: z.string(),
      by: z.string().nullable(),
      on: z.string().nullable(),
      since: Instant.nullable(),
      from: Status.nullable(),
    })
    .nullable(),
  depends: z.array(z.string()),
  judged: Cursor.describe("What is settled: nothing at or before it is judged again"),
});
export type TaskState = z.infer<typeof TaskState>;

export const AgentState = z.strictObject({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  login: z.string().nullable(),
  model: z.string().nullable(),
  desired: AgentStatus,
  observed: AgentStatus.nullable().describe("null: nothing has been seen of it"),
  health: Health,
  current_task: TaskId.nullable(),
  last_seen: Instant.nullable(),
  last_sign: z.string().nullable().describe("What the last sign of life was, and where"),
});
export type AgentState = z.infer<typeof AgentState>;

export const AlertState = z.strictObject({
  id: z.string().describe("rule, entity and cause: the identity of the problem"),
  rule: z.string(),
  severity: Severity,
  entity_type: z.string(),
  entity_id: z.string(),
  title: z.string(),
  message: z.string(),
  evidence: z.array(z.string()),
  opened_at: Instant,
  resolved_at: Instant.nullable(),
  delivered: z.array(z.string()).describe("Channels it went out on"),
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
  last_run: Instant.nullable(),
  result: z.string().nullable(),
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

/** `state/mission-control.json`, version 1: the fold of every event. Entities are keyed by id. */
export const State = z.strictObject({
  version: z.literal(1),
  repo: RepoName,
  generated_at: Instant.describe("The newest recorded_at in the fold"),
  head: z.strictObject({
    segment: z.string().nullable(),
    digest: z.string().nullable(),
    events: z.int().nonnegative(),
  }),
  tasks: z.record(z.string(), TaskState),
  agents: z.record(z.string(), AgentState),
  alerts: z.record(z.string(), AlertState),
  audits: z.record(z.string(), AuditState),
  routines: z.record(z.string(), RoutineState),
  outputs: z.record(z.string(), OutputState),
  projects: z.record(z.string(), ProjectState),
});
export type State = z.infer<typeof State>;
