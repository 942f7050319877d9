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
  enabled: z.boolean().default(true),
  severity: Severity.default(severity),
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
    untriaged: z.strictObject({ ...common("warning"), hours: Hours.default(24) }).prefault({}),
    stale_active: z
      .strictObject({ ...common("warning"), days: z.number().positive().max(366).default(7) })
      .prefault({}),
    due_soon: z.strictObject({ ...common("urgent"), hours: Hours.default(24) }).prefault({}),
    overdue: z.strictObject(common("urgent")).prefault({}),
    deadline_risk: z
      .strictObject({
        ...common("warning"),
        share: Share.default(5 / 6).describe("Of the time from filing to deadline"),
      })
      .prefault({}),
    blocked_long: z.strictObject({ ...common("urgent"), hours: Hours.default(48) }).prefault({}),
    dependency_blocked: z.strictObject(common("warning")).prefault({}),
    critical_found: z
      .strictObject({
        ...common("critical"),
        labels: z.array(z.string().min(1)).default(["severity:critical", "critical"]),
      })
      .prefault({}),
    security_red: z
      .strictObject({ ...common("critical"), label: z.string().min(1).default("security:red") })
      .prefault({}),
    review_waiting: z
      .strictObject({
        ...common("warning"),
        hours: Hours.default(24),
        orchestrator_after_hours: Hours.default(48),
      })
      .prefault({}),
    done: z.strictObject(common("info")).prefault({}),
    agent_silent: z
      .strictObject({ ...common("warning"), intervals: z.number().positive().default(2) })
      .prefault({}),
    agent_idle: z.strictObject({ ...common("info"), hours: Hours.default(1) }).prefault({}),
    agents_paused: z
      .strictObject({
        ...common("warning"),
        hours: Hours.default(24).describe("The limit where the pause names none"),
      })
      .prefault({}),
    approvals_waiting: z
      .strictObject({ ...common("urgent"), more_than: z.int().nonnegative().default(10) })
      .prefault({}),
    ack_missed: z
      .strictObject({
        ...common("warning"),
        minutes: z.number().positive().default(5),
        retries: z.int().nonnegative().default(1),
      })
      .prefault({}),
    checkin_missed: z
      .strictObject({ ...common("warning"), grace_minutes: z.number().nonnegative().default(15) })
      .prefault({}),
    routine_missed: z
      .strictObject({ ...common("warning"), grace_minutes: z.number().nonnegative().default(15) })
      .prefault({}),
    budget: z
      .strictObject({
        ...common("warning"),
        notify: Share.default(0.5),
        alert: Share.default(0.8),
        stop: z.number().positive().default(1),
      })
      .prefault({}),
    approval_expiring: z
      .strictObject({
        ...common("urgent"),
        hours: Hours.default(72).describe("How long an approval is waited for"),
        remind: Share.default(0.5),
        urge: Share.default(0.9),
      })
      .prefault({}),
    lifecycle_invariant: z.strictObject(common("info")).prefault({}),
    foreign_push: z.strictObject(common("critical")).prefault({}),
  })
  .prefault({});
