import { z } from "zod";
import { Instant, RepoName } from "./vocabulary.ts";

/** Hours, as a positive number; fractions allowed. */
const Hours = z
  .number()
  .positive()
  .max(24 * 366);

/** A deliverable or success criterion: tasks that have to be done, or a status that somebody writes down. */
export const WorkstreamItem = z.strictObject({
  text: z.string().min(1).describe("What is to be there, in words"),
  tasks: z
    .array(z.string().regex(/^(#\d+|[\w.-]+\/[\w.-]+#\d+)$/, "expected #12 or owner/name#12"))
    .optional()
    .describe("Met when they are all done: `#12` or `owner/name#12`"),
  status: z
    .enum(["pending", "met", "failed"])
    .optional()
    .describe("Written down by somebody; without it, its tasks say"),
});
export type WorkstreamItem = z.infer<typeof WorkstreamItem>;

/** Milestones that are workstreams, with their clocks. */
export const workstreamsConfig = z
  .array(
    z.strictObject({
      milestone: z.string().min(1).describe("The milestone's title"),
      repo: RepoName.optional().describe("Its repository; the control room's own when left out"),
      goal: z.string().default("").describe("What it is for, in words"),
      start: Instant.describe("When hour 0 is, in UTC"),
      hours: Hours.describe("The clock: how many until the end"),
      go_no_go: z.number().nonnegative().optional().describe("Hour of the go/no-go"),
      default_hours: Hours.default(8).describe("Taken for a task without an estimate"),
      checkins: z
        .array(
          z.strictObject({
            every_hours: Hours.describe("The length of a slot"),
            from_hour: z
              .number()
              .nonnegative()
              .default(0)
              .describe("The hour at which the first slot begins"),
            until_hour: z.number().positive().describe("The hour by which the last slot has ended"),
          }),
        )
        .default([])
        .describe("When every open task that somebody owns owes a check-in"),
      deliverables: z.array(WorkstreamItem).default([]).describe("What there will be in the end"),
      criteria: z
        .array(WorkstreamItem)
        .default([])
        .describe("Success criteria: the go/no-go rests on them"),
    }),
  )
  .default([])
  .describe("Milestones with a goal and a clock");
