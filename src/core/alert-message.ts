import { ackWords } from "./alerts/ack-words.ts";
import type { AlertState, Message, Severity } from "../schema/index.ts";

const priorityOf = {
  info: "low",
  warning: "normal",
  urgent: "high",
  critical: "critical",
} as const satisfies Record<Severity, Message["priority"]>;

/** One going-out of an alert on one channel: `id` tells it from every other; `attempt` counts from 1. */
export type Sending = {
  readonly id: string;
  readonly attempt: number;
  readonly requiresAck: boolean;
};

/**
 * The message by which the bus tells everybody of an alert: the same sending of the same alert gives the same message, byte
 * for byte. All messages about one alert have its id to correlate them.
 */
export function alertMessage(alert: AlertState, sending = firstSending(alert)): Message {
  const { rule, severity, entity_type, entity_id, title, message, evidence, to } = alert;
  const { id, attempt, requiresAck } = sending;
  return {
    id,
    type: "urgent_alert",
    from: "mission-control",
    to: "broadcast",
    timestamp: alert.announced.at,
    priority: priorityOf[severity],
    data: {
      rule,
      severity,
      entity_type,
      entity_id,
      title,
      message,
      evidence,
      to,
      attempt,
      ack: ackWords(alert),
    },
    requires_ack: requiresAck,
    correlation_id: alert.id,
    expires_at: null,
    version: 1,
  };
}

function firstSending({ id }: AlertState): Sending {
  return { id, attempt: 1, requiresAck: true };
}
