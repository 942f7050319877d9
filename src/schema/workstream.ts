import { z } from "zod";
import { Instant, RepoName, TaskId } from "./vocabulary.ts";

/** A success criterion or deliverable of a workstream, and how it stands. */
export const Criterion = z.strictObject({
  text: z.string(),
  status: z.enum(["pending", "met", "failed"]),
  why: z.string(),
});
export type Criterion = z.infer<typeof Criterion>;

/** A milestone with a goal and a clock. What moves with the time of day alone is reckoned when it is shown. */
export const WorkstreamState = z.strictObject({
  id: z
    .string()
    .describe("The milestone's title; with its repository after it where two have the same"),
  goal: z.string(),
  repo: RepoName,
  start: Instant,
  hours: z.number().positive().describe("The clock: hours from start to end"),
  default_hours: z.number().positive().describe("Taken for a task without an estimate"),
  go_no_go: Instant.nullable(),
  verdict: z
    .enum(["pending", "go", "no-go"])
    .describe("Given once, at the hour of the go/no-go; moving that hour asks for a new one"),
  tasks: z.array(TaskId),
  deliverables: z.array(Criterion),
  criteria: z.array(Criterion),
  checkins: z.array(
    z.strictObject({ every_hours: z.number().positive(), from: Instant, until: Instant }),
  ),
  critical_path: z.array(TaskId).describe("In the order of work"),
  unjudged: z.array(TaskId).describe("In or behind a cycle of dependencies"),
});
export type WorkstreamState = z.infer<typeof WorkstreamState>;
