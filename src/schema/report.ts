import { z } from "zod";
import { Finding } from "./state.ts";
import { Health, Instant, RepoName, Severity, Status } from "./vocabulary.ts";

const Line = z.strictObject({ what: z.string(), why: z.string(), url: z.string().nullable() });

/** `reports/YYYY/MM/DD.json`, version 1: the daily report as data. */
export const Report = z.strictObject({
  version: z.literal(1),
  repo: RepoName,
  date: z.iso.date(),
  generated_at: Instant,
  health: Health,
  why: z.string(),
  needs_person: z.array(Line),
  moved: z.array(z.strictObject({ at: Instant, entity_id: z.string(), message: z.string() })),
  fine: z.array(z.string()),
  by_status: z.record(Status, z.int().nonnegative()),
  overdue: z
    .int()
    .nonnegative()
    .nullable()
    .describe("null: cannot judge, no open task has a deadline"),
  mismatches: z.array(
    z.strictObject({
      entity_id: z.string(),
      desired: z.string(),
      observed: z.string(),
      health: Health,
    }),
  ),
  audit: z
    .strictObject({ at: Instant, verdict: Health, checks: z.record(z.string(), Health) })
    .nullable()
    .describe("null: no audit has run"),
  findings: z.strictObject({
    new: z.array(Finding),
    still: z.array(Finding),
    fixed: z.array(Finding).describe("Seen before, gone now; empty when the audit could not judge"),
  }),
  alerts: z.array(
    z.strictObject({
      id: z.string(),
      severity: Severity,
      title: z.string(),
      opened_at: Instant,
      ack: z
        .string()
        .optional()
        .describe("The comment that acknowledges it on any issue, where it is on none itself"),
      state: z.enum(["new", "still", "resolved"]).describe("Since the day began"),
    }),
  ),
  workstreams: z.array(
    z.strictObject({
      id: z.string(),
      hour: z.number().describe("Of its clock"),
      hours: z.number().positive(),
      progress: z.int().min(0).max(100).nullable(),
      finish: z.string().describe("When it is expected, in words"),
      is_late: z.boolean().describe("Expected after the end"),
      verdict: z.enum(["pending", "go", "no-go"]),
      criteria: z.string().describe("How many are met"),
      next: z.strictObject({ text: z.string(), who: z.string(), reason: z.string() }).nullable(),
      risks: z.array(z.string()).describe("Those that are urgent, the gravest first"),
    }),
  ),
  screenshot: z.string().nullable(),
  chain: z.strictObject({ digest: z.string().nullable(), events: z.int().nonnegative() }),
  cost_usd: z
    .number()
    .nonnegative()
    .nullable()
    .optional()
    .describe("US dollars that `/cost` reported on the day (UTC); null: none was ever reported"),
  requests: z.int().nonnegative().nullable().describe("GitHub requests made; null: not counted"),
});
export type Report = z.infer<typeof Report>;
