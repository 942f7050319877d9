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

export { judgeTask, judgeWorld, settingsOf } from "./alerts/judge.ts";

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
  const told = pass({ now, policy, world }, unread, false);
  const before = Object.fromEntries(world.outbox);
  const outbox = new Map(Object.entries(settleOutbox(before, Object.fromEntries(told), now)));
  const context = { now, policy, world: { ...world, alerts: told, outbox } };
  return Object.fromEntries(pass(context, unreadWith(unread, told, outbox), true));
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

/** The alerts after the rules about messages, or all the others, have been heard. */
function pass(
  context: RuleContext,
  unread: ReadonlySet<string>,
  isOnMessages: boolean,
): Map<string, AlertState> {
  const { world, policy, now } = context;
  const alerts = new Map(world.alerts);
  const { standing, undecided } = observe(context, alerts, unread, isOnMessages);
  const isEnabled = new Map(rules.map((rule) => [rule.id, settingsOf(rule, policy).enabled]));

  for (const [id, alert] of alerts) {
    if ((alert.entity_type === "message") !== isOnMessages) continue;
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
      alerts.set(id, isOpen ? withAcknowledgement(seen, world.tasks.get(entity), policy) : seen);
    }
  }
  return alerts;
}

type Newest = Map<string, AlertState>;

/** Opens and updates what fires. Returns the ids of what fires, and of the open alerts that could not be judged. */
function observe(
  context: RuleContext,
  alerts: Map<string, AlertState>,
  unread: ReadonlySet<string>,
  isOnMessages: boolean,
): { readonly standing: ReadonlySet<string>; readonly undecided: ReadonlySet<string> } {
  const standing = new Set<string>();
  const undecided = new Set<string>();
  const open = openBySubject(alerts.values());
  const newest = newestOf(alerts.values());
  const isHeard = (rule: AnyRule) => (rule.about === "message") === isOnMessages;
  for (const judged of judgeWorld(context, isHeard)) {
    const { rule, entity, judgement } = judged;
    if (rule.kind !== "alert" || judgement.verdict === "silent" || unread.has(entity)) continue;
    if (judgement.verdict === "fires") {
      const alert = fired(judged, judgement, alerts, newest, context);
      alerts.set(alert.id, alert);
      standing.add(alert.id);
    } else if (!judgement.clears) {
      for (const id of open.get(rule.id)?.get(entity) ?? []) undecided.add(id);
    }
  }
  return { standing, undecided };
}

function fired(
  judged: Judged,
  judgement: Fires,
  alerts: ReadonlyMap<string, AlertState>,
  newest: Newest,
  context: RuleContext,
): AlertState {
  const { rule, entity } = judged;
  const last = newest.get(keyOf(rule.id, entity, judgement.cause));
  if (last !== undefined && isSameProblem(last, context.policy, context.now))
    return alertAfter(last, last.id, judged, judgement, context);
  const identity = `${rule.id}:${entity}:${judgement.cause}`;
  let number = last === undefined ? 1 : numberOf(last) + 1;
  const idOf = () => (number === 1 ? identity : `${identity}:${number}`);
  // The cause of another problem may end like the number of this one.
  while (alerts.has(idOf())) number++;
  return alertAfter(undefined, idOf(), judged, judgement, context);
}

/** The newest alert of each identity. Older ones are forgotten first, so their numbers need not begin at 1. */
function newestOf(alerts: Iterable<AlertState>): Newest {
  const newest: Newest = new Map();
  for (const alert of alerts) {
    const key = keyOf(alert.rule, alert.entity_id, alert.cause);
    const known = newest.get(key);
    if (known === undefined || numberOf(known) < numberOf(alert)) newest.set(key, alert);
  }
  return newest;
}

/** Different for different identities, which their ids alone are not: entities and causes may hold colons. */
function keyOf(rule: string, entity: string, cause: string): string {
  return `${rule} ${entity.length} ${entity} ${cause}`;
}

function numberOf({ id, rule, entity_id, cause }: AlertState): number {
  const identity = `${rule}:${entity_id}:${cause}`;
  return id === identity ? 1 : Number(id.slice(identity.length + 1));
}

/** Ids of the open alerts, by rule and by entity. */
function openBySubject(
  alerts: Iterable<AlertState>,
): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const open = new Map<string, Map<string, string[]>>();
  for (const { id, rule, entity_id, resolved_at } of alerts) {
    if (resolved_at !== null) continue;
    const ofRule = open.get(rule) ?? new Map<string, string[]>();
    open.set(rule, ofRule);
    ofRule.set(entity_id, [...(ofRule.get(entity_id) ?? []), id]);
  }
  return open;
}
