import type { Channel, Claims, Log } from "../ports.ts";
import type { AlertState } from "../schema/index.ts";

export type DeliveredAlerts = {
  readonly alerts: Record<string, AlertState>;
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

const ttlMs = 120_000;

/**
 * Sends every open urgent or critical alert on every channel that has not had it. What is sent is written down in the
 * alert; a channel that fails is tried again at the next tick and holds up nobody else.
 */
export async function deliverAlerts(
  alerts: Readonly<Record<string, AlertState>>,
  channels: readonly Channel[],
  claims: Claims,
  log: Log,
): Promise<DeliveredAlerts> {
  const after: [string, AlertState][] = [];
  const sent: { alert: string; channel: string; reference: string }[] = [];
  const failed: { alert: string; channel: string; error: string }[] = [];
  for (const [id, alert] of Object.entries(alerts)) {
    const delivered = [...alert.delivered];
    for (const channel of due(alert, channels)) {
      const claim = await claims.acquire({ kind: "alert", id, channel: channel.name }, ttlMs);
      if (claim === null) continue;
      try {
        const { reference } = await channel.send(alert);
        delivered.push(channel.name);
        sent.push({ alert: id, channel: channel.name, reference });
        await claim.release("done");
      } catch (error) {
        await claim.release("free");
        const message = error instanceof Error ? error.message : String(error);
        failed.push({ alert: id, channel: channel.name, error: message });
        log.error("an alert could not be sent", {
          alert: id,
          channel: channel.name,
          error: message,
        });
      }
    }
    after.push([id, { ...alert, delivered }]);
  }
  return { alerts: Object.fromEntries(after), sent, failed };
}

function due(alert: AlertState, channels: readonly Channel[]): readonly Channel[] {
  if (alert.resolved_at !== null) return [];
  if (alert.severity !== "urgent" && alert.severity !== "critical") return [];
  return channels.filter(({ name }) => !alert.delivered.includes(name));
}
