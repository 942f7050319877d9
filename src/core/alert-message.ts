import type { AlertState, Message, Severity } from "../schema/index.ts";

const priorityOf = {
  info: "low",
  warning: "normal",
  urgent: "high",
  critical: "critical",
} as const satisfies Record<Severity, Message["priority"]>;

/** The message by which the bus tells everybody of an alert: the same alert gives the same message, byte for byte. */
export function alertMessage(alert: AlertState): Message {
  const { id, rule, severity, entity_type, entity_id, title, message, evidence } = alert;
  return {
    id,
    type: "urgent_alert",
    from: "mission-control",
    to: "broadcast",
    timestamp: alert.opened_at,
    priority: priorityOf[severity],
    data: { rule, severity, entity_type, entity_id, title, message, evidence },
    requires_ack: true,
    correlation_id: id,
    expires_at: null,
    version: 1,
  };
}
