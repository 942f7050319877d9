import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

/** What one person does on GitHub. Pull requests and issues are named by their number, comments by their place in the play. */
const Action = z.union([
  z.strictObject({
    open: z.strictObject({
      title: z.string(),
      body: z.string().optional(),
      labels: z.array(z.string()).optional(),
      assignees: z.array(z.string()).optional(),
    }),
  }),
  z.strictObject({ label: z.array(z.string()) }),
  z.strictObject({ unlabel: z.array(z.string()) }),
  z.strictObject({ setLabels: z.array(z.string()) }),
  z.strictObject({ assign: z.array(z.string()) }),
  z.strictObject({ unassign: z.array(z.string()) }),
  z.strictObject({ comment: z.string() }),
  z.strictObject({ editComment: z.strictObject({ comment: z.int(), body: z.string() }) }),
  z.strictObject({ deleteComment: z.int() }),
  z.strictObject({ close: z.enum(["completed", "not_planned", "duplicate"]) }),
  z.strictObject({ reopen: z.literal(true) }),
  z.strictObject({ rename: z.string() }),
  z.strictObject({ editBody: z.string() }),
  z.strictObject({ replaceInBody: z.tuple([z.string(), z.string()]) }),
  z.strictObject({ openPull: z.strictObject({ branch: z.string(), body: z.string() }) }),
  z.strictObject({ approvePull: z.int() }),
  z.strictObject({ requestChanges: z.int() }),
  z.strictObject({ check: z.strictObject({ pull: z.int(), conclusion: z.string() }) }),
  z.strictObject({ mergePull: z.int() }),
  z.strictObject({ closePull: z.int() }),
  z.strictObject({ revertPull: z.int() }),
]);
export type Action = z.infer<typeof Action>;

const Step = z.strictObject({
  by: z.string(),
  do: Action,
  /** The issue it is done to. */
  on: z.int().default(1),
  /** How long after the step before. */
  after: z
    .string()
    .regex(/^\d+[smhd]$/)
    .default("90s"),
  /** What becomes of the webhooks: `hold` hands them over together with the next step's, `lose` never. */
  then: z.enum(["deliver", "hold", "lose", "twice", "reversed"]).default("deliver"),
});
export type Step = z.infer<typeof Step>;

const Expectation = z.strictObject({
  status: z.string(),
  state: z.enum(["open", "closed"]),
  reason: z.string().optional(),
  owner: z.string().nullable().optional(),
  /** Labels that must be there, and that must not. */
  labels: z.array(z.string()).optional(),
  not: z.array(z.string()).optional(),
  assignees: z.array(z.string()).optional(),
  /** Keys of the block; null: the key is not there. */
  block: z.record(z.string(), z.unknown()).optional(),
  /** Our `+1` or `-1` on each comment of the play, in order; `` for none, `gone` for a deleted comment. */
  answers: z.array(z.enum(["+1", "-1", "", "gone"])).optional(),
  /** Moves and comments that were refused. */
  refusals: z.int(),
  /** Issues that there are in the end. */
  issues: z.int().optional(),
  /** Words of the comment that explains. */
  says: z.array(z.string()).optional(),
});
export type Expectation = z.infer<typeof Expectation>;

const History = z.strictObject({
  title: z.string(),
  steps: z.array(Step).min(1),
  /** Seconds between a step and the engine's answer to it; 0: in the same second. */
  lag: z.int().default(2),
  expect: Expectation,
});
export type History = z.infer<typeof History>;

const folder = new URL("../fixtures/histories/", import.meta.url);

/** Every recorded history, in the order of the files. Throws when one is not written as it should be. */
export function recordedHistories(): readonly History[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .flatMap((name) => {
      const parsed = z
        .array(History)
        .safeParse(JSON.parse(readFileSync(new URL(name, folder), "utf8")));
      if (!parsed.success) throw new Error(`${name}: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    });
}

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `90s`, `5m`, `2h` or `1d`. */
export function msOf(duration: string): number {
  return Number.parseInt(duration, 10) * (units[duration.at(-1) ?? "s"] ?? 1000);
}
