import type { AlertState, OutboxMessage } from "../../schema/index.ts";
import type { Policy } from "../policy.ts";
import { rankOf } from "./severity.ts";

const rule = "ack-missed";

/**
 * Whether a message that nobody has acknowledged goes out once more: when it last did `minutes` ago, `retries` times. It is
 * escalated instead when the retries have had their time, also where a late tick left some of them out.
 */
export function needsRetry(message: OutboxMessage, policy: Policy, now: number): boolean {
  const { requires_ack, sent_at, last_sent_at, acked_at, escalated_at, attempts } = message;
  if (!requires_ack || acked_at !== null || escalated_at !== null) return false;
  if (sent_at === null || last_sent_at === null) return false;
  const { minutes, retries } = policy.config.rules.ack_missed;
  const wait = minutes * 60_000;
  if (attempts > retries || now >= Date.parse(sent_at) + wait * (retries + 1)) return false;
  return now >= Date.parse(last_sent_at) + wait;
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
  alerts: Readonly<Record<string, AlertState>>,
  outbox: Readonly<Record<string, OutboxMessage>>,
): ReadonlySet<string> {
  const messages = new Map(Object.entries(outbox));
  const chosen = new Map<string, AlertState>();
  for (const alert of Object.values(alerts)) {
    if (!isOpenMiss(alert)) continue;
    const about = messages.get(alert.entity_id)?.alert ?? alert.entity_id;
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
