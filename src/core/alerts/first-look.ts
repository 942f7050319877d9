import type { AlertState, Severity } from "../../schema/index.ts";
import { toInstant } from "../instant.ts";
import type { Policy } from "../policy.ts";
import { entityOf } from "../state/entities.ts";
import { resolved } from "./problem.ts";
import { byGravity } from "./severity.ts";
import { firstLookMark } from "./told.ts";

type Alerts = Readonly<Record<string, AlertState>>;

const rule = "first-look";
/** So many are named in one message: as many go out on their own. */
const named = 5;
const dayMs = 24 * 3_600_000;

export type FirstLook = {
  readonly before: Alerts;
  /** Whether this pass is the first to have read a task that was there before it. */
  readonly isFirst: (task: string) => boolean;
  readonly repo: string;
  readonly policy: Policy;
  readonly now: number;
};

/**
 * What had gone wrong long before anybody looked is told in one message, not in one each: the alerts stand, as told, and one
 * about all of them goes out in their place. It is resolved once it has gone out, or after a day.
 */
export function withFirstLook(alerts: Alerts, look: FirstLook): Alerts {
  const { before, isFirst, policy, now } = look;
  const settled = Object.fromEntries(
    Object.entries(alerts).map(([id, alert]) => [
      id,
      isOver(alert, now) ? resolved(alert, now) : alert,
    ]),
  );
  const old = Object.values(settled).filter(
    (alert) =>
      alert.entity_type === "task" &&
      alert.resolved_at === null &&
      entityOf(before, alert.id) === undefined &&
      isTold(alert.severity, policy) &&
      isFirst(alert.entity_id),
  );
  if (old.length <= named) return settled;
  const marked = old.map((alert) => [alert.id, { ...alert, delivered: [firstLookMark] }]);
  const summary = summaryOf(old.toSorted(byGravity), look);
  return { ...settled, ...Object.fromEntries(marked), [summary.id]: summary };
}

/** Whether anybody would hear of it on its own. */
function isTold(severity: Severity, { config }: Policy): boolean {
  return config.alerts.routes[severity].some((to) => to !== "digest");
}

function isOver(alert: AlertState, now: number): boolean {
  if (alert.rule !== rule || alert.resolved_at !== null) return false;
  return alert.delivered.length > 0 || now - Date.parse(alert.opened_at) > dayMs;
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
