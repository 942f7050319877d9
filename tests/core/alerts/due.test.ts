import { describe, expect, test } from "vitest";
import { deliveriesDue } from "../../../src/core/alerts/due.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { AlertState, OutboxMessage, Severity } from "../../../src/schema/index.ts";
import { sampleAlert } from "../../sample-alert.ts";
import { onlyRules } from "./only-rules.ts";

const noon = Date.parse("2026-11-21T12:00:00Z");
const night = Date.parse("2026-11-21T23:00:00Z");

function policyOf(alerts: object = {}): Policy {
  return onlyRules({ ack_missed: { enabled: true, minutes: 5, retries: 2 } }, { alerts });
}

function due(
  alerts: readonly AlertState[],
  now = noon,
  policy = policyOf(),
  outbox: readonly OutboxMessage[] = [],
): readonly string[] {
  const byId = Object.fromEntries(alerts.map((alert) => [alert.id, alert]));
  const messages = Object.fromEntries(outbox.map((message) => [message.id, message]));
  return deliveriesDue(byId, policy, now, messages).send.map(
    ({ alert, channel, message }) =>
      `${alert.entity_id.slice(10)} ${channel} ${message.severity} ${message.attempts}`,
  );
}

function graveAs(severity: Severity, peak = severity, first = severity): Partial<AlertState> {
  const at = "2026-11-21T00:00:00Z";
  return { severity, announced: { at, severity: first, peak, times: 1 } };
}

describe("what is due on channels", () => {
  test.each<[Severity, readonly string[]]>([
    ["info", []],
    ["warning", []],
    ["urgent", ["12 redis urgent 0", "12 telegram urgent 0"]],
    ["critical", ["12 redis critical 0", "12 telegram critical 0"]],
  ])("of a %s alert is what the default routes say", (severity, expected) => {
    expect(due([sampleAlert(graveAs(severity))])).toEqual(expected);
  });

  test("follows the configured routes, each channel once", () => {
    const policy = policyOf({
      routes: { warning: ["telegram", "telegram", "digest"], urgent: ["comment"] },
    });
    expect(due([sampleAlert(graveAs("warning"))], noon, policy)).toEqual(["12 telegram warning 0"]);
    expect(due([sampleAlert()], noon, policy)).toEqual([]);
  });

  test.each<[string, Partial<AlertState>]>([
    ["resolved", { resolved_at: "2026-11-21T01:00:00Z" }],
    ["acknowledged", { acknowledged: { by: "ada", at: "2026-11-21T01:00:00Z" } }],
    ["flapping and calm", { calm_since: "2026-11-21T01:00:00Z" }],
    ["told everywhere", { delivered: ["redis", "telegram"] }],
  ])("is nothing of what is %s", (_, fields) => {
    expect(due([sampleAlert(fields)])).toEqual([]);
  });

  test.each<[string, Partial<AlertState>, readonly string[]]>([
    [
      "graver than told",
      { ...graveAs("critical", "critical", "urgent"), delivered: ["redis", "telegram"] },
      ["12 redis critical 0", "12 telegram critical 0"],
    ],
    [
      "told as it is",
      {
        ...graveAs("critical", "critical", "urgent"),
        delivered: ["redis", "redis:critical", "telegram:critical"],
      },
      [],
    ],
    [
      "told graver than it is",
      { ...graveAs("urgent", "critical", "critical"), delivered: ["redis", "telegram"] },
      [],
    ],
    [
      "not told on one channel, and less grave by now",
      { ...graveAs("urgent", "critical", "critical"), delivered: ["redis"] },
      ["12 telegram urgent 0"],
    ],
  ])("goes by what a channel was told: %s", (_, fields, expected) => {
    expect(due([sampleAlert(fields)])).toEqual(expected);
  });

  test("waits for the end of the quiet hours, but for what is excepted", () => {
    const policy = policyOf({ quiet_hours: { from: "22:00", to: "07:00" } });
    const critical = sampleAlert({ ...graveAs("critical"), id: "c", entity_id: "acme/shop#13" });
    expect(due([sampleAlert(), critical], night, policy)).toEqual([
      "13 redis critical 0",
      "13 telegram critical 0",
    ]);
    const { nextAt } = deliveriesDue({ a: sampleAlert() }, policy, night);
    expect(nextAt).toBe(Date.parse("2026-11-22T07:00:00Z"));
    expect(due([sampleAlert()], nextAt ?? 0, policy)).toHaveLength(2);
    expect(deliveriesDue({ a: sampleAlert() }, policy, noon).nextAt).toBeNull();
  });
});

describe("a message that nobody acknowledges", () => {
  const sentAt = Date.parse("2026-11-21T12:00:00Z");
  const told = sampleAlert({ delivered: ["redis", "telegram"] });
  const minutes = (count: number) => sentAt + count * 60_000;

  function sent(channel: string, fields: Partial<OutboxMessage> = {}): OutboxMessage {
    return {
      id: `${told.id}:${channel}:urgent`,
      alert: told.id,
      channel,
      to: [...told.to],
      severity: "urgent",
      text: told.title,
      queued_at: "2026-11-21T12:00:00Z",
      sent_at: "2026-11-21T12:00:00Z",
      last_sent_at: "2026-11-21T12:00:00Z",
      requires_ack: true,
      acked_at: null,
      attempts: 1,
      escalated_at: null,
      ...fields,
    };
  }

  function missOf(message: OutboxMessage, fields: Partial<AlertState> = {}): AlertState {
    return sampleAlert({
      ...graveAs("warning"),
      id: `ack-missed:${message.id}:x`,
      rule: "ack-missed",
      entity_type: "message",
      entity_id: message.id,
      ...fields,
    });
  }

  test.each<[number, number, number, readonly string[]]>([
    [4, 1, 0, []],
    [5, 1, 0, ["12 redis urgent 1"]],
    [5, 2, 5, []],
    [9, 2, 5, []],
    [10, 2, 5, ["12 redis urgent 2"]],
    [14, 1, 0, ["12 redis urgent 1"]],
    [14, 2, 14, []],
    [14, 3, 9, []],
    [34, 1, 0, ["12 redis urgent 1"]],
    [35, 1, 0, []],
    [39, 2, 5, ["12 redis urgent 2"]],
    [40, 2, 5, []],
  ])(
    "is, after %i minutes, sent %i times of at most three, last after %i, sent again: %j",
    (after, attempts, last, expected) => {
      const message = sent("redis", {
        attempts,
        last_sent_at: new Date(minutes(last)).toISOString(),
      });
      expect(due([told, missOf(message)], minutes(after), policyOf(), [message])).toEqual(expected);
    },
  );

  test.each<[string, readonly AlertState[], Partial<OutboxMessage>]>([
    ["the rule says nothing of it", [told], {}],
    [
      "the rule says so no more",
      [told, missOf(sent("redis"), { resolved_at: "2026-11-21T12:04:00Z" })],
      {},
    ],
    [
      "it needs no acknowledgement any more",
      [told, missOf(sent("redis"))],
      { requires_ack: false },
    ],
    ["it was escalated", [told, missOf(sent("redis"))], { escalated_at: "2026-11-21T12:01:00Z" }],
    [
      "its alert is acknowledged",
      [{ ...told, acknowledged: { by: "ada", at: "2026-11-21T12:02:00Z" } }, missOf(sent("redis"))],
      {},
    ],
    [
      "its alert is routed elsewhere by now",
      [{ ...told, severity: "warning" }, missOf(sent("redis"))],
      {},
    ],
    [
      "its alert is resolved",
      [{ ...told, resolved_at: "2026-11-21T12:02:00Z" }, missOf(sent("redis"))],
      {},
    ],
  ])("is not sent again when %s", (_, alerts, fields) => {
    expect(due(alerts, minutes(6), policyOf(), [sent("redis", fields)])).toEqual([]);
  });

  test("is left to the announcement that is still to come there", () => {
    const risen = { ...told, ...graveAs("critical", "critical", "urgent") };
    expect(due([risen, missOf(sent("redis"))], minutes(6), policyOf(), [sent("redis")])).toEqual([
      "12 redis critical 0",
      "12 telegram critical 0",
    ]);
  });

  test("waits for the end of the quiet hours too", () => {
    const policy = policyOf({ quiet_hours: { from: "12:00", to: "12:08" } });
    const all = [told, missOf(sent("redis"))];
    expect(due(all, minutes(6), policy, [sent("redis")])).toEqual([]);
    expect(due(all, minutes(8), policy, [sent("redis")])).toEqual(["12 redis urgent 1"]);
  });

  describe("is escalated once for all the channels it went out on", () => {
    const both = [sent("redis", { attempts: 3 }), sent("telegram", { attempts: 3 })];
    const misses = both.map((message) => missOf(message, graveAs("urgent", "urgent", "warning")));
    const [first, second] = misses;
    const lines = (...alerts: readonly AlertState[]) =>
      deliveriesDue(
        Object.fromEntries([told, ...alerts].map((alert) => [alert.id, alert])),
        policyOf(),
        minutes(15),
        Object.fromEntries(both.map((message) => [message.id, message])),
      ).send.map(({ alert, channel }) => `${alert.entity_id.split(":").at(-2)} on ${channel}`);

    test("by the alert about one of them, on every channel", () => {
      expect(lines(...misses)).toEqual(["redis on redis", "redis on telegram"]);
    });

    test("by the gravest, when the others are not there yet", () => {
      const [first, second] = both.map((message) => missOf(message));
      expect(lines(first!, { ...second!, ...graveAs("urgent", "urgent", "warning") })).toEqual([
        "telegram on redis",
        "telegram on telegram",
      ]);
    });

    test("and by the one that was told already, when a channel had failed", () => {
      const half = { ...second!, delivered: ["redis:urgent"] };
      expect(lines(first!, half)).toEqual(["telegram on telegram"]);
    });

    test("and its own message asks for no acknowledgement", () => {
      const { send } = deliveriesDue({ [first!.id]: first! }, policyOf(), minutes(15), {});
      expect(send.map(({ message }) => message.requires_ack)).toEqual([false, false]);
    });
  });
});
