import type { AlertState, OutboxMessage } from "../../schema/index.ts";
import type { Policy } from "../policy.ts";
import { minutesMs } from "../rules/span.ts";
import { entityOf } from "../state/entities.ts";
import { rankOf } from "./severity.ts";

const rule = "ack-missed";

/**
 * Whether a message that nobody has acknowledged goes out once more: when it last did `minutes` ago, `retries` times, and
 * it is not to be escalated instead.
 */
export function needsRetry(message: OutboxMessage, policy: Policy, now: number): boolean {
  const { requires_ack, last_sent_at, acked_at, escalated_at, attempts } = message;
  if (!requires_ack || acked_at !== null || escalated_at !== null || last_sent_at === null)
    return false;
  const { minutes, retries } = policy.config.rules.ack_missed;
  if (attempts > retries || now >= escalatesAt(message, last_sent_at, policy)) return false;
  return now >= Date.parse(last_sent_at) + minutesMs(minutes);
}

/**
 * Milliseconds since the epoch from which a message is escalated: `minutes` after it last really went out, once it has gone
 * out again `retries` times. Where that does not happen, as on a channel that is dead or when the tick is late, two
 * intervals of the tick later.
 */
export function escalatesAt(
  { attempts }: Pick<OutboxMessage, "attempts">,
  lastSent: string,
  { config }: Policy,
): number {
  const { minutes, retries } = config.rules.ack_missed;
  const answered = Date.parse(lastSent) + minutesMs(minutes);
  return attempts > retries ? answered : answered + minutesMs(2 * config.tick.every_minutes);
}

/** Ids of the messages that the rule says nobody has answered. */
export function unansweredIn(alerts: Readonly<Record<string, AlertState>>): ReadonlySet<string> {
  const ids = Object.values(alerts).filter((alert) => isOpenMiss(alert));
  return new Set(ids.map(({ entity_id }) => entity_id));
}

/**
 * Ids of the alerts about missed acknowledgements that may be told on channels: one for each alert that nobody answers,
 * however many channels it went out on. The one that was told already, else the gravest.
 */
export function tellingMisses(
  alerts: Iterable<AlertState>,
  outbox: Readonly<Record<string, OutboxMessage>>,
): ReadonlySet<string> {
  const chosen = new Map<string, AlertState>();
  for (const alert of alerts) {
    if (!isOpenMiss(alert)) continue;
    const about = entityOf(outbox, alert.entity_id)?.alert ?? alert.entity_id;
    const known = chosen.get(about);
    if (known === undefined || goesFirst(alert, known)) chosen.set(about, alert);
  }
  return new Set([...chosen.values()].map(({ id }) => id));
}

export function isMiss(alert: AlertState): boolean {
  return alert.rule === rule;
}

function isOpenMiss(alert: AlertState): boolean {
  return isMiss(alert) && alert.resolved_at === null;
}

function goesFirst(one: AlertState, other: AlertState): boolean {
  const told = Number(one.delivered.length > 0) - Number(other.delivered.length > 0);
  const graver = rankOf(one.severity) - rankOf(other.severity);
  return (told || graver || (one.id < other.id ? 1 : -1)) > 0;
}
