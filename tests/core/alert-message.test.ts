import { expect, test } from "vitest";
import { alertMessage } from "../../src/core/alert-message.ts";
import { Message, severities } from "../../src/schema/index.ts";
import { sampleAlert } from "../sample-alert.ts";

test("an alert is told to everybody with all there is to it, and asks for an answer", () => {
  const alert = sampleAlert();
  const message = alertMessage(alert);
  expect(Message.parse(message)).toEqual(message);
  expect(message).toEqual({
    id: alert.id,
    type: "urgent_alert",
    from: "mission-control",
    to: "broadcast",
    timestamp: alert.announced.at,
    priority: "high",
    data: {
      rule: alert.rule,
      severity: "urgent",
      entity_type: "task",
      entity_id: "acme/shop#12",
      title: alert.title,
      message: alert.message,
      evidence: alert.evidence,
      to: alert.to,
      attempt: 1,
      ack: "/ack",
    },
    requires_ack: true,
    correlation_id: alert.id,
    expires_at: null,
    version: 1,
  });
});

test("a further sending has an id of its own and keeps what correlates it", () => {
  const alert = sampleAlert();
  const message = alertMessage(alert, { id: "again", attempt: 2, requiresAck: false });
  expect(message).toMatchObject({ id: "again", correlation_id: alert.id, requires_ack: false });
  expect(message.data).toMatchObject({ attempt: 2 });
});

test("the graver an alert, the higher its priority", () => {
  const priorities = severities.map((severity) => alertMessage(sampleAlert({ severity })).priority);
  expect(priorities).toEqual(["low", "normal", "high", "critical"]);
});
