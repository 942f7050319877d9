import { z } from "zod";
import { Instant, Kind, Mode, Status } from "./vocabulary.ts";

/** A deadline: a day (its end, in the configured zone) or an instant. */
export const Deadline = z.union([z.iso.date(), Instant]);
export type Deadline = z.infer<typeof Deadline>;

const Waiver = z.strictObject({
  guard: z.string(),
  by: z.string(),
  at: Instant,
  reason: z.string().min(1),
});

/**
 * What a task says of itself beside its labels: the YAML block in the issue body, version 1.
 * Unknown keys are kept, so that a newer version's facts survive an older one's write.
 */
export const TaskBlock = z.looseObject({
  output: z.string().optional().describe("What is to be delivered"),
  review: z.string().optional().describe("How it will be judged"),
  boundaries: z.string().optional().describe("What is out of bounds"),
  link: z.string().optional().describe("Where the delivered output is"),
  due: Deadline.optional(),
  estimate: z
    .string()
    .regex(/^\d+(\.\d+)?[mhdw]$/)
    .optional()
    .describe("30m, 3h, 2d, 1w"),
  kind: Kind.optional(),
  mode: Mode.optional(),
  project: z.string().optional(),
  depends: z.array(z.string()).optional().describe("#12 or owner/name#12"),
  shared: z.array(z.string()).optional().describe("Owners beside the accountable one"),
  blocked: z
    .strictObject({
      reason: z.string().min(1),
      by: z.string().optional(),
      on: z.string().optional().describe("The task it waits for"),
      since: Instant.optional(),
      from: Status.optional().describe("Where it goes back to"),
    })
    .optional(),
  unblocked: z
    .strictObject({ by: z.string(), at: Instant, over: z.array(z.string()) })
    .optional()
    .describe(
      "Who let it go on over what it waited for: that holds it up no more until it changes",
    ),
  verdict: z
    .strictObject({ by: z.string(), at: Instant, evidence: z.array(z.string()).optional() })
    .optional(),
  waived: z.array(Waiver).optional(),
});
export type TaskBlock = z.infer<typeof TaskBlock>;
