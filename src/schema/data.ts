import { z } from "zod";
import { DataWorkstream } from "./data-workstream.ts";
import {
  AgentState,
  AlertState,
  AuditState,
  OutputState,
  ProjectState,
  RoutineState,
} from "./state.ts";
import { Deadline } from "./task-block.ts";
import {
  Domain,
  Health,
  Instant,
  Kind,
  Owner,
  Priority,
  RepoName,
  Risk,
  Status,
  TaskId,
} from "./vocabulary.ts";

const list = <T extends z.ZodType>(item: T) =>
  z.strictObject({ as_of: Instant, items: z.array(item) });

export const DataTask = z.strictObject({
  id: TaskId,
  number: z.int().positive(),
  title: z.string(),
  url: z.string(),
  status: Status,
  since: Instant,
  kind: Kind.nullable(),
  priority: Priority.nullable(),
  domain: Domain.nullable(),
  risk: Risk.nullable(),
  project: z.string().nullable(),
  owner: Owner.nullable(),
  due: Deadline.nullable(),
  overdue: z.boolean(),
  blocked: z.string().nullable().describe("The reason"),
  depends: z.array(z.string()),
});
export type DataTask = z.infer<typeof DataTask>;

export const DataEvent = z.strictObject({
  id: z.string(),
  timestamp: Instant,
  type: z.string(),
  entity_id: z.string(),
  message: z.string(),
});

/** `docs/mission-control/data.json`, version 1: all that the dashboard reads. Safe to publish. */
export const Data = z.strictObject({
  version: z.literal(1),
  repo: RepoName,
  generated_at: Instant,
  summary: z.strictObject({
    health: Health,
    why: z.string().describe("The first reason for the verdict, for a person"),
    tasks: z.int().nonnegative(),
    by_status: z.record(Status, z.int().nonnegative()),
    overdue: z
      .int()
      .nonnegative()
      .nullable()
      .describe("null: cannot judge, no open task has a deadline"),
    with_deadline: z.int().nonnegative(),
    untriaged_oldest: Instant.nullable(),
    alerts: z.strictObject({
      open: z.int().nonnegative(),
      critical: z.int().nonnegative(),
      urgent: z.int().nonnegative(),
    }),
    mode: z.string().nullable(),
    cost_today: z
      .number()
      .nonnegative()
      .nullable()
      .describe("US dollars that `/cost` reported today (UTC); null: nobody has ever reported any"),
  }),
  mismatches: z.array(
    z.strictObject({
      entity_id: z.string(),
      desired: z.string(),
      observed: z.string(),
      health: Health,
    }),
  ),
  tasks: list(DataTask),
  agents: list(AgentState),
  projects: list(ProjectState),
  workstreams: list(DataWorkstream),
  alerts: list(AlertState),
  routines: list(RoutineState),
  outputs: list(OutputState),
  audits: list(AuditState),
  events: list(DataEvent).describe("The newest, newest first"),
});
export type Data = z.infer<typeof Data>;
