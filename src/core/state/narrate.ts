import type {
  AgentState,
  AlertState,
  AuditState,
  Event,
  ForeignCommit,
  OutboxMessage,
  OutputState,
  ProjectState,
  RoutineState,
  TaskState,
  WorkstreamState,
} from "../../schema/index.ts";

/** What an event says beside the fields that changed. `at` is null when nothing but our looking dates it. */
export type Story = {
  readonly type: Event["type"];
  readonly at: string | null;
  readonly status: string | null;
  readonly message: string;
  readonly source?: string;
  readonly evidence?: readonly string[];
  /** A natural identity; without one the content and the place in history make it. */
  readonly key?: string;
};

/** `changed` names the fields, sorted; `before` is undefined for a new entity. */
export function taskStory(
  before: TaskState | undefined,
  now: TaskState,
  changed: readonly string[],
): Story {
  const said = { status: now.status, evidence: [now.url] };
  if (before === undefined && now.status === "inbox") {
    const message = `"${now.title}" came into the inbox as ${now.id}.`;
    return { ...said, type: "inbox.created", at: now.created_at, key: now.created_at, message };
  }
  if (before === undefined) {
    const message = `${now.id} "${now.title}" came under control as ${now.status}.`;
    return { ...said, type: "task.created", at: now.created_at, key: now.created_at, message };
  }
  if (before.status !== now.status) {
    const message = `${now.id} "${now.title}" moved from ${before.status} to ${now.status}.`;
    const key = `${now.status}@${now.since}`;
    return { ...said, type: "task.moved", at: now.since, key, message };
  }
  const message = `${now.id} "${now.title}" changed: ${changed.join(", ")}.`;
  return { ...said, type: "task.changed", at: null, message };
}

export function agentStory(
  before: AgentState | undefined,
  now: AgentState,
  changed: readonly string[],
): Story {
  const observed = now.observed ?? "not yet seen";
  const message =
    before === undefined
      ? `Agent ${now.name} joined the fleet: ${observed}.`
      : `Agent ${now.name} is ${observed}, ${now.health} (changed: ${changed.join(", ")}).`;
  return { type: "agent.changed", at: null, status: now.observed, message };
}

export function alertStory(before: AlertState | undefined, now: AlertState): Story {
  const said = { source: `rule:${now.rule}`, evidence: now.evidence };
  if (now.resolved_at !== null && (before?.resolved_at ?? null) === null) {
    const message = `Alert resolved: ${now.title}.`;
    const at = now.resolved_at;
    return { ...said, type: "alert.resolved", at, key: at, status: "resolved", message };
  }
  const status = now.resolved_at === null ? "open" : "resolved";
  if (before === undefined) {
    const message = `Alert opened: ${now.title}.`;
    const at = now.opened_at;
    return { ...said, type: "alert.opened", at, key: at, status, message };
  }
  const message = `${alertNews(before, now)}: ${now.title}.`;
  return { ...said, type: "alert.changed", at: null, status, message };
}

function alertNews(before: AlertState, now: AlertState): string {
  if (before.resolved_at !== null && now.resolved_at === null) return "Alert came back";
  if (before.acknowledged === null && now.acknowledged !== null)
    return `Alert acknowledged by ${now.acknowledged.by}`;
  const sent = now.delivered.filter((channel) => !before.delivered.includes(channel));
  if (sent.length > 0) return `Alert sent to ${sent.join(" and ")}`;
  const isOther = before.severity !== now.severity;
  return isOther ? `Alert is ${now.severity}, was ${before.severity}` : "Alert changed";
}

export function auditStory(_: AuditState | undefined, now: AuditState): Story {
  const found = now.findings.length === 1 ? "1 finding" : `${now.findings.length} findings`;
  const message = `The audit of ${now.target} ended ${now.verdict} with ${found}.`;
  return {
    type: "audit.finished",
    at: now.at,
    status: now.verdict,
    message,
    source: "audit",
    evidence: now.screenshots,
  };
}

export function routineStory(_: RoutineState | undefined, now: RoutineState): Story {
  const message = `Routine ${now.name}: ${now.result ?? "no result yet"}, ${now.health}.`;
  return { type: "routine.ran", at: now.last_run, status: now.health, message };
}

export function outputStory(_: OutputState | undefined, now: OutputState): Story {
  const message = `"${now.title}" (${now.type}) is at ${now.location}.`;
  return { type: "output.generated", at: now.at, status: null, message };
}

export function projectStory(before: ProjectState | undefined, now: ProjectState): Story {
  const verb = before === undefined ? "was added" : "changed";
  const message = `Project ${now.name} ${verb}: ${now.status}.`;
  return { type: "project.changed", at: null, status: now.status, message };
}

export function workstreamStory(before: WorkstreamState | undefined, now: WorkstreamState): Story {
  const met = now.criteria.filter(({ status }) => status === "met").length;
  const verb = before === undefined ? "began" : "changed";
  const message = `Workstream ${now.id} ${verb}: ${met} of ${now.criteria.length} criteria met, ${now.verdict}.`;
  return { type: "workstream.changed", at: null, status: now.verdict, message };
}

export function messageStory(before: OutboxMessage | undefined, now: OutboxMessage): Story {
  const status = now.acked_at !== null ? "acknowledged" : now.sent_at !== null ? "sent" : "queued";
  const message = `A ${now.severity} message for ${now.channel} is ${status}.`;
  const type = before === undefined ? "message.queued" : "message.changed";
  return { type, at: null, status, message };
}

export function foreignStory(_: ForeignCommit | undefined, now: ForeignCommit): Story {
  const message = `${now.author} pushed ${now.id.slice(0, 8)} to the data branch.`;
  return { type: "foreign.found", at: now.at, key: now.id, status: null, message };
}
