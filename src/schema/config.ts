import { z } from "zod";
import { rulesConfig } from "./config-rules.ts";
import { Domain, Instant, Kind, Mode, Priority, RepoName, Risk, Severity } from "./vocabulary.ts";

/** Hours, as a positive number; fractions allowed. */
const Hours = z
  .number()
  .positive()
  .max(24 * 366);
const Words = z.array(z.string().min(1));
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected a time such as 22:00");
const Route = z.array(z.enum(["comment", "redis", "telegram", "digest"]));

/** A deliverable or success criterion: tasks that have to be done, or a status that somebody writes down. */
export const WorkstreamItem = z.strictObject({
  text: z.string().min(1),
  tasks: z
    .array(z.string().regex(/^(#\d+|[\w.-]+\/[\w.-]+#\d+)$/, "expected #12 or owner/name#12"))
    .optional(),
  status: z
    .enum(["pending", "met", "failed"])
    .optional()
    .describe("Written down by somebody; without it, its tasks say"),
});
export type WorkstreamItem = z.infer<typeof WorkstreamItem>;

/** `.github/mission-control.yml`, version 1. Every key may be left out. */
export const Config = z.strictObject({
  version: z.literal(1).default(1),
  timezone: z.string().default("UTC").describe("IANA zone in which a date-only deadline ends"),
  control_room: RepoName.nullable()
    .default(null)
    .describe("The repository whose control room governs this one; null: this one's own"),
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
          "Share of kind, priority and domain that labels, form fields, paths or words must decide; below it an item waits in the inbox",
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
      modes: z
        .partialRecord(Mode, Words)
        .default({})
        .describe("Words that say in which mode the work is; none by default"),
      risks: z.partialRecord(Risk, Words).default({}).describe("Words that say how risky it is"),
      paths: z
        .array(
          z.strictObject({
            path: z
              .string()
              .min(1)
              .describe("A folder (`src/api/`), an ending (`*.sql`) or a file"),
            domain: Domain.optional(),
            project: z
              .string()
              .regex(/^[\w.-]{1,40}$/)
              .optional(),
          }),
        )
        .default([])
        .describe(
          "Paths named in an item that say its domain or project; the first that fits counts",
        ),
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
  rules: rulesConfig,
  assignment: z
    .strictObject({
      automatic: z
        .boolean()
        .default(true)
        .describe("Give a complete task without an owner to the agent that suits it best"),
      min_score: z
        .number()
        .min(0)
        .max(1)
        .default(0.5)
        .describe("Below it nobody is given the task"),
      weights: z
        .strictObject({
          capability: z.number().nonnegative().default(4),
          health: z.number().nonnegative().default(2),
          load: z.number().nonnegative().default(2),
          budget: z.number().nonnegative().default(1),
          history: z.number().nonnegative().default(1),
        })
        .prefault({}),
    })
    .prefault({}),
  leases: z
    .strictObject({
      intervals: z
        .number()
        .positive()
        .default(4)
        .describe("Expected intervals without a sign of life after which work is taken back"),
    })
    .prefault({}),
  workstreams: z
    .array(
      z.strictObject({
        milestone: z.string().min(1).describe("The milestone's title"),
        repo: RepoName.optional().describe("Its repository; the control room's own when left out"),
        goal: z.string().default(""),
        start: Instant,
        hours: Hours.describe("The clock"),
        go_no_go: z.number().nonnegative().optional().describe("Hour of the go/no-go"),
        default_hours: Hours.default(8).describe("Taken for a task without an estimate"),
        checkins: z
          .array(
            z.strictObject({
              every_hours: Hours,
              from_hour: z.number().nonnegative().default(0),
              until_hour: z.number().positive(),
            }),
          )
          .default([]),
        deliverables: z.array(WorkstreamItem).default([]),
        criteria: z.array(WorkstreamItem).default([]),
      }),
    )
    .default([]),
  tick: z
    .strictObject({
      every_minutes: z.number().min(5).default(15).describe("The interval that is aimed at"),
      reserve: z
        .int()
        .min(20)
        .default(200)
        .describe("Requests of the hourly limit that reading leaves for writing"),
      slice: z
        .boolean()
        .default(true)
        .describe(
          "Look at one page of what is known each tick, to notice what was deleted or moved",
        ),
    })
    .prefault({}),
  alerts: z
    .strictObject({
      routes: z
        .strictObject({
          info: Route.default(["digest"]),
          warning: Route.default(["digest"]),
          urgent: Route.default(["comment", "redis", "telegram"]),
          critical: Route.default(["comment", "redis", "telegram"]),
        })
        .prefault({})
        .describe("Where an alert of each severity goes"),
      quiet_hours: z
        .strictObject({
          from: Clock,
          to: Clock,
          except: z.array(Severity).default(["critical"]).describe("Goes out all the same"),
        })
        .nullable()
        .default(null)
        .describe("In the configured zone; what waits goes out when they end"),
      flapping: z
        .strictObject({
          times: z.int().min(2).default(3).describe("Comings back within the window"),
          window_hours: Hours.default(6),
          calm_hours: Hours.default(1).describe("Without the cause, until it is resolved"),
        })
        .prefault({}),
      redis: z.strictObject({ stream: z.string().default("mission-control:alerts") }).prefault({}),
      telegram: z
        .strictObject({ chat: z.union([z.string(), z.int()]).nullable().default(null) })
        .prefault({}),
    })
    .prefault({}),
});
export type Config = z.infer<typeof Config>;
