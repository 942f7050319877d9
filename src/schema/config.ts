import { z } from "zod";
import { modelConfig } from "./config-model.ts";
import { rulesConfig } from "./config-rules.ts";
import { workstreamsConfig } from "./config-workstream.ts";
import { Domain, Kind, Mode, Priority, RepoName, Risk, Severity } from "./vocabulary.ts";

export { modelVariables } from "./config-model.ts";
export { WorkstreamItem } from "./config-workstream.ts";

/** Hours, as a positive number; fractions allowed. */
const Hours = z
  .number()
  .positive()
  .max(24 * 366);
const Words = z.array(z.string().min(1));
const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected a time such as 22:00");
const Route = z.array(z.enum(["comment", "redis", "telegram", "digest"]));

/** `.github/mission-control.yml`, version 1. Every key may be left out. */
export const Config = z.strictObject({
  version: z.literal(1).default(1).describe("Of this file"),
  timezone: z.string().default("UTC").describe("IANA zone in which a date-only deadline ends"),
  control_room: RepoName.nullable()
    .default(null)
    .describe("The repository whose control room governs this one; null: this one's own"),
  data_branch: z
    .string()
    .min(1)
    .default("mission-control")
    .describe("Where snapshot, events, data.json and reports are committed"),
  screenshot_branch: z
    .string()
    .min(1)
    .default("mission-control-screenshots")
    .describe("One commit with the newest pictures; replaced as a whole"),
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
    .prefault({})
    .describe("Mission Control itself"),
  commands: z
    .strictObject({
      max_age_hours: Hours.default(168).describe(
        "An unanswered command older than this is left alone",
      ),
    })
    .prefault({})
    .describe("Slash commands in comments"),
  projects: z
    .array(
      z.strictObject({
        id: z.string().describe("As in the label `project:<id>`"),
        name: z.string().describe("For people"),
        status: z
          .enum(["active", "paused", "protected"])
          .default("active")
          .describe(
            "Only what is active is listed and written to; what is protected is not shown either",
          ),
        repo: RepoName.optional().describe(
          "`owner/name` of its repository, which this control room then governs",
        ),
      }),
    )
    .default([])
    .describe("What there is beside this repository, or within it"),
  triage: z
    .strictObject({
      automatic: z
        .boolean()
        .default(true)
        .describe("Classify new items without asking a person first"),
      min_confidence: z
        .number()
        .min(0)
        .max(1)
        .default(0)
        .describe(
          "Share of kind, priority and domain that something must decide; below it an item waits in the inbox",
        ),
      default_kind: Kind.default("task").describe("When nothing says which"),
      default_priority: Priority.default("medium").describe("When nothing says which"),
      kinds: z
        .partialRecord(Kind, Words)
        .default({
          bug: ["bug", "broken", "crash", "error", "fails", "regression"],
          decision: ["decide", "decision", "choose between"],
          research: ["research", "investigate", "compare", "evaluate"],
          support: ["support", "customer", "question"],
          automation: ["automate", "cron", "schedule"],
          backoffice: ["invoice", "contract", "payroll"],
        })
        .describe("Words that say which kind an item is"),
      priorities: z
        .partialRecord(Priority, Words)
        .default({
          urgent: ["urgent", "asap", "outage", "down", "data loss", "security"],
          high: ["important", "blocking", "high priority"],
          low: ["minor", "cosmetic", "nice to have"],
          someday: ["someday", "eventually"],
        })
        .describe("Words that say how urgent it is"),
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
            domain: Domain.optional().describe("The domain it says"),
            project: z
              .string()
              .regex(/^[\w.-]{1,40}$/)
              .optional()
              .describe("The id of the project it says"),
          }),
        )
        .default([])
        .describe(
          "Paths named in an item that say its domain or project; the first that fits counts",
        ),
      domains: z
        .partialRecord(Domain, Words)
        .default({
          backend: ["api", "server", "database", "queue"],
          frontend: ["page", "button", "css", "dashboard", "layout"],
          infra: ["deploy", "dns", "certificate", "disk", "backup"],
          qa: ["test", "flaky", "coverage"],
          integration: ["webhook", "oauth", "telegram", "redis"],
          automation: ["cron", "workflow", "script"],
          backoffice: ["invoice", "contract", "payroll"],
        })
        .describe("Words that say which part it is about"),
      model: modelConfig,
    })
    .prefault({})
    .describe(
      "How a new item is classified: labels and the block first, then form fields, paths, words",
    ),
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
          capability: z
            .number()
            .nonnegative()
            .default(4)
            .describe("How well what it offers fits what the task asks for"),
          health: z
            .number()
            .nonnegative()
            .default(2)
            .describe("Whether it is well, and was seen lately"),
          load: z
            .number()
            .nonnegative()
            .default(2)
            .describe("How much of what it may hold is free"),
          budget: z
            .number()
            .nonnegative()
            .default(1)
            .describe("How much of its budget of the day is left"),
          history: z
            .number()
            .nonnegative()
            .default(1)
            .describe("The share of its work in this domain that was accepted"),
        })
        .prefault({}),
    })
    .prefault({})
    .describe("Who is given what nobody owns"),
  leases: z
    .strictObject({
      intervals: z
        .number()
        .positive()
        .default(4)
        .describe("Expected intervals without a sign of life after which work is taken back"),
    })
    .prefault({})
    .describe("For how long an agent keeps work that nothing is heard of"),
  workstreams: workstreamsConfig,
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
    .prefault({})
    .describe("One pass over everything"),
  alerts: z
    .strictObject({
      routes: z
        .strictObject({
          info: Route.default(["digest"]).describe("The least grave"),
          warning: Route.default(["digest"]).describe("Needs attention, not now"),
          urgent: Route.default(["comment", "redis", "telegram"]).describe("Needs somebody now"),
          critical: Route.default(["comment", "redis", "telegram"]).describe("The gravest"),
        })
        .prefault({})
        .describe("Where an alert of each severity goes"),
      quiet_hours: z
        .strictObject({
          from: Clock.describe("When they begin, such as `22:00`"),
          to: Clock.describe("When they end, such as `07:00`"),
          except: z.array(Severity).default(["critical"]).describe("Goes out all the same"),
        })
        .nullable()
        .default(null)
        .describe("In the configured zone; what waits goes out when they end"),
      flapping: z
        .strictObject({
          times: z
            .int()
            .min(2)
            .default(3)
            .describe("So often back within the window, and it is flapping"),
          window_hours: Hours.default(6).describe(
            "For so long after its end a problem that comes back is the same one",
          ),
          calm_hours: Hours.default(1).describe("Without the cause, until it is resolved"),
        })
        .prefault({})
        .describe("When an alert comes and goes"),
      redis: z
        .strictObject({
          stream: z
            .string()
            .regex(/^\S+$/, "expected the name of a stream, such as mission-control:alerts")
            .default("mission-control:alerts")
            .describe("Name of the stream that alerts go out on"),
        })
        .prefault({}),
      telegram: z
        .strictObject({
          chat: z
            .union([z.string().regex(/\S/, "the id or name of a chat (null: none)"), z.int()])
            .nullable()
            .default(null)
            .describe("Id or name of the chat; `TELEGRAM_CHAT` goes before it"),
        })
        .prefault({}),
    })
    .prefault({})
    .describe("Where alerts go, and when they do not"),
});
export type Config = z.infer<typeof Config>;
