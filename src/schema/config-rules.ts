import { z } from "zod";
import { Severity } from "./vocabulary.ts";

/** Hours, as a positive number; fractions allowed. */
const Hours = z
  .number()
  .positive()
  .max(24 * 366);
const Share = z.number().gt(0).max(1);

/** What every rule can be told: whether it counts, how grave it is, what its alert says before the task's title. */
const common = (severity: Severity) => ({
  enabled: z
    .boolean()
    .default(true)
    .describe("Whether the rule counts; what it had opened is resolved when it does not"),
  severity: Severity.default(severity).describe(
    "How grave its alert is, where the rule itself does not say another",
  ),
  text: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe("Stands before the task's title in the alert; ours when left out"),
});

/** Every number of every rule. */
export const rulesConfig = z
  .strictObject({
    new_task: z.strictObject(common("info")).prefault({}),
    untriaged: z
      .strictObject({ ...common("warning"), hours: Hours.default(24).describe("In the inbox") })
      .prefault({}),
    stale_active: z
      .strictObject({
        ...common("warning"),
        days: z.number().positive().max(366).default(7).describe("Active"),
      })
      .prefault({}),
    due_soon: z
      .strictObject({
        ...common("urgent"),
        hours: Hours.default(24).describe("Before the deadline"),
      })
      .prefault({}),
    overdue: z.strictObject(common("urgent")).prefault({}),
    deadline_risk: z
      .strictObject({
        ...common("warning"),
        share: Share.default(5 / 6).describe(
          "Of the time from filing, or the start of the workstream, to the deadline",
        ),
      })
      .prefault({}),
    blocked_long: z
      .strictObject({ ...common("urgent"), hours: Hours.default(48).describe("Blocked") })
      .prefault({}),
    dependency_blocked: z.strictObject(common("warning")).prefault({}),
    critical_found: z
      .strictObject({
        ...common("critical"),
        labels: z
          .array(z.string().min(1))
          .default(["severity:critical", "critical"])
          .describe("Any of them on an open task says critical"),
      })
      .prefault({}),
    security_red: z
      .strictObject({
        ...common("critical"),
        label: z
          .string()
          .min(1)
          .default("security:red")
          .describe("Put on an open task by somebody with a say, it halts all new work"),
      })
      .prefault({}),
    review_waiting: z
      .strictObject({
        ...common("warning"),
        hours: Hours.default(24).describe("In review, until the reviewer hears of it"),
        orchestrator_after_hours: Hours.default(48).describe(
          "In review, until the orchestrator does too",
        ),
      })
      .prefault({}),
    done: z.strictObject(common("info")).prefault({}),
    agent_silent: z
      .strictObject({
        ...common("warning"),
        intervals: z
          .number()
          .positive()
          .default(2)
          .describe("Expected intervals without a sign of life of an agent that holds work"),
      })
      .prefault({}),
    agent_idle: z
      .strictObject({
        ...common("info"),
        hours: Hours.default(1).describe("Idle while work waits that it could do"),
      })
      .prefault({}),
    agents_paused: z
      .strictObject({
        ...common("warning"),
        hours: Hours.default(24).describe("The limit where the pause names none"),
      })
      .prefault({}),
    approvals_waiting: z
      .strictObject({
        ...common("urgent"),
        more_than: z.int().nonnegative().default(10).describe("Tasks in review"),
      })
      .prefault({}),
    ack_missed: z
      .strictObject({
        ...common("warning"),
        minutes: z
          .number()
          .positive()
          .default(5)
          .describe("Until a message that nobody acknowledged goes out again"),
        retries: z
          .int()
          .nonnegative()
          .max(24)
          .default(1)
          .describe("How often it does, until it is escalated"),
      })
      .prefault({}),
    checkin_missed: z
      .strictObject({
        ...common("warning"),
        grace_minutes: z.number().nonnegative().default(15).describe("After the end of a slot"),
      })
      .prefault({}),
    routine_missed: z
      .strictObject({
        ...common("warning"),
        grace_minutes: z.number().nonnegative().default(15).describe("Beyond its interval"),
        report_hours: Hours.nullable()
          .default(24)
          .describe("The interval of the daily report; null: it is not on a clock"),
        audit_hours: Hours.nullable()
          .default(24)
          .describe("The interval of the audits that a report records; null: they are not"),
      })
      .prefault({}),
    budget: z
      .strictObject({
        ...common("warning"),
        notify: Share.default(0.5).describe("Share of the budget of the day: an info"),
        alert: Share.default(0.8).describe("Share of it: an alert as grave as `severity` says"),
        stop: z
          .number()
          .positive()
          .default(1)
          .describe("Share of it: critical, and the agent is given nothing more that day (UTC)"),
      })
      .prefault({}),
    approval_expiring: z
      .strictObject({
        ...common("urgent"),
        hours: Hours.default(72).describe("How long an approval is waited for"),
        remind: Share.default(0.5).describe(
          "Share of these hours after which the reviewer is reminded: an info",
        ),
        urge: Share.default(0.9).describe(
          "Share of them after which the orchestrator hears of it too",
        ),
      })
      .prefault({}),
    lifecycle_invariant: z.strictObject(common("info")).prefault({}),
    foreign_push: z.strictObject(common("critical")).prefault({}),
    routine_failed: z.strictObject(common("urgent")).prefault({}),
    history_cut: z.strictObject(common("warning")).prefault({}),
  })
  .prefault({})
  .describe("The rules, by id, with `_` for `-`");
