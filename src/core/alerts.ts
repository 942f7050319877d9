import type { AlertState } from "../schema/index.ts";
import { type Judged, judgeWorld, settingsOf } from "./alerts/judge.ts";
import { settleOutbox } from "./alerts/outbox.ts";
import {
  alertAfter,
  type Fires,
  isSameProblem,
  resolved,
  withAcknowledgement,
  withoutCause,
} from "./alerts/problem.ts";
import type { Policy } from "./policy.ts";
import type { AnyRule, RuleContext } from "./rules/rule.ts";
import { rules } from "./rules/table.ts";
import type { World } from "./world.ts";

export { judgeTask, settingsOf } from "./alerts/judge.ts";

export type Alerts = Readonly<Record<string, AlertState>>;

/** How long a resolved alert is remembered. */
const keepMs = 30 * 24 * 3_600_000;

/**
 * The alerts that stand at `now` (milliseconds since the epoch), by id. The world holds all there is: an alert on an entity
 * that is not there has lost its cause. Nothing is opened, resolved or acknowledged on entities in `unread`, which could not
 * be read again, and nothing is resolved that its rule cannot judge. An alert whose rule is switched off is resolved.
 * Resolved alerts stay for 30 days; alerts of other rules pass through. Doing it again at the same instant changes nothing.
 *
 * Messages come last: whether one is still to be acknowledged is for the alert it tells of to say, as it is by now.
 */
export function alertsFor(
  world: World,
  policy: Policy,
  now: number,
  unread: ReadonlySet<string> = new Set(),
): Alerts {
  const alerts = new Map(world.alerts);
  hear({ now, policy, world }, alerts, unread, false);
  const settled = settleOutbox(Object.fromEntries(world.outbox), alerts, now);
  const outbox = new Map(Object.entries(settled));
  const context = { now, policy, world: { ...world, alerts, outbox } };
  hear(context, alerts, unreadWith(unread, alerts, outbox), true);
  return Object.fromEntries(alerts);
}

/** What could not be read, and the messages that tell of it: who has acknowledged them is not known. */
function unreadWith(
  unread: ReadonlySet<string>,
  alerts: World["alerts"],
  outbox: World["outbox"],
): ReadonlySet<string> {
  const all = new Set(unread);
  for (const { id, alert } of outbox.values()) {
    const about = alert === null ? undefined : alerts.get(alert)?.entity_id;
    if (about !== undefined && unread.has(about)) all.add(id);
  }
  return all;
}

/** Brings the alerts up to what the rules about messages say, or all the others. */
function hear(
  context: RuleContext,
  alerts: Map<string, AlertState>,
  unread: ReadonlySet<string>,
  isOnMessages: boolean,
): void {
  const { world, policy, now } = context;
  const { standing, undecided } = observe(context, alerts, unread, isOnMessages);
  const isEnabled = new Map(rules.map((rule) => [rule.id, settingsOf(rule, policy).enabled]));

  for (const [id, alert] of alerts) {
    if (isOnMessage(alert) !== isOnMessages) continue;
    const enabled = isEnabled.get(alert.rule);
    const { entity_id: entity } = alert;
    if (alert.resolved_at !== null) {
      if (now - Date.parse(alert.resolved_at) > keepMs) alerts.delete(id);
    } else if (enabled === false) {
      alerts.set(id, resolved(alert, now));
    } else if (!unread.has(entity)) {
      const isSettled = enabled === undefined || standing.has(id) || undecided.has(id);
      const seen = isSettled ? alert : withoutCause(alert, policy, now);
      const isOpen = seen.resolved_at === null;
      const after = isOpen ? withAcknowledgement(seen, world, policy) : seen;
      if (after !== alert) alerts.set(id, after);
    }
  }
}

function isOnMessage({ entity_type }: AlertState): boolean {
  return entity_type === "message";
}

/** Opens and updates what fires. Returns the ids of what fires, and of the open alerts that could not be judged. */
function observe(
  context: RuleContext,
  alerts: Map<string, AlertState>,
  unread: ReadonlySet<string>,
  isOnMessages: boolean,
): { readonly standing: ReadonlySet<string>; readonly undecided: ReadonlySet<string> } {
  const standing = new Set<string>();
  const undecided = new Set<string>();
  const earlier = bySubject(alerts.values(), isOnMessages);
  const opensAlerts = ({ kind, about }: AnyRule) =>
    kind === "alert" && (about === "message") === isOnMessages;
  judgeWorld(context, opensAlerts, (judged) => {
    const { rule, entity, judgement } = judged;
    if (judgement.verdict === "silent" || unread.has(entity)) return;
    const known = earlier.get(rule.id)?.get(entity) ?? [];
    if (judgement.verdict === "fires") {
      const alert = fired(judged, judgement, known, alerts, context);
      alerts.set(alert.id, alert);
      standing.add(alert.id);
    } else if (!judgement.clears) {
      for (const { id, resolved_at } of known) if (resolved_at === null) undecided.add(id);
    }
  });
  return { standing, undecided };
}

/** `known` are the alerts that its rule had opened on its entity before, for whatever cause. */
function fired(
  judged: Judged,
  judgement: Fires,
  known: readonly AlertState[],
  alerts: ReadonlyMap<string, AlertState>,
  context: RuleContext,
): AlertState {
  const { rule, entity } = judged;
  const last = newest(known, judgement.cause);
  if (last !== undefined && isSameProblem(last, context.policy, context.now))
    return alertAfter(last, last.id, judged, judgement, context);
  const identity = `${rule.id}:${entity}:${judgement.cause}`;
  let number = last === undefined ? 1 : numberOf(last) + 1;
  let id = number === 1 ? identity : `${identity}:${number}`;
  // The cause of another problem may end like the number of this one.
  while (alerts.has(id)) id = `${identity}:${++number}`;
  return alertAfter(undefined, id, judged, judgement, context);
}

/** The newest of one cause. Older ones are forgotten first, so their numbers need not begin at 1. */
function newest(alerts: readonly AlertState[], cause: string): AlertState | undefined {
  let found: AlertState | undefined;
  for (const alert of alerts) {
    if (alert.cause !== cause) continue;
    if (found === undefined || numberOf(found) < numberOf(alert)) found = alert;
  }
  return found;
}

function numberOf({ id, rule, entity_id, cause }: AlertState): number {
  const identity = `${rule}:${entity_id}:${cause}`;
  return id === identity ? 1 : Number(id.slice(identity.length + 1));
}

type BySubject = ReadonlyMap<string, ReadonlyMap<string, readonly AlertState[]>>;

/** The alerts about messages, or all the others, by rule and by entity. */
function bySubject(alerts: Iterable<AlertState>, isOnMessages: boolean): BySubject {
  const found = new Map<string, Map<string, AlertState[]>>();
  for (const alert of alerts) {
    if (isOnMessage(alert) !== isOnMessages) continue;
    const ofRule = found.get(alert.rule) ?? new Map<string, AlertState[]>();
    found.set(alert.rule, ofRule);
    const known = ofRule.get(alert.entity_id);
    if (known === undefined) ofRule.set(alert.entity_id, [alert]);
    else known.push(alert);
  }
  return found;
}
