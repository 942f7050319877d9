import { z } from "zod";
import { Domain, Kind, Priority } from "./vocabulary.ts";

/** Hours, as a positive number; fractions allowed. */
const Hours = z
  .number()
  .positive()
  .max(24 * 366);
const Words = z.array(z.string().min(1));

/** `.github/mission-control.yml`, version 1. Every key may be left out. */
export const Config = z.strictObject({
  version: z.literal(1).default(1),
  timezone: z.string().default("UTC").describe("IANA zone in which a date-only deadline ends"),
  data_branch: z.string().min(1).default("mission-control"),
  screenshot_branch: z.string().min(1).default("mission-control-screenshots"),
  operators: z
    .array(z.string())
    .default([])
    .describe("Logins that may waive a guard; repository admins always may"),
  orchestrators: z.array(z.string()).default([]).describe("Logins that triage, plan and assign"),
  engine: z
    .strictObject({
      logins: z
        .array(z.string())
        .default(["github-actions[bot]", "mission-control[bot]"])
        .describe("Logins whose writes are Mission Control's own"),
    })
    .prefault({}),
  commands: z
    .strictObject({
      max_age_hours: Hours.default(168).describe(
        "An unanswered command older than this is left alone",
      ),
    })
    .prefault({}),
  projects: z
    .array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        status: z.enum(["active", "paused", "protected"]).default("active"),
        repo: z.string().optional(),
      }),
    )
    .default([]),
  triage: z
    .strictObject({
      automatic: z.boolean().default(true),
      min_confidence: z
        .number()
        .min(0)
        .max(1)
        .default(0)
        .describe(
          "Share of kind, priority and domain that words or labels must decide; below it an item waits in the inbox",
        ),
      default_kind: Kind.default("task"),
      default_priority: Priority.default("medium"),
      kinds: z.partialRecord(Kind, Words).default({
        bug: ["bug", "broken", "crash", "error", "fails", "regression"],
        decision: ["decide", "decision", "choose between"],
        research: ["research", "investigate", "compare", "evaluate"],
        support: ["support", "customer", "question"],
        automation: ["automate", "cron", "schedule"],
        backoffice: ["invoice", "contract", "payroll"],
      }),
      priorities: z.partialRecord(Priority, Words).default({
        urgent: ["urgent", "asap", "outage", "down", "data loss", "security"],
        high: ["important", "blocking", "high priority"],
        low: ["minor", "cosmetic", "nice to have"],
        someday: ["someday", "eventually"],
      }),
      domains: z.partialRecord(Domain, Words).default({
        backend: ["api", "server", "database", "queue"],
        frontend: ["page", "button", "css", "dashboard", "layout"],
        infra: ["deploy", "dns", "certificate", "disk", "backup"],
        qa: ["test", "flaky", "coverage"],
        integration: ["webhook", "oauth", "telegram", "redis"],
        automation: ["cron", "workflow", "script"],
        backoffice: ["invoice", "contract", "payroll"],
      }),
    })
    .prefault({}),
  rules: z
    .strictObject({
      blocked_long: z.strictObject({ hours: Hours.default(48) }).prefault({}),
    })
    .prefault({}),
  alerts: z
    .strictObject({
      redis: z.strictObject({ stream: z.string().default("mission-control:alerts") }).prefault({}),
      telegram: z
        .strictObject({ chat: z.union([z.string(), z.int()]).nullable().default(null) })
        .prefault({}),
    })
    .prefault({}),
});
export type Config = z.infer<typeof Config>;
