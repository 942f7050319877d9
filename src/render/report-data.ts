import { ackWords } from "../core/alerts/ack-words.ts";
import { digestOf } from "../core/alerts/digest.ts";
import { canBeOverdue, deadlineInstant } from "../core/deadline.ts";
import {
  type AlertState,
  type AuditState,
  Config,
  type Data,
  type DataWorkstream,
  type Event,
  type Finding,
  type Report,
  type State,
} from "../schema/index.ts";
import { costOn } from "./data.ts";
import { finishWords, metWords } from "./workstream-text.ts";

export type ReportInput = {
  readonly state: State;
  readonly data: Data;
  /** The newest audit of the control room; null when none has run. */
  readonly audit: AuditState | null;
  /** The report of the day before, or whichever came last. */
  readonly previous?: Report | null;
  /** Where the picture of the dashboard is. */
  readonly screenshot?: { readonly markdownUrl: string } | null;
  /** GitHub requests made; null when nobody counted. */
  readonly requests: number | null;
  /** The day, `YYYY-MM-DD`, in `zone`. */
  readonly date: string;
  readonly zone?: string;
  /** Its routes say which alerts a report tells of; the defaults when left out. */
  readonly config?: Pick<Config, "alerts">;
  /** The events of the day; those of `data` when left out. */
  readonly events?: readonly Pick<Event, "id" | "timestamp" | "type" | "entity_id" | "message">[];
};

const movements =
  /^(task\.(created|moved|removed)|inbox\.created|agent\.changed|project\.changed|output\.generated)$/;

/** The daily report as data: everything that the text says, and nothing that `state` and `data` do not. */
export function buildReport(input: ReportInput): Report {
  const { state, data, audit } = input;
  return {
    version: 1,
    repo: data.repo,
    date: input.date,
    generated_at: data.generated_at,
    health: data.summary.health,
    why: data.summary.why,
    needs_person: findNeeds(input),
    moved: movedOn(input),
    fine: findFine(data, audit),
    by_status: { ...data.summary.by_status },
    overdue: data.summary.overdue,
    mismatches: data.mismatches.map((mismatch) => ({ ...mismatch })),
    audit:
      audit === null ? null : { at: audit.at, verdict: audit.verdict, checks: { ...audit.checks } },
    findings: compareFindings(audit, input.previous ?? null),
    alerts: alertsOn(input),
    workstreams: data.workstreams.items.map(standingOf),
    screenshot: input.screenshot?.markdownUrl ?? null,
    chain: { digest: state.head.digest, events: state.head.events },
    cost_usd: costOn(input.date, Object.values(input.state.tasks)),
    requests: input.requests,
  };
}

function standingOf(workstream: DataWorkstream): Report["workstreams"][number] {
  const [first] = workstream.next;
  return {
    id: workstream.id,
    hour: workstream.hour,
    hours: workstream.hours,
    progress: workstream.progress,
    finish: finishWords(workstream),
    is_late: workstream.spare !== null && workstream.spare < 0,
    verdict: workstream.verdict,
    criteria: metWords(workstream.criteria),
    next: first === undefined ? null : { text: first.text, who: first.who, reason: first.reason },
    risks: workstream.risks.filter(({ severity }) => severity === "urgent").map(({ text }) => text),
  };
}

function findNeeds({ state, data, audit }: ReportInput): Report["needs_person"] {
  const needs: Report["needs_person"] = [];
  const urls = new Map(data.tasks.items.map((task) => [task.id, task.url]));
  const alerted = new Set<string>();
  for (const alert of data.alerts.items) {
    if (
      alert.resolved_at !== null ||
      (alert.severity !== "critical" && alert.severity !== "urgent")
    )
      continue;
    alerted.add(alert.entity_id);
    needs.push({
      what: alert.title,
      why: `${alert.severity} alert`,
      url: urls.get(alert.entity_id) ?? null,
    });
  }
  for (const task of data.tasks.items) {
    if (alerted.has(task.id)) continue;
    const why = needOf(task, state.tasks[task.id]?.blocked?.by ?? null);
    if (why !== null) needs.push({ what: `#${task.number} ${task.title}`, why, url: task.url });
  }
  if (audit !== null && (audit.verdict === "failed" || audit.verdict === "unknown")) {
    const why = audit.verdict === "failed" ? "the audit found faults" : "the audit could not judge";
    needs.push({ what: `Audit of ${audit.target}`, why, url: null });
  }
  return needs;
}

function needOf(task: Data["tasks"]["items"][number], blockedBy: string | null): string | null {
  if (task.overdue) return `overdue since ${task.due}`;
  if (task.status === "blocked" && (blockedBy === null || !blockedBy.startsWith("agent:"))) {
    return `blocked: ${task.blocked ?? "no reason given"}`;
  }
  if (task.status === "review") return "waiting for a verdict";
  const isHuman = task.owner?.startsWith("human:") === true;
  return isHuman && task.status === "assigned" ? `assigned to ${task.owner}, not started` : null;
}

/** New since the day began, known before, and resolved since: the gravest first of each. */
function alertsOn({ data, date, zone = "UTC", config = Config.parse({}) }: ReportInput) {
  const alerts = Object.fromEntries(data.alerts.items.map((alert) => [alert.id, alert]));
  const dayBefore = new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
  const { fresh, standing, resolved } = digestOf(alerts, config, deadlineInstant(dayBefore, zone));
  const as = (state: Report["alerts"][number]["state"]) => (alert: AlertState) => {
    const { id, severity, title, opened_at, entity_type, resolved_at, acknowledged } = alert;
    const isOpen = entity_type !== "task" && resolved_at === null && acknowledged === null;
    const ack = isOpen ? { ack: ackWords(alert) } : {};
    return { id, severity, title, opened_at, ...ack, state };
  };
  return [...fresh.map(as("new")), ...standing.map(as("still")), ...resolved.map(as("resolved"))];
}

function movedOn(input: ReportInput): Report["moved"] {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: input.zone ?? "UTC" });
  return (input.events ?? input.data.events.items)
    .filter(
      (event) =>
        movements.test(event.type) && day.format(Date.parse(event.timestamp)) === input.date,
    )
    .toSorted((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp))
    .map((event) => ({ at: event.timestamp, entity_id: event.entity_id, message: event.message }));
}

function findFine(data: Data, audit: AuditState | null): string[] {
  const fine: string[] = [];
  const { summary } = data;
  if (summary.alerts.open === 0) fine.push("No open alerts");
  if (summary.overdue === 0) {
    fine.push(`Nothing overdue, of ${summary.with_deadline} with a deadline`);
  }
  const seen = data.agents.items.filter((agent) => agent.health === "healthy").length;
  if (seen > 0) fine.push(`${seen} of ${data.agents.items.length} agents as desired`);
  const openTasks = data.tasks.items.filter((task) => canBeOverdue(task.status));
  const moving = openTasks.filter((task) => task.status === "active" && !task.overdue).length;
  if (moving > 0) fine.push(`${moving} tasks active and in time`);
  const routines = data.routines.items.filter((routine) => routine.health === "healthy").length;
  if (routines > 0) fine.push(`${routines} of ${data.routines.items.length} routines on schedule`);
  if (audit?.verdict === "healthy") fine.push("The page says what its data says");
  return fine;
}

/** What was not looked at again is still open: a check that could not judge mends nothing. */
function compareFindings(audit: AuditState | null, previous: Report | null): Report["findings"] {
  const before = previous === null ? [] : [...previous.findings.new, ...previous.findings.still];
  if (audit === null) return { new: [], still: before, fixed: [] };
  const known = new Set(before.map(identity));
  const now = new Set(audit.findings.map(identity));
  const gone = before.filter((finding) => !now.has(identity(finding)));
  const judged = (finding: Finding) => (audit.checks[finding.check] ?? "unknown") !== "unknown";
  return {
    new: audit.findings.filter((finding) => !known.has(identity(finding))),
    still: [
      ...audit.findings.filter((finding) => known.has(identity(finding))),
      ...gone.filter((finding) => !judged(finding)),
    ],
    fixed: gone.filter(judged),
  };
}

function identity(finding: Finding): string {
  return `${finding.check}\n${finding.code}\n${finding.path ?? ""}`;
}
