import type { AlertState, OutboxMessage, Severity } from "../../schema/index.ts";
import type { Policy } from "../policy.ts";
import { entityOf } from "../state/entities.ts";
import { isMiss, needsRetry, tellingMisses, unansweredIn } from "./ack.ts";
import { messageFor, type Outbox } from "./outbox.ts";
import { quietUntil } from "./quiet.ts";
import { isTold } from "./told.ts";

export type Delivery = {
  readonly alert: AlertState;
  readonly channel: string;
  /** As it is in the outbox, or as it is queued there before it goes out for the first time. */
  readonly message: OutboxMessage;
};

export type Deliveries = {
  readonly send: readonly Delivery[];
  /** Milliseconds since the epoch at which what the quiet hours hold back goes out; null: nothing waits. */
  readonly nextAt: number | null;
};

/**
 * What has to go out on channels at `now`: every announcement of an alert once on each channel its severity is routed to,
 * and once more as often as a missing acknowledgement asks for. Nothing goes out that is resolved, acknowledged, or
 * flapping and without its cause for the moment. Comments and the daily report are not sent: they show what stands.
 */
export function deliveriesDue(
  alerts: Readonly<Record<string, AlertState>>,
  policy: Policy,
  now: number,
  outbox: Outbox = {},
): Deliveries {
  const send: Delivery[] = [];
  const ends = new Map<Severity, number | null>();
  let nextAt: number | null = null;
  for (const delivery of [
    ...announcements(alerts, policy, now, outbox),
    ...retries(alerts, policy, now, outbox),
  ]) {
    const { severity } = delivery.alert;
    const known = ends.get(severity);
    const until = known === undefined ? quietUntil(policy, severity, now) : known;
    ends.set(severity, until);
    if (until === null) send.push(delivery);
    else nextAt = until;
  }
  return { send, nextAt };
}

function* announcements(
  alerts: Readonly<Record<string, AlertState>>,
  policy: Policy,
  now: number,
  outbox: Outbox,
): Generator<Delivery> {
  const telling = tellingMisses(Object.values(alerts), outbox);
  for (const alert of Object.values(alerts)) {
    if (!isWanted(alert) || (isMiss(alert) && !telling.has(alert.id))) continue;
    for (const channel of channelsFor(alert, policy)) {
      if (isTold(alert, channel)) continue;
      yield { alert, channel, message: messageFor(alert, channel, outbox, now) };
    }
  }
}

function* retries(
  alerts: Readonly<Record<string, AlertState>>,
  policy: Policy,
  now: number,
  outbox: Outbox,
): Generator<Delivery> {
  const unanswered = unansweredIn(alerts);
  for (const message of Object.values(outbox)) {
    if (!unanswered.has(message.id) || !needsRetry(message, policy, now)) continue;
    const alert = message.alert === null ? undefined : entityOf(alerts, message.alert);
    if (alert === undefined || !isWanted(alert)) continue;
    if (!channelsFor(alert, policy).includes(message.channel)) continue;
    // An announcement that is still to come there tells of it better.
    if (isTold(alert, message.channel)) yield { alert, channel: message.channel, message };
  }
}

function isWanted(alert: AlertState): boolean {
  return alert.resolved_at === null && alert.acknowledged === null && alert.calm_since === null;
}

function channelsFor({ severity }: AlertState, policy: Policy): readonly string[] {
  const route = policy.config.alerts.routes[severity];
  return [...new Set(route)].filter((to) => to !== "comment" && to !== "digest");
}
