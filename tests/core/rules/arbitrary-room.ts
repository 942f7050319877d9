import fc from "fast-check";
import { statusLabel } from "../../../src/core/lifecycle/labels.ts";
import {
  agentStatuses,
  domains,
  priorities,
  type State,
  statuses,
  type TaskState,
} from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import {
  sampleAgent,
  sampleAudit,
  sampleCommit,
  sampleMessage,
  sampleRoutine,
  sampleWorkstream,
} from "./harness.ts";

export const hour = 3_600_000;
export const base = Date.parse("2026-11-20T00:00:00Z");
/** Everything happens in this time, much of it at the same hours. */
export const span = 240 * hour;

const instant = fc
  .oneof(
    fc.integer({ min: 0, max: span / hour }).map((hours) => hours * hour),
    fc.integer({ min: 0, max: span }),
  )
  .map((ms) => new Date(base + ms).toISOString());
const day = instant.map((at) => at.slice(0, 10));
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 4 });

const number = fc.integer({ min: 1, max: 6 });
const taskId = number.map((one) => `acme/shop#${one}`);
const owner = fc.constantFrom("agent:atlas", "agent:nova", "human:mia");
const status = fc.constantFrom(
  ...statuses,
  "review" as const,
  "blocked" as const,
  "planned" as const,
);

const labels = fc.subarray([
  ...statuses.map(statusLabel),
  "status:wip",
  "critical",
  "Security:Red",
  "kind:bug",
]);

const cost = fc.record({
  day,
  owner: orNull(fc.constantFrom("agent:atlas", "agent:nova")),
  usd: fc.integer({ min: 0, max: 1200 }).map((cents) => cents / 100),
  tokens_in: fc.constant(0),
  tokens_out: fc.constant(0),
  from: fc.constantFrom("c1_0").map((id) => [id]),
});

const task = fc
  .record({
    number,
    status,
    since: instant,
    created_at: instant,
    due: orNull(fc.oneof(day, instant)),
    labels,
    owner: fc.option(owner, { freq: 2 }),
    priority: orNull(fc.constantFrom(...priorities)),
    domain: orNull(fc.constantFrom(...domains)),
    output: orNull(fc.constant("A page")),
    workstream: orNull(fc.constant("Launch")),
    lease: orNull(fc.record({ epoch: fc.constant(1), holder: owner, since: instant })),
    checkin: orNull(
      fc.record({
        at: instant,
        by: fc.constant("atlas-bot"),
        progress: fc.constant(null),
        blockers: fc.constant(null),
        needs: fc.constant(null),
        eta: fc.constant(null),
      }),
    ),
    costs: fc.array(cost, { maxLength: 2 }),
    halt: fc.option(
      fc.record({ reason: fc.constant("keys"), by: fc.constant("ada"), at: instant }),
      { freq: 2 },
    ),
    on: orNull(taskId),
    blockedSince: orNull(instant),
    depends: fc.uniqueArray(taskId, { maxLength: 2 }),
    judged: fc.option(instant, { freq: 6 }),
  })
  .map(({ on, blockedSince, judged, ...fields }): TaskState => {
    const reason = { reason: "waits", by: null, from: "active" } as const;
    return sampleTask({
      ...fields,
      blocked: fields.status === "blocked" ? { ...reason, on, since: blockedSince } : null,
      history_cut: judged === null,
      judged: judged === null ? null : { at: judged, ids: [] },
    });
  });

const agent = fc
  .record({
    id: fc.constantFrom("atlas", "nova"),
    desired: fc.constantFrom("active" as const, "active" as const, ...agentStatuses),
    observed: orNull(fc.constantFrom("idle" as const, "idle" as const, ...agentStatuses)),
    capabilities: fc.subarray([...domains, "bug"], { minLength: 3 }),
    heartbeat: fc.constantFrom("15m", "1h", "1d"),
    current_task: orNull(taskId),
    load: fc.integer({ min: 0, max: 2 }),
    since: orNull(instant),
    paused: fc.option(
      fc.record({
        by: fc.constant("ada"),
        reason: fc.constant("costs"),
        since: instant,
        until: orNull(instant),
      }),
      { freq: 2 },
    ),
    budget_usd: orNull(fc.integer({ min: 0, max: 10 })),
    last_seen: orNull(instant),
  })
  .map((fields) => sampleAgent(fields));

const finding = fc.record({
  code: fc.constantFrom("leak", "hole"),
  severity: fc.constantFrom("critical" as const, "info" as const),
  check: fc.constantFrom("links", "keys"),
  message: fc.constant("found"),
});

const audit = fc
  .record({
    id: fc.constantFrom("a", "b", "c"),
    target: fc.constantFrom("page", "data"),
    at: instant,
    checks: fc.dictionary(
      fc.constantFrom("links", "keys"),
      fc.constantFrom("healthy" as const, "failed" as const, "unknown" as const),
    ),
    findings: fc.array(finding, { maxLength: 3 }),
  })
  .map((fields) => sampleAudit(fields));

const schedule = fc
  .record({
    every_hours: fc.constantFrom(1, 6, 24, 0.5, 7.3),
    from: instant,
    hours: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ every_hours, from, hours }) => ({
    every_hours,
    from,
    until: new Date(Date.parse(from) + hours * hour).toISOString(),
  }));

const workstream = fc
  .record({
    start: instant,
    tasks: fc.uniqueArray(taskId, { maxLength: 6 }),
    checkins: fc.array(schedule, { maxLength: 3 }),
  })
  .map((fields) => sampleWorkstream(fields));

const message = fc
  .record({
    requires_ack: fc.boolean(),
    sent_at: orNull(instant),
    last_sent_at: orNull(instant),
    acked_at: fc.option(instant, { freq: 2 }),
    alert: orNull(fc.constantFrom("overdue:x:y", "ack-missed:x:y")),
  })
  .map((fields) => sampleMessage(fields));

const routine = fc
  .record({
    every_minutes: orNull(fc.integer({ min: 1, max: 3000 })),
    last_run: orNull(instant),
    health: fc.constantFrom("healthy" as const, "failed" as const),
  })
  .map((fields) => sampleRoutine(fields));

const share = fc.double({ min: 0.01, max: 1, noNaN: true });
const hours = fc.double({ min: 0.01, max: 100, noNaN: true });

/** Numbers of every kind, in any order. */
const numbers = fc.record(
  {
    untriaged: fc.record({ hours }),
    stale_active: fc.record({ days: fc.double({ min: 0.01, max: 9, noNaN: true }) }),
    due_soon: fc.record({ hours }),
    deadline_risk: fc.record({ share }),
    blocked_long: fc.record({ hours }),
    review_waiting: fc.record({ hours, orchestrator_after_hours: hours }),
    agent_silent: fc.record({ intervals: fc.double({ min: 0.1, max: 1e30, noNaN: true }) }),
    agent_idle: fc.record({ hours }),
    agents_paused: fc.record({ hours }),
    approvals_waiting: fc.record({ more_than: fc.integer({ min: 0, max: 4 }) }),
    ack_missed: fc.record({ minutes: hours, retries: fc.integer({ min: 0, max: 3 }) }),
    checkin_missed: fc.record({ grace_minutes: fc.integer({ min: 0, max: 300 }) }),
    routine_missed: fc.record({ grace_minutes: fc.constantFrom(0, 15, 1e300) }),
    budget: fc.record({ notify: share, alert: share, stop: share }),
    approval_expiring: fc.record({ hours, remind: share, urge: share }),
  },
  { requiredKeys: ["approvals_waiting"] },
);

/** A room of a few of everything, so that they have to do with each other. */
export const arbitraryRoom: fc.Arbitrary<
  {
    readonly rules: object;
    readonly automatic: boolean;
  } & {
    readonly [
      Kind in "tasks" | "agents" | "audits" | "routines" | "workstreams" | "outbox" | "foreign"
    ]: readonly State[Kind][string][];
  }
> = fc.record({
  rules: numbers,
  automatic: fc.boolean(),
  tasks: fc.array(task, { minLength: 1, maxLength: 6 }),
  agents: fc.array(agent, { minLength: 1, maxLength: 2 }),
  audits: fc.array(audit, { minLength: 1, maxLength: 3 }),
  routines: fc.array(routine, { minLength: 1, maxLength: 1 }),
  workstreams: fc.array(workstream, { minLength: 1, maxLength: 1 }),
  outbox: fc.array(message, { minLength: 1, maxLength: 1 }),
  foreign: fc.array(fc.constant(sampleCommit()), { minLength: 1, maxLength: 1 }),
});
