import { describe, expect, test } from "vitest";
import { messageFor, sendingId, settleOutbox, withSent } from "../../../src/core/alerts/outbox.ts";
import { type AlertState, OutboxMessage } from "../../../src/schema/index.ts";
import { sampleAlert } from "../../sample-alert.ts";

const at = (text: string) => Date.parse(text);
const now = at("2026-11-21T12:00:00Z");
const id = `${sampleAlert().id}:telegram:urgent`;
const seen = { by: "ada", at: "2026-11-21T12:30:00Z" };

function message(fields: Partial<OutboxMessage> = {}): OutboxMessage {
  return OutboxMessage.parse({ ...messageFor(sampleAlert(), "telegram", {}, now), ...fields });
}

const sent = message({ sent_at: "2026-11-21T12:00:00Z", attempts: 1 });

function byId(alerts: readonly AlertState[]): ReadonlyMap<string, AlertState> {
  return new Map(alerts.map((alert) => [alert.id, alert]));
}

function settled(
  one: OutboxMessage,
  alert: AlertState | null,
  when = now,
): OutboxMessage | undefined {
  const alerts = alert === null ? [] : [alert];
  return settleOutbox({ [one.id]: one }, byId(alerts), when)[one.id];
}

test("a message is named by alert, channel and severity, and from its second announcement on by that", () => {
  expect(message()).toMatchObject({ id, attempts: 0, sent_at: null, requires_ack: true });
  const { announced } = sampleAlert();
  const back = sampleAlert({ severity: "critical", announced: { ...announced, times: 3 } });
  expect(messageFor(back, "redis", {}, now).id).toBe(`${back.id}:redis:critical@3`);
});

test.each([
  ["info", false],
  ["warning", false],
  ["urgent", true],
  ["critical", true],
] as const)("a message of severity %s that needs an acknowledgement: %s", (severity, needed) => {
  const { requires_ack } = messageFor(sampleAlert({ severity }), "redis", {}, now);
  expect(requires_ack).toBe(needed);
});

test("a message that could not be sent says what stands now, and since when it waits", () => {
  const later = now + 60_000;
  const again = messageFor(sampleAlert({ title: "Newer" }), "telegram", { [id]: message() }, later);
  expect(again).toMatchObject({ queued_at: "2026-11-21T12:00:00Z" });
  expect(again.text).toContain("Newer");
  expect(messageFor(sampleAlert({ title: "Newer" }), "telegram", { [id]: sent }, later)).toBe(sent);
});

test("the text of a message is bounded and cuts no character in two", () => {
  const { text } = messageFor(sampleAlert({ title: "🦀".repeat(2000) }), "redis", {}, now);
  expect([...text]).toHaveLength(500);
  expect(text.isWellFormed()).toBe(true);
});

test("each sending has an id of its own, also when the alert's id is used again 30 days later", () => {
  const later = sampleAlert({ opened_at: "2026-12-21T00:00:00Z" });
  const ids = [
    sendingId(sampleAlert(), message()),
    sendingId(sampleAlert(), sent),
    sendingId(later, message()),
    sendingId(sampleAlert({ opened_at: "2026-11-21T00:00:07Z" }), message()),
  ];
  expect(new Set(ids).size).toBe(3);
  expect(ids[3]).toBe(ids[0]);
});

test("a message that went out counts it and keeps when it did at first", () => {
  const once = withSent({}, message(), now);
  const twice = withSent(once, once[id]!, now + 300_000);
  expect(twice[id]).toMatchObject({
    attempts: 2,
    sent_at: "2026-11-21T12:00:00Z",
    last_sent_at: "2026-11-21T12:05:00Z",
  });
});

test("a newer message about an alert on a channel takes the older one's need of an answer, and no other's", () => {
  const elsewhere = { ...sent, id: "r", channel: "redis" };
  const another = { ...sent, id: "o", alert: "another" };
  const graver = message({ id: `${id}2`, severity: "critical" });
  const after = withSent({ [id]: sent, r: elsewhere, o: another }, graver, now);
  const needed = Object.values(after).filter(({ requires_ack }) => requires_ack);
  expect(needed.map((one) => one.id)).toEqual(["r", "o", graver.id]);
});

describe("a message that was sent", () => {
  test("is acknowledged with its alert, and stays so", () => {
    const acked = settled(sent, sampleAlert({ acknowledged: seen }));
    expect(acked?.acked_at).toBe(seen.at);
    expect(settled(acked!, sampleAlert())).toEqual(acked);
  });

  test("needs no acknowledgement once its alert is resolved", () => {
    const alert = sampleAlert({ resolved_at: "2026-11-21T13:00:00Z" });
    expect(settled(sent, alert)).toMatchObject({ requires_ack: false, acked_at: null });
  });

  test.each<[AlertState["severity"], AlertState["severity"], boolean]>([
    ["urgent", "urgent", true],
    ["critical", "urgent", true],
    ["urgent", "critical", false],
    ["critical", "warning", false],
  ])("as %s, of an alert that is now %s, still needs an acknowledgement: %s", (was, is, needs) => {
    const one = settled({ ...sent, severity: was }, sampleAlert({ severity: is }));
    expect(one?.requires_ack).toBe(needs);
  });

  test.each<[string, OutboxMessage, AlertState | null, string]>([
    [
      "its acknowledgement",
      { ...sent, acked_at: seen.at },
      sampleAlert({ acknowledged: seen }),
      "2026-12-21T12:30:00Z",
    ],
    [
      "it was sent, when it needs none",
      { ...sent, requires_ack: false },
      sampleAlert(),
      "2026-12-21T12:00:00Z",
    ],
    ["it was sent, when its alert is forgotten", sent, null, "2026-12-21T12:00:00Z"],
    [
      "its alert was resolved, when it never went out",
      message(),
      sampleAlert({ resolved_at: "2026-11-22T12:00:00Z" }),
      "2026-12-22T12:00:00Z",
    ],
    [
      "its alert was acknowledged, when it never went out",
      message(),
      sampleAlert({ acknowledged: seen }),
      "2026-12-21T12:30:00Z",
    ],
  ])("is kept for 30 days after %s", (_, one, alert, last) => {
    expect(settled(one, alert, at(last))).toBeDefined();
    expect(settled(one, alert, at(last) + 1)).toBeUndefined();
  });

  test.each<[string, OutboxMessage]>([
    ["somebody has to acknowledge it", sent],
    ["it has not gone out", message()],
  ])("is kept as long as %s", (_, one) => {
    expect(settled(one, sampleAlert(), at("2030-01-01T00:00:00Z"))).toEqual(one);
  });
});

describe("a message whose missing acknowledgement", () => {
  const miss = (fields: Partial<AlertState>): AlertState =>
    sampleAlert({ id: "m", rule: "ack-missed", entity_type: "message", entity_id: id, ...fields });
  const twin = { ...sent, id: "twin", channel: "redis" };
  const escalated = (alert: AlertState) => {
    const alerts = byId([sampleAlert(), alert]);
    const outbox = settleOutbox({ [id]: sent, twin }, alerts, now);
    return Object.values(outbox).map(({ escalated_at }) => escalated_at);
  };
  const stamp = "2026-11-21T12:00:00Z";

  test.each<[string, Partial<AlertState>, readonly (string | null)[]]>([
    ["was told as an urgent alert", { delivered: ["telegram"] }, [stamp, stamp]],
    ["was not told yet", {}, [null, null]],
    [
      "was told as a warning only",
      {
        delivered: ["telegram"],
        announced: { at: stamp, severity: "warning", peak: "urgent", times: 1 },
      },
      [null, null],
    ],
    ["is over", { delivered: ["telegram"], resolved_at: stamp }, [null, null]],
  ])("%s is escalated, with those about the same alert: %j", (_, fields, expected) => {
    expect(escalated(miss(fields))).toEqual(expected);
  });

  test("was escalated once keeps when that was", () => {
    const before = { ...sent, escalated_at: "2026-11-21T11:00:00Z" };
    const alerts = byId([sampleAlert(), miss({ delivered: ["telegram"] })]);
    expect(settleOutbox({ [id]: before }, alerts, now)[id]).toEqual(before);
  });
});
