import type {
  AgentState,
  AlertState,
  AuditState,
  Event,
  State,
  TaskState,
} from "../../src/schema/index.ts";

export const now = "2026-11-21T12:00:00Z";
const repo = "ada/fleet";

export function sampleTask(number: number, changes: Partial<TaskState> = {}): TaskState {
  return {
    id: `${repo}#${number}`,
    number,
    repo,
    title: `Task ${number}`,
    url: `https://github.com/${repo}/issues/${number}`,
    status: "active",
    since: "2026-11-20T08:00:00Z",
    updated_at: "2026-11-20T08:00:00Z",
    comments: 0,
    blockers: 0,
    behind: false,
    labels: [],
    author: "ada",
    vouched: true,
    created_at: "2026-11-19T08:00:00Z",
    closed_at: null,
    kind: "task",
    priority: "medium",
    domain: null,
    mode: null,
    risk: null,
    project: null,
    workstream: null,
    owner: null,
    assignees: [],
    due: null,
    estimate: null,
    output: null,
    review: null,
    boundaries: null,
    link: null,
    shared: [],
    parent: null,
    parts: [],
    fingerprint: "",
    lease: null,
    last_work: null,
    checkin: null,
    costs: [],
    acknowledged: [],
    alerts_comment: null,
    halt: null,
    blocked: null,
    depends: [],
    judged: { at: "2026-11-20T08:00:00Z", ids: [] },
    ...changes,
  };
}

export function sampleAgent(id: string, changes: Partial<AgentState> = {}): AgentState {
  return {
    id,
    name: id,
    role: "Backend",
    login: null,
    model: null,
    desired: "active",
    observed: "active",
    health: "healthy",
    capabilities: [],
    owner: null,
    heartbeat: "1h",
    current_task: null,
    blocker: null,
    load: 0,
    since: null,
    paused: null,
    budget_usd: null,
    last_seen: "2026-11-21T11:55:00Z",
    last_sign: "comment",
    signs: {},
    ...changes,
  };
}

export function sampleAlert(id: string, changes: Partial<AlertState> = {}): AlertState {
  return {
    id,
    rule: "overdue",
    cause: "2026-11-20",
    severity: "urgent",
    entity_type: "task",
    entity_id: `${repo}#1`,
    title: `Alert ${id}`,
    message: "It was due",
    evidence: [],
    to: [],
    opened_at: "2026-11-21T09:00:00Z",
    resolved_at: null,
    acknowledged: null,
    announced: {
      at: "2026-11-21T09:00:00Z",
      severity: "urgent",
      peak: "urgent",
      times: 1,
    },
    flaps: [],
    calm_since: null,
    delivered: [],
    ...changes,
  };
}

export function sampleAudit(id: string, changes: Partial<AuditState> = {}): AuditState {
  return {
    id,
    target: "mission-control",
    at: "2026-11-21T11:50:00Z",
    verdict: "healthy",
    checks: { page: "healthy", counts: "healthy", data: "healthy" },
    findings: [],
    screenshots: [],
    ...changes,
  };
}

export function sampleEvent(id: string, changes: Partial<Event> = {}): Event {
  return {
    id,
    timestamp: "2026-11-21T10:00:00Z",
    recorded_at: "2026-11-21T10:00:01Z",
    type: "task.moved",
    source: "github",
    entity_type: "task",
    entity_id: `${repo}#1`,
    status: "active",
    message: `Event ${id}`,
    ...changes,
  };
}

type Entities = Partial<{
  [
    K in "tasks" | "agents" | "alerts" | "audits" | "routines" | "outputs" | "projects"
  ]: readonly State[K][string][];
}>;

export function sampleState(entities: Entities = {}): State {
  return {
    version: 1,
    repo,
    generated_at: now,
    head: { segment: null, digest: null, events: 0 },
    tasks: keyed(entities.tasks),
    agents: keyed(entities.agents),
    alerts: keyed(entities.alerts),
    audits: keyed(entities.audits),
    routines: keyed(entities.routines),
    outputs: keyed(entities.outputs),
    projects: keyed(entities.projects),
    workstreams: {},
    outbox: {},
    foreign: {},
  };
}

function keyed<T extends { readonly id: string }>(items: readonly T[] = []): Record<string, T> {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}
