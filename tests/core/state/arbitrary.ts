import fc from "fast-check";
import type { Entities } from "../../../src/core/state/index.ts";
import {
  type AuditState,
  healths,
  severities,
  statuses,
  type TaskState,
} from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";

const instant = fc
  .integer({ min: 0, max: 1000 })
  .map((minutes) => new Date(Date.UTC(2026, 10, 1) + minutes * 60_000).toISOString());
const word = fc.constantFrom("a", "b", "");
const maybe = <T>(arb: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arb, { freq: 2 });
const health = fc.constantFrom(...healths);
/** Identities and field names that a careless object would trip over. */
const hostile = ["__proto__", "constructor", "toString", "1", "x"] as const;

const task: fc.Arbitrary<TaskState> = fc
  .record({
    title: word,
    status: fc.constantFrom(...statuses),
    since: instant,
    owner: maybe(fc.constant("agent:atlas")),
    assignees: fc.array(word, { maxLength: 2 }),
    blocked: maybe(
      fc.record({
        reason: word,
        by: maybe(word),
        on: maybe(word),
        since: maybe(instant),
        from: fc.constant(null),
      }),
    ),
    judged: fc.record({ at: instant, ids: fc.array(word, { maxLength: 1 }) }),
  })
  .map(sampleTask);

const agent = fc.record({
  id: word,
  name: word,
  role: word,
  login: maybe(word),
  model: maybe(word),
  desired: fc.constantFrom("active" as const, "paused" as const),
  observed: maybe(fc.constantFrom("active" as const, "idle" as const)),
  health,
  capabilities: fc.array(word, { maxLength: 2 }),
  owner: maybe(word),
  heartbeat: fc.constantFrom("15m", "1h"),
  current_task: fc.constant(null),
  blocker: maybe(word),
  load: fc.nat(4),
  since: maybe(instant),
  paused: maybe(fc.record({ by: word, reason: word, since: instant, until: maybe(instant) })),
  budget_usd: maybe(fc.nat(50)),
  signs: fc.dictionary(fc.constantFrom("comment", "label"), instant, { noNullPrototype: true }),
  last_seen: maybe(instant),
  last_sign: maybe(word),
});
const alert = fc.record({
  id: word,
  rule: word,
  cause: word,
  severity: fc.constantFrom(...severities),
  entity_type: word,
  entity_id: word,
  title: word,
  message: word,
  evidence: fc.array(word, { maxLength: 2 }),
  to: fc.array(word, { maxLength: 2 }),
  opened_at: instant,
  resolved_at: maybe(instant),
  acknowledged: maybe(fc.record({ by: word, at: instant })),
  announced: fc.record({
    at: instant,
    severity: fc.constantFrom(...severities),
    peak: fc.constantFrom(...severities),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  flaps: fc.array(instant, { maxLength: 2 }),
  calm_since: maybe(instant),
  delivered: fc.array(word, { maxLength: 2 }),
});
const finding = fc.record(
  {
    code: word,
    severity: fc.constantFrom(...severities),
    check: word,
    message: word,
    path: word,
    // JSON has no negative zero.
    expected: fc
      .jsonValue({ maxDepth: 1 })
      .map((value): unknown => JSON.parse(JSON.stringify(value))),
  },
  { requiredKeys: ["code", "severity", "check", "message"] },
);
const audit: fc.Arbitrary<AuditState> = fc.record({
  id: word,
  target: word,
  at: instant,
  verdict: health,
  checks: fc.dictionary(fc.constantFrom("page", "data"), health, { noNullPrototype: true }),
  findings: fc.array(finding, { maxLength: 2 }),
  screenshots: fc.array(word, { maxLength: 1 }),
});
const routine = fc.record({
  id: word,
  name: word,
  schedule: word,
  desired: word,
  every_minutes: maybe(fc.integer({ min: 1, max: 600 })),
  last_run: maybe(instant),
  result: maybe(word),
  failures: fc.nat(5),
  health,
});
const output = fc.record({ id: word, type: word, title: word, location: word, at: instant });
const project = fc.record({
  id: word,
  name: word,
  status: fc.constantFrom("active" as const, "paused" as const),
  repo: fc.constant(null),
});

const taskId = fc.constantFrom("acme/shop#1", "acme/shop#2");
const criterion = fc.record({
  text: word,
  status: fc.constantFrom("pending" as const, "met" as const, "failed" as const),
  why: word,
});
const workstream = fc.record({
  id: word,
  goal: word,
  repo: fc.constant("acme/shop"),
  start: instant,
  hours: fc.integer({ min: 1, max: 400 }),
  default_hours: fc.integer({ min: 1, max: 40 }),
  go_no_go: maybe(instant),
  verdict: fc.constantFrom("pending" as const, "go" as const, "no-go" as const),
  tasks: fc.array(taskId, { maxLength: 2 }),
  deliverables: fc.array(criterion, { maxLength: 1 }),
  criteria: fc.array(criterion, { maxLength: 2 }),
  checkins: fc.array(
    fc.record({ every_hours: fc.integer({ min: 1, max: 9 }), from: instant, until: instant }),
    { maxLength: 1 },
  ),
  critical_path: fc.array(taskId, { maxLength: 2 }),
  unjudged: fc.array(taskId, { maxLength: 1 }),
});
const message = fc.record({
  id: word,
  alert: maybe(word),
  channel: word,
  to: fc.array(word, { maxLength: 2 }),
  severity: fc.constantFrom(...severities),
  text: word,
  queued_at: instant,
  sent_at: maybe(instant),
  last_sent_at: maybe(instant),
  requires_ack: fc.boolean(),
  acked_at: maybe(instant),
  attempts: fc.nat(5),
  escalated_at: maybe(instant),
});
const foreign = fc.record({
  id: word,
  author: word,
  at: instant,
  message: word,
  files: fc.array(word, { maxLength: 2 }),
  url: word,
});

const keyed = <T>(entity: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...hostile), entity), { selector: ([id]) => id })
    .map((entries) => Object.fromEntries(entries));

/** Whatever the control room may see, small enough that two of them overlap. */
export const entities: fc.Arbitrary<Entities> = fc.record({
  tasks: keyed(task),
  agents: keyed(agent),
  alerts: keyed(alert),
  audits: keyed(audit),
  routines: keyed(routine),
  outputs: keyed(output),
  projects: keyed(project),
  workstreams: keyed(workstream),
  outbox: keyed(message),
  foreign: keyed(foreign),
});
