import { canBeOverdue, isOverdue } from "../core/deadline.ts";
import { worldOf } from "../core/world.ts";
import { modes, severities } from "../schema/index.ts";
import type {
  AlertState,
  Data,
  DataTask,
  Event,
  Finding,
  OutputState,
  State,
  Status,
  TaskState,
} from "../schema/index.ts";
import { judgeOverall, openAlerts } from "./health.ts";
import { findMismatches } from "./mismatches.ts";
import { hiddenAddress, ownOrigins, publishLocation, publishText } from "./publish.ts";
import { publishWorkstreams } from "./workstreams.ts";

export type DataOptions = {
  /** IANA zone in which a date-only deadline ends. */
  readonly zone?: string;
  /** Minutes after the end of its slot until a check-in is late; a quarter of an hour when left out. */
  readonly graceMinutes?: number;
};

const maxEvents = 50;
const maxResolvedAlerts = 20;
const maxOutputs = 30;
const maxAudits = 10;

/** What the dashboard reads, from the snapshot and the newest events. `now` is an instant in UTC. */
export function buildData(
  state: State,
  recent: readonly Event[],
  now: string,
  options: DataOptions = {},
): Data {
  const zone = options.zone ?? "UTC";
  const at = Date.parse(now);
  const own = ownOrigins(state);
  const tasks = Object.values(state.tasks)
    .toSorted((a, b) => a.repo.localeCompare(b.repo, "en") || a.number - b.number)
    .map((task) => publishTask(task, at, zone, own));
  const open = tasks.filter((task) => canBeOverdue(task.status));
  const withDeadline = open.filter((task) => task.due !== null).length;
  const mismatches = findMismatches(state);
  const overall = judgeOverall(state, mismatches);
  const alerts = openAlerts(state);
  const list = <T>(items: readonly T[]) => ({ as_of: now, items: [...items] });

  return {
    version: 1,
    repo: state.repo,
    generated_at: now,
    summary: {
      health: overall.health,
      why: publishText(overall.why, own),
      tasks: tasks.length,
      by_status: countByStatus(tasks),
      overdue: withDeadline === 0 ? null : open.filter((task) => task.overdue).length,
      with_deadline: withDeadline,
      untriaged_oldest: oldest(
        Object.values(state.tasks).filter((task) => task.status === "inbox"),
      ),
      alerts: {
        open: alerts.length,
        critical: alerts.filter((alert) => alert.severity === "critical").length,
        urgent: alerts.filter((alert) => alert.severity === "urgent").length,
      },
      mode: activeMode(Object.values(state.tasks)),
      cost_today: costOn(now.slice(0, 10), Object.values(state.tasks)),
    },
    mismatches,
    tasks: list(tasks),
    agents: list(
      byId(state.agents).map((agent) => ({
        ...agent,
        last_sign: agent.last_sign === null ? null : publishText(agent.last_sign, own),
      })),
    ),
    projects: list(byId(state.projects)),
    workstreams: list(
      publishWorkstreams(worldOf(state), at, {
        zone,
        graceMinutes: options.graceMinutes ?? 15,
        own,
      }),
    ),
    alerts: list(chooseAlerts(state).map((alert) => publishAlert(alert, own))),
    routines: list(byId(state.routines)),
    outputs: list(
      newest(Object.values(state.outputs), (output) => output.at, maxOutputs).map((o) =>
        publishOutput(o, own),
      ),
    ),
    audits: list(
      newest(Object.values(state.audits), (audit) => audit.at, maxAudits).map((audit) => ({
        ...audit,
        findings: audit.findings.map((finding) => publishFinding(finding, own)),
        screenshots: audit.screenshots.map((place) => publishLocation(place, own) ?? hiddenAddress),
      })),
    ),
    events: list(
      newest(recent, (event) => event.timestamp, maxEvents).map((event) => ({
        id: event.id,
        timestamp: event.timestamp,
        type: event.type,
        entity_id: event.entity_id,
        message: publishText(event.message, own),
      })),
    ),
  };
}

function publishTask(
  task: TaskState,
  now: number,
  zone: string,
  own: ReadonlySet<string>,
): DataTask {
  return {
    id: task.id,
    number: task.number,
    title: publishText(task.title, own),
    url: publishLocation(task.url, own) ?? "",
    status: task.status,
    since: task.since,
    kind: task.kind,
    priority: task.priority,
    domain: task.domain,
    risk: task.risk,
    project: task.project,
    owner: task.owner,
    due: task.due,
    overdue: isOverdue(task, now, zone),
    blocked: task.blocked === null ? null : publishText(task.blocked.reason, own),
    depends: [...task.depends],
  };
}

function publishAlert(alert: AlertState, own: ReadonlySet<string>): AlertState {
  return {
    ...alert,
    title: publishText(alert.title, own),
    message: publishText(alert.message, own),
    evidence: alert.evidence.map((line) => publishText(line, own)),
  };
}

function publishOutput(output: OutputState, own: ReadonlySet<string>): OutputState {
  return {
    ...output,
    title: publishText(output.title, own),
    location: publishLocation(output.location, own) ?? hiddenAddress,
  };
}

function publishFinding(finding: Finding, own: ReadonlySet<string>): Finding {
  const shown: Finding = { ...finding, message: publishText(finding.message, own) };
  if (finding.evidence) shown.evidence = finding.evidence.map((line) => publishText(line, own));
  if (typeof finding.expected === "string") shown.expected = publishText(finding.expected, own);
  if (typeof finding.actual === "string") shown.actual = publishText(finding.actual, own);
  return shown;
}

/** Tasks by status; every status is there. */
export function countByStatus(tasks: Iterable<Pick<DataTask, "status">>): Record<Status, number> {
  const counts = noCounts();
  for (const { status } of tasks) counts[status] += 1;
  return counts;
}

export function noCounts(): Record<Status, number> {
  return {
    inbox: 0,
    triaged: 0,
    planned: 0,
    assigned: 0,
    active: 0,
    blocked: 0,
    review: 0,
    done: 0,
    failed: 0,
    reverted: 0,
    archived: 0,
  };
}

function oldest(tasks: readonly TaskState[]): string | null {
  let first: string | null = null;
  for (const task of tasks) {
    if (first === null || Date.parse(task.since) < Date.parse(first)) first = task.since;
  }
  return first;
}

/** In US dollars, to the cent; null where nobody has ever said what anything cost: unknown, not zero. */
export function costOn(day: string, tasks: readonly TaskState[]): number | null {
  const costs = tasks.flatMap((task) => task.costs);
  if (costs.length === 0) return null;
  const today = costs.filter((cost) => cost.day === day);
  return Math.round(today.reduce((sum, { usd }) => sum + usd, 0) * 100) / 100;
}

/** The mode most of the active tasks are in; the first of the vocabulary when several are level. */
function activeMode(tasks: readonly TaskState[]): string | null {
  let best: string | null = null;
  let most = 0;
  for (const mode of modes) {
    const count = tasks.filter((task) => task.status === "active" && task.mode === mode).length;
    if (count > most) {
      best = mode;
      most = count;
    }
  }
  return best;
}

/** Every open alert, the most severe first, and the newest of the resolved ones. */
function chooseAlerts(state: State): readonly AlertState[] {
  const open = openAlerts(state).toSorted(
    (a, b) =>
      severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
      Date.parse(b.opened_at) - Date.parse(a.opened_at) ||
      a.id.localeCompare(b.id, "en"),
  );
  const resolved = Object.values(state.alerts).filter((alert) => alert.resolved_at !== null);
  return [
    ...open,
    ...newest(resolved, (alert) => alert.resolved_at ?? alert.opened_at, maxResolvedAlerts),
  ];
}

function byId<T extends { readonly id: string }>(
  entities: Readonly<Record<string, T>>,
): readonly T[] {
  return Object.values(entities).toSorted((a, b) => a.id.localeCompare(b.id, "en"));
}

function newest<T extends { readonly id: string }>(
  items: readonly T[],
  when: (item: T) => string,
  limit: number,
): readonly T[] {
  return items
    .map((item) => ({ item, at: Date.parse(when(item)) }))
    .sort((a, b) => b.at - a.at || a.item.id.localeCompare(b.item.id, "en"))
    .slice(0, limit)
    .map(({ item }) => item);
}
