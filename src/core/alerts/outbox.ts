import type { AlertState, OutboxMessage } from "../../schema/index.ts";
import { toInstant } from "../instant.ts";
import { entityOf } from "../state/entities.ts";
import { isMiss, tellingMisses } from "./ack.ts";
import { isGraver } from "./severity.ts";
import { isToldAs } from "./told.ts";

export type Outbox = Readonly<Record<string, OutboxMessage>>;

const dayMs = 24 * 3_600_000;
/** How long a message is kept after its end: it was acknowledged, or nobody has to any more. */
const keepMs = 30 * dayMs;
const maxText = 500;

/** The message that tells of an alert as it is now on one channel: the one in the outbox, or a new one, queued. */
export function messageFor(
  alert: AlertState,
  channel: string,
  outbox: Outbox,
  now: number,
): OutboxMessage {
  const { severity, announced } = alert;
  const again = announced.times === 1 ? "" : `@${announced.times}`;
  const id = `${alert.id}:${channel}:${severity}${again}`;
  const known = entityOf(outbox, id);
  if (known !== undefined && known.sent_at !== null) return known;
  return {
    id,
    alert: alert.id,
    channel,
    to: [...alert.to],
    severity,
    text: cut(`${alert.title}\n${alert.message}`),
    queued_at: known?.queued_at ?? toInstant(now),
    sent_at: null,
    last_sent_at: null,
    requires_ack: needsAck(alert),
    acked_at: null,
    attempts: 0,
    escalated_at: null,
  };
}

/** No character is cut in two. */
function cut(text: string): string {
  return text.length <= maxText ? text : [...text].slice(0, maxText).join("");
}

/**
 * What tells the next sending of a message from every other, on every host and for as long as any store remembers. An
 * alert that was forgotten may come back under its old id; never in the same 30 days.
 */
export function sendingId({ opened_at }: AlertState, { id, attempts }: OutboxMessage): string {
  return `${id}~${Math.floor(Date.parse(opened_at) / keepMs)}.${attempts + 1}`;
}

/** The outbox once a message has gone out: an earlier one that told of the same alert there needs no acknowledgement. */
export function withSent(outbox: Outbox, message: OutboxMessage, now: number): Outbox {
  const earlier = Object.values(outbox).filter(
    ({ id, alert, channel }) =>
      alert === message.alert && channel === message.channel && id !== message.id,
  );
  const { attempts, sent_at } = message;
  const at = toInstant(now);
  const times = { sent_at: sent_at ?? at, last_sent_at: at, attempts: attempts + 1 };
  return {
    ...outbox,
    ...Object.fromEntries(earlier.map((one) => [one.id, { ...one, requires_ack: false }])),
    [message.id]: { ...message, ...times },
  };
}

/**
 * The outbox as the alerts have it: acknowledged with them; no acknowledgement needed once they are resolved, less than
 * urgent, or graver than the message says; escalated when
 * the alert about the missing acknowledgement went out as an urgent one. What ended 30 days ago is forgotten.
 */
export function settleOutbox(
  outbox: Outbox,
  alerts: ReadonlyMap<string, AlertState>,
  now: number,
): Outbox {
  const escalated = escalatedIn(outbox, alerts);
  const after: [string, OutboxMessage][] = [];
  for (const [id, message] of Object.entries(outbox)) {
    const alert = message.alert === null ? undefined : alerts.get(message.alert);
    const settled = settle(message, alert, escalated, now);
    if (!isOver(settled, alert, now)) after.push([id, settled]);
  }
  return Object.fromEntries(after);
}

function settle(
  message: OutboxMessage,
  alert: AlertState | undefined,
  escalated: ReadonlySet<string>,
  now: number,
): OutboxMessage {
  if (alert === undefined || message.sent_at === null || message.acked_at !== null) return message;
  if (alert.acknowledged !== null) return { ...message, acked_at: alert.acknowledged.at };
  // What is graver by now is announced anew, and that is what has to be acknowledged.
  const isPast = isGraver(alert.severity, message.severity) || !needsAck(alert);
  if (alert.resolved_at !== null || isPast) return { ...message, requires_ack: false };
  const isDue = message.requires_ack && message.escalated_at === null && escalated.has(alert.id);
  return isDue ? { ...message, escalated_at: toInstant(now) } : message;
}

/** Ids of the alerts of whose missing acknowledgement somebody has been told urgently. */
function escalatedIn(outbox: Outbox, alerts: ReadonlyMap<string, AlertState>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const id of tellingMisses(alerts.values(), outbox)) {
    const miss = alerts.get(id);
    const about = entityOf(outbox, miss?.entity_id ?? "")?.alert ?? null;
    if (miss !== undefined && about !== null && isToldAs(miss, "urgent")) ids.add(about);
  }
  return ids;
}

/** Whoever misses an acknowledgement is told once: the word of that needs none, or it would never end. */
export function needsAck(alert: AlertState): boolean {
  return !isGraver("urgent", alert.severity) && !isMiss(alert);
}

function isOver(message: OutboxMessage, alert: AlertState | undefined, now: number): boolean {
  const end = endOf(message, alert);
  return end !== null && now - Date.parse(end) > keepMs;
}

/** null: somebody still has to acknowledge it, or it has not gone out yet. */
function endOf(message: OutboxMessage, alert: AlertState | undefined): string | null {
  if (message.acked_at !== null) return message.acked_at;
  if (message.alert !== null && alert === undefined) return message.sent_at ?? message.queued_at;
  if (message.sent_at === null) return alert?.acknowledged?.at ?? alert?.resolved_at ?? null;
  return message.requires_ack ? null : message.sent_at;
}
