import { type Delivery, deliveriesDue } from "../core/alerts/due.ts";
import { type Outbox, sendingId, settleOutbox, withSent } from "../core/alerts/outbox.ts";
import { markOf } from "../core/alerts/told.ts";
import type { Alerts } from "../core/alerts.ts";
import type { Policy } from "../core/policy.ts";
import type { Channel, Claim, Claims, Log } from "../ports.ts";

export type Told = { readonly alerts: Alerts; readonly outbox: Outbox };

export type DeliveredAlerts = Told & {
  readonly sent: readonly {
    readonly alert: string;
    readonly channel: string;
    readonly reference: string;
  }[];
  readonly failed: readonly {
    readonly alert: string;
    readonly channel: string;
    readonly error: string;
  }[];
};

export type DeliveryContext = {
  readonly policy: Policy;
  readonly channels: readonly Channel[];
  readonly claims: Claims;
  readonly log: Log;
};

const ttlMs = 120_000;

/**
 * Sends what is due at `now` (milliseconds since the epoch) on the channels that there are. What is sent is written down in
 * the alert and in the outbox; a channel that fails is tried again at the next tick and holds up nobody else.
 */
export async function deliverAlerts(
  before: Told,
  now: number,
  context: DeliveryContext,
): Promise<DeliveredAlerts> {
  const alerts = new Map(Object.entries(before.alerts));
  let outbox = settleOutbox(before.outbox, alerts, now);
  const sent: { alert: string; channel: string; reference: string }[] = [];
  const failed: { alert: string; channel: string; error: string }[] = [];
  for (const delivery of deliveriesDue(before.alerts, context.policy, now, outbox).send) {
    const channel = context.channels.find(({ name }) => name === delivery.channel);
    if (channel === undefined) continue;
    const { message } = delivery;
    const { id } = delivery.alert;
    const outcome = await send(delivery, channel, context);
    if (outcome.kind === "sent") {
      outbox = withSent(outbox, message, now);
      const alert = alerts.get(id) ?? delivery.alert;
      const delivered = new Set([...alert.delivered, markOf(alert, channel.name)]);
      alerts.set(id, { ...alert, delivered: [...delivered] });
      sent.push({ alert: id, channel: channel.name, reference: outcome.reference });
    } else if (outcome.kind === "failed") {
      outbox = { ...outbox, [message.id]: message };
      failed.push({ alert: id, channel: channel.name, error: outcome.error });
    }
  }
  return {
    alerts: Object.fromEntries(alerts),
    outbox: settleOutbox(outbox, alerts, now),
    sent,
    failed,
  };
}

type Outcome =
  | { readonly kind: "sent"; readonly reference: string }
  | { readonly kind: "failed"; readonly error: string }
  | { readonly kind: "elsewhere" };

async function send(
  { alert, message }: Delivery,
  channel: Channel,
  { claims, log }: DeliveryContext,
): Promise<Outcome> {
  const { id: about } = alert;
  const id = sendingId(alert, message);
  let claim: Claim | null = null;
  try {
    claim = await claims.acquire({ kind: "alert", id, channel: channel.name }, ttlMs);
    if (claim === null) return { kind: "elsewhere" };
    const { attempts, requires_ack: requiresAck } = message;
    const { reference } = await channel.send(alert, { id, attempt: attempts + 1, requiresAck });
    await finish(claim, "done", about, log);
    return { kind: "sent", reference };
  } catch (thrown) {
    if (claim !== null) await finish(claim, "free", about, log);
    const error = wordsOf(thrown);
    log.error("an alert could not be sent", { alert: about, channel: channel.name, error });
    return { kind: "failed", error };
  }
}

/** What was sent was sent, whatever becomes of the claim. */
async function finish(
  claim: Claim,
  outcome: "done" | "free",
  alert: string,
  log: Log,
): Promise<void> {
  try {
    await claim.release(outcome);
  } catch (thrown) {
    log.error("the claim on an alert could not be released", { alert, error: wordsOf(thrown) });
  }
}

function wordsOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
