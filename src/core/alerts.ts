import type { AlertState, Config, TaskState } from "../schema/index.ts";
import { toInstant } from "./instant.ts";
import type { Judgement, RuleContext, TaskRule } from "./rules/rule.ts";
import { taskRules } from "./rules/table.ts";

export type Alerts = Readonly<Record<string, AlertState>>;

/** How long a resolved alert is remembered. */
const KEEP_MS = 30 * 24 * 3_600_000;

/** What every rule says of one task, for whoever asks why. */
export function judgeTask(
  task: TaskState,
  context: RuleContext,
): readonly { readonly rule: TaskRule; readonly judgement: Judgement }[] {
  return taskRules.map((rule) => ({ rule, judgement: rule.evaluate(task, context) }));
}

/**
 * The alerts that stand at `now` (milliseconds since the epoch), by id. `tasks` are all tasks there are: an alert on a
 * task that is not among them is resolved. Tasks in `unread` could not be read again, so nothing about them changes.
 * Resolved alerts stay for 30 days; alerts of other rules pass through.
 */
export function alertsFor(
  tasks: readonly TaskState[],
  previous: Alerts,
  policy: Config,
  now: number,
  unread: ReadonlySet<string> = new Set(),
): Alerts {
  const context = { now, zone: policy.timezone, policy };
  const alerts = new Map(Object.entries(previous));
  const standing = new Set<string>();
  const undecided = new Set<string>();

  for (const task of tasks) {
    if (unread.has(task.id)) continue;
    for (const { rule, judgement } of judgeTask(task, context)) {
      if (judgement.verdict === "cannot-judge" && !judgement.clears)
        undecided.add(`${rule.id} ${task.id}`);
      if (judgement.verdict !== "fires") continue;
      const id = currentId(`${rule.id}:${task.id}:${judgement.cause}`, alerts);
      alerts.set(id, opened(id, rule, task, judgement, alerts.get(id), now));
      standing.add(id);
    }
  }

  const known = new Set(taskRules.map((rule) => rule.id));
  for (const [id, alert] of alerts) {
    const settled =
      !known.has(alert.rule) ||
      standing.has(id) ||
      unread.has(alert.entity_id) ||
      undecided.has(`${alert.rule} ${alert.entity_id}`);
    if (alert.resolved_at === null && !settled)
      alerts.set(id, { ...alert, resolved_at: toInstant(now) });
    if (alert.resolved_at !== null && now - Date.parse(alert.resolved_at) > KEEP_MS)
      alerts.delete(id);
  }
  return Object.fromEntries(alerts);
}

/**
 * The same cause that comes back after it was resolved is a new problem with an id of its own: an id is delivered once
 * only, and a problem nobody hears of would be lost.
 */
function currentId(identity: string, alerts: ReadonlyMap<string, AlertState>): string {
  let id = identity;
  for (let time = 2; (alerts.get(id)?.resolved_at ?? null) !== null; time++)
    id = `${identity}:${time}`;
  return id;
}

function opened(
  id: string,
  rule: TaskRule,
  task: TaskState,
  judgement: Judgement & { readonly verdict: "fires" },
  before: AlertState | undefined,
  now: number,
): AlertState {
  return {
    id,
    rule: rule.id,
    severity: rule.severity,
    entity_type: "task",
    entity_id: task.id,
    title: judgement.title,
    message: judgement.why,
    evidence: [...judgement.evidence],
    opened_at: before?.opened_at ?? toInstant(now),
    resolved_at: null,
    delivered: before?.delivered ?? [],
  };
}
