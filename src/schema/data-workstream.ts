import { z } from "zod";
import { Deadline } from "./task-block.ts";
import { Instant, Owner, Priority, RepoName, Severity, Status, TaskId } from "./vocabulary.ts";
import { Criterion } from "./workstream.ts";

const Hours = z.number().nonnegative();

/** A task in a workstream's schedule, as expected at `as_of`. */
export const DataWorkstreamTask = z.strictObject({
  id: TaskId,
  number: z.int().positive(),
  title: z.string(),
  url: z.string(),
  status: Status,
  priority: Priority.nullable(),
  owner: Owner.nullable(),
  shared: z.array(Owner),
  outside: z.boolean().describe("Not of the workstream: something in it waits for it"),
  hours: Hours.describe("Of the whole task"),
  assumed: z.boolean().describe("Nobody estimated it: `hours` is the default"),
  left: Hours,
  progress: z.int().min(0).max(100).describe("Per cent"),
  depends: z.array(z.string()),
  start: Instant.nullable().describe("Earliest; null: archived, or in a circle"),
  finish: Instant.nullable().describe("Earliest"),
  slack: z
    .number()
    .nullable()
    .describe("Hours it may be late and the end still be kept; null for what is not open"),
  critical: z.boolean().describe("On the critical path: every hour it is late moves the finish"),
  due: Deadline.nullable(),
  deadline: Instant.nullable().describe("When `due` has passed"),
  late: z.number().positive().nullable().describe("Hours expected after its deadline; null: none"),
});
export type DataWorkstreamTask = z.infer<typeof DataWorkstreamTask>;

/** A workstream with its forecast. Long lists are cut; `…_left` says by how many. */
export const DataWorkstream = z.strictObject({
  id: z.string(),
  goal: z.string(),
  repo: RepoName,
  start: Instant,
  end: Instant,
  hours: z.number().positive().describe("The clock: hours from start to end"),
  hour: z.number().describe("Where the clock stands; below 0 before the start"),
  progress: z.int().min(0).max(100).nullable().describe("Per cent of all hours; null: no task"),
  verdict: z.enum(["pending", "go", "no-go"]),
  go_no_go: Instant.nullable(),
  criteria: z.array(Criterion),
  deliverables: z.array(Criterion),
  counts: z.strictObject({
    tasks: z.int().nonnegative(),
    done: z.int().nonnegative(),
    open: z.int().nonnegative().describe("Neither done nor archived"),
    critical: z.int().nonnegative().describe("Open tasks on the critical path"),
  }),
  tasks: z.array(DataWorkstreamTask).describe("In the order in which they can be done"),
  tasks_left: z.int().nonnegative(),
  critical_path: z.array(TaskId),
  finish: Instant.nullable().describe("Expected; null: no task can be judged"),
  spare: z
    .number()
    .nullable()
    .describe("Hours from the expected finish to the end; below 0, it is late by so many"),
  assumed: z.strictObject({
    hours: Hours.describe("Left that nobody estimated, and the finish rests on"),
    tasks: z.array(TaskId),
  }),
  risks: z.array(
    z.strictObject({
      kind: z.string(),
      severity: Severity,
      text: z.string().describe("One sentence; its times are hours of the clock"),
      evidence: z.array(TaskId),
    }),
  ),
  risks_left: z.int().nonnegative(),
  next: z
    .array(
      z.strictObject({
        kind: z.string(),
        id: TaskId.nullable(),
        who: z.string(),
        text: z.string(),
        reason: z.string(),
      }),
    )
    .describe("What to do now, the most worth first"),
  what_if: z.array(
    z.strictObject({
      id: TaskId,
      hours: Hours.describe("By how much it is late"),
      finish: Instant,
      shift: Hours.describe("Hours by which the expected finish moves"),
      missed: z.array(TaskId).describe("Those that then miss a deadline, and would not otherwise"),
    }),
  ),
  unjudged: z.array(TaskId).describe("In or behind a circle of dependencies"),
});
export type DataWorkstream = z.infer<typeof DataWorkstream>;
