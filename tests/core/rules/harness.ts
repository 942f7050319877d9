import { expect } from "vitest";
import type { Judgement, Rule, Subject, Subjects } from "../../../src/core/rules/rule.ts";
import { emptyState } from "../../../src/core/state/index.ts";
import { type World, worldOf } from "../../../src/core/world.ts";
import {
  Agents,
  type AgentState,
  type AlertState,
  type AuditState,
  Config,
  type ForeignCommit,
  type OutboxMessage,
  type RoutineState,
  type TaskState,
  type WorkstreamState,
} from "../../../src/schema/index.ts";

/** What there is beside the subject. Tasks and the like are keyed by their ids. */
export type Given = {
  readonly tasks?: readonly TaskState[];
  readonly agents?: readonly AgentState[];
  readonly alerts?: readonly AlertState[];
  readonly audits?: readonly AuditState[];
  readonly workstreams?: readonly WorkstreamState[];
  readonly config?: object;
  /** Agents of the registry. */
  readonly registry?: readonly object[];
};

type Verdict = Judgement["verdict"];
type Fires = Judgement & { readonly verdict: "fires" };

export function given({ tasks, agents, alerts, audits, workstreams }: Given): World {
  return worldOf({
    ...emptyState("acme/shop"),
    tasks: byId(tasks),
    agents: byId(agents),
    alerts: byId(alerts),
    audits: byId(audits),
    workstreams: byId(workstreams),
  });
}

/** What a rule says of a subject at an instant, which is checked to be a judgement that can be stored. */
export function judge<About extends Subject>(
  rule: Rule<About>,
  subject: Subjects[About],
  now: string | number,
  facts: Given = {},
): Judgement {
  const policy = {
    config: Config.parse(facts.config ?? {}),
    agents: Agents.parse({ agents: facts.registry ?? [] }),
  };
  const at = typeof now === "string" ? Date.parse(now) : now;
  const judgement = rule.evaluate(subject, { now: at, policy, world: given(facts) });
  expect(judgement.why).not.toBe("");
  for (const link of judgement.evidence) expect(link).toMatch(/^https:\/\//);
  if (judgement.verdict === "fires") expect(judgement.to).not.toEqual([]);
  return judgement;
}

/** The judgement of a rule that fires; the test fails when it does not. */
export function fired<About extends Subject>(
  rule: Rule<About>,
  subject: Subjects[About],
  now: string | number,
  facts: Given = {},
): Fires {
  const judgement = judge(rule, subject, now, facts);
  if (judgement.verdict !== "fires")
    throw new Error(`${rule.id} is ${judgement.verdict}: ${judgement.why}`);
  return judgement;
}

/** Its severity where a judgement fires and the configuration says `warning`; else the verdict. */
export function severityOf(judgement: Judgement): string {
  return judgement.verdict === "fires" ? (judgement.severity ?? "warning") : judgement.verdict;
}

/** One line of a rule's table: what it says, the fields that matter, when it is asked, the verdict, what else there is. */
export type Row<Fields> = [string, Fields, string, Verdict, Given?];

export function sampleAgent(fields: Partial<AgentState> = {}): AgentState {
  return {
    id: "atlas",
    name: "Atlas",
    role: "Backend",
    login: "atlas-bot",
    model: null,
    desired: "active",
    observed: "active",
    health: "healthy",
    capabilities: ["backend"],
    owner: "ada",
    heartbeat: "1h",
    current_task: "acme/shop#12",
    blocker: null,
    load: 1,
    since: null,
    paused: null,
    budget_usd: null,
    last_seen: "2026-11-20T12:00:00Z",
    last_sign: "commented acme/shop#12",
    signs: {},
    ...fields,
  };
}

export function sampleAudit(fields: Partial<AuditState> = {}): AuditState {
  return {
    id: "page@1",
    target: "page",
    at: "2026-11-20T12:00:00Z",
    verdict: "failed",
    checks: { links: "failed" },
    findings: [],
    screenshots: [],
    ...fields,
  };
}

export function sampleMessage(fields: Partial<OutboxMessage> = {}): OutboxMessage {
  return {
    id: "message-1",
    alert: null,
    channel: "redis",
    to: ["agent:atlas"],
    severity: "urgent",
    text: "Overdue: Mend the checkout",
    queued_at: "2026-11-20T11:59:00Z",
    sent_at: "2026-11-20T12:00:00Z",
    last_sent_at: "2026-11-20T12:00:00Z",
    requires_ack: true,
    acked_at: null,
    attempts: 1,
    escalated_at: null,
    ...fields,
  };
}

export function sampleWorkstream(fields: Partial<WorkstreamState> = {}): WorkstreamState {
  return {
    id: "Launch",
    goal: "Open the shop",
    repo: "acme/shop",
    start: "2026-11-20T00:00:00Z",
    hours: 168,
    default_hours: 8,
    go_no_go: null,
    verdict: "pending",
    tasks: ["acme/shop#12"],
    deliverables: [],
    criteria: [],
    checkins: [],
    critical_path: [],
    unjudged: [],
    ...fields,
  };
}

export function sampleRoutine(fields: Partial<RoutineState> = {}): RoutineState {
  return {
    id: "backup",
    name: "Backup",
    schedule: "every hour",
    desired: "done",
    every_minutes: 60,
    last_run: "2026-11-20T12:00:00Z",
    result: "done",
    failures: 0,
    health: "healthy",
    ...fields,
  };
}

export function sampleCommit(fields: Partial<ForeignCommit> = {}): ForeignCommit {
  return {
    id: "c0ffee",
    author: "mallory",
    at: "2026-11-20T12:00:00Z",
    message: "Tidy up\n\nNothing to see here.",
    files: ["state/mission-control.json"],
    url: "https://github.com/acme/shop/commit/c0ffee",
    ...fields,
  };
}

function byId<T extends { readonly id: string }>(items: readonly T[] = []): Record<string, T> {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}
