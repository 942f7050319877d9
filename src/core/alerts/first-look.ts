import type { AlertState, Severity } from "../../schema/index.ts";
import { toInstant } from "../instant.ts";
import type { Policy } from "../policy.ts";
import { entityOf } from "../state/entities.ts";
import { needsAck } from "./outbox.ts";
import { resolved } from "./problem.ts";
import { byGravity } from "./severity.ts";
import { firstLookMark } from "./told.ts";

type Alerts = Readonly<Record<string, AlertState>>;

const rule = firstLookMark;
/** So many are named in one message: as many go out on their own. */
const named = 5;
const dayMs = 24 * 3_600_000;

export type FirstLook = {
  readonly before: Alerts;
  /** Whether this pass is the first to have read a task that was there before it. */
  readonly isFirst: (task: string) => boolean;
  /** Names of the channels that there are. */
  readonly channels: ReadonlySet<string>;
  readonly repo: string;
  readonly policy: Policy;
  readonly now: number;
};

/**
 * What had gone wrong long before anybody looked is told in one message, not in one each: the alerts stand, as told, and one
 * about all of them goes out in their place. A critical one goes out on its own, and so does all that no channel would carry.
 */
export function withFirstLook(alerts: Alerts, look: FirstLook): Alerts {
  const { before, isFirst } = look;
  const settled = settle(alerts, look.now);
  const old = Object.values(settled).filter(
    (alert) =>
      alert.entity_type === "task" &&
      alert.resolved_at === null &&
      entityOf(before, alert.id) === undefined &&
      isCarried(alert.severity, look) &&
      isFirst(alert.entity_id),
  );
  if (old.length <= named) return settled;
  const marked = old.map((alert) => [alert.id, { ...alert, delivered: [firstLookMark] }]);
  const summary = summaryOf(old.toSorted(byGravity), look);
  return { ...settled, ...Object.fromEntries(marked), [summary.id]: summary };
}

function isCarried(severity: Severity, { policy, channels }: FirstLook): boolean {
  const route = policy.config.alerts.routes[severity];
  return severity !== "critical" && route.some((to) => channels.has(to));
}

/**
 * The message about all of them is over once it is acknowledged, or has gone out where nobody has to acknowledge it, or when
 * nothing that it tells of is left. When it could not go out for a day, each of them does on its own.
 */
function settle(alerts: Alerts, now: number): Alerts {
  let after = alerts;
  for (const summary of Object.values(alerts)) {
    if (summary.rule !== rule || summary.resolved_at !== null) continue;
    const about = Object.values(alerts).filter((alert) => isAbout(summary, alert));
    const isUntold = summary.acknowledged === null && summary.delivered.length === 0;
    if (about.length === 0 || (isUntold ? isLate(summary, now) : !isAwaited(summary))) {
      const told = isUntold ? about.map((alert) => [alert.id, { ...alert, delivered: [] }]) : [];
      after = { ...after, ...Object.fromEntries(told), [summary.id]: resolved(summary, now) };
    }
  }
  return after;
}

/** They were opened in the pass that made the message. */
function isAbout(summary: AlertState, { opened_at, resolved_at, delivered }: AlertState): boolean {
  const isOpen = opened_at === summary.opened_at && resolved_at === null;
  return isOpen && delivered.includes(firstLookMark);
}

function isLate({ opened_at }: AlertState, now: number): boolean {
  return now - Date.parse(opened_at) > dayMs;
}

function isAwaited(summary: AlertState): boolean {
  return needsAck(summary) && summary.acknowledged === null;
}

/** `old` are sorted by gravity. */
function summaryOf(old: readonly AlertState[], { repo, now }: FirstLook): AlertState {
  const at = toInstant(now);
  const severity = old[0]?.severity ?? "info";
  const counts = [...Map.groupBy(old, (alert) => alert.rule)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([id, { length }]) => `${id} ${length}`);
  const gravest = old.slice(0, named);
  return {
    id: `${rule}:${repo}:${at}`,
    rule,
    cause: at,
    entity_type: "room",
    entity_id: repo,
    severity,
    title: `${old.length} alerts opened on the first look`,
    message: `By rule: ${counts.join(", ")}. The gravest: ${gravest.map(({ title }) => title).join("; ")}.`,
    evidence: [...new Set(gravest.flatMap(({ evidence }) => evidence.slice(0, 1)))],
    to: ["orchestrator", "operator"],
    opened_at: at,
    resolved_at: null,
    acknowledged: null,
    announced: { at, severity, peak: severity, times: 1 },
    flaps: [],
    calm_since: null,
    delivered: [],
  };
}
