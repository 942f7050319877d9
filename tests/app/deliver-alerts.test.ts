import { beforeEach, expect, test } from "vitest";
import { deliverAlerts, type Told } from "../../src/app/deliver-alerts.ts";
import type { Policy } from "../../src/core/policy.ts";
import { OutsideError } from "../../src/errors.ts";
import type { Channel, Claims } from "../../src/ports.ts";
import { type AlertState, AlertState as Alert, OutboxMessage } from "../../src/schema/index.ts";
import { onlyRules } from "../core/alerts/only-rules.ts";
import { sampleAlert } from "../sample-alert.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const policy = onlyRules({ ack_missed: { enabled: true, minutes: 5, retries: 1 } });

let now: number;
let claims: Claims;
let sent: string[];

beforeEach(() => {
  now = Date.parse("2026-11-21T12:00:00Z");
  claims = memoryClaims(() => now);
  sent = [];
});

function channel(name: string, works: () => boolean = () => true): Channel {
  return {
    name,
    send: async (alert, sending) => {
      await Promise.resolve();
      if (!works()) throw new OutsideError("no answer");
      sent.push(`${name} ${alert.severity} ${sending?.attempt} ${alert.title}`);
      return { reference: `${name}/${sent.length}` };
    },
    close: () => Promise.resolve(),
  };
}

function told(...alerts: readonly AlertState[]): Told {
  return { alerts: Object.fromEntries(alerts.map((alert) => [alert.id, alert])), outbox: {} };
}

async function deliver(
  before: Told,
  channels: readonly Channel[] = [channel("redis"), channel("telegram")],
  over: { readonly policy?: Policy; readonly claims?: Claims } = {},
) {
  const after = await deliverAlerts(before, now, { policy, channels, claims, log, ...over });
  for (const alert of Object.values(after.alerts)) Alert.parse(alert);
  for (const message of Object.values(after.outbox)) OutboxMessage.parse(message);
  return after;
}

const id = sampleAlert().id;

test("an alert goes out once on each channel, and both the alert and the outbox know it", async () => {
  const first = await deliver(told(sampleAlert()));
  expect(sent).toEqual([
    "redis urgent 1 Overdue: Mend the checkout",
    "telegram urgent 1 Overdue: Mend the checkout",
  ]);
  expect(first.sent.map(({ reference }) => reference)).toEqual(["redis/1", "telegram/2"]);
  expect(first.alerts[id]?.delivered).toEqual(["redis", "telegram"]);
  expect(Object.values(first.outbox)).toMatchObject([
    { id: `${id}:redis:urgent`, attempts: 1, sent_at: "2026-11-21T12:00:00Z" },
    { id: `${id}:telegram:urgent`, attempts: 1, sent_at: "2026-11-21T12:00:00Z" },
  ]);
  const again = await deliver(first);
  expect(again).toEqual({ ...first, sent: [], failed: [] });
  expect(sent).toHaveLength(2);
});

test("a channel that fails is tried again, holds up no other, and what it should have said waits in the outbox", async () => {
  let works = false;
  const channels = [channel("redis", () => works), channel("telegram")];
  const first = await deliver(told(sampleAlert()), channels);
  expect(first.failed).toEqual([{ alert: id, channel: "redis", error: "no answer" }]);
  expect(first.alerts[id]?.delivered).toEqual(["telegram"]);
  expect(first.outbox[`${id}:redis:urgent`]).toMatchObject({ attempts: 0, sent_at: null });
  works = true;
  now += 60_000;
  const second = await deliver(first, channels);
  expect(second.sent).toMatchObject([{ channel: "redis" }]);
  expect(second.outbox[`${id}:redis:urgent`]).toMatchObject({
    queued_at: "2026-11-21T12:00:00Z",
    sent_at: "2026-11-21T12:01:00Z",
  });
});

test("a channel that there is not is not waited for", async () => {
  const { failed, outbox } = await deliver(told(sampleAlert()), [channel("telegram")]);
  expect(failed).toEqual([]);
  expect(Object.keys(outbox)).toEqual([`${id}:telegram:urgent`]);
});

test("two hosts that come to the same alert at once send it once", async () => {
  const [a, b] = await Promise.all([deliver(told(sampleAlert())), deliver(told(sampleAlert()))]);
  expect(sent).toHaveLength(2);
  expect(a.sent.length + b.sent.length).toBe(2);
});

test("a host that died between sending and writing it down does not send it again", async () => {
  await deliver(told(sampleAlert()));
  now += 900_000;
  const { failed } = await deliver(told(sampleAlert()));
  expect(failed).toEqual([]);
  expect(sent).toHaveLength(2);
});

test("what was sent counts as sent when the claim cannot be released, and is not sent when there is none to be had", async () => {
  const stuck: Claims = {
    acquire: () =>
      Promise.resolve({ release: () => Promise.reject(new OutsideError("no database")) }),
  };
  const first = await deliver(told(sampleAlert()), [channel("telegram")], { claims: stuck });
  expect(first).toMatchObject({ sent: [{ channel: "telegram" }], failed: [] });
  const gone: Claims = { acquire: () => Promise.reject(new OutsideError("no database")) };
  const second = await deliver(told(sampleAlert()), [channel("telegram")], { claims: gone });
  expect(second).toMatchObject({ sent: [], failed: [{ error: "no database" }] });
  expect(sent).toHaveLength(1);
});

test("an alert that grows graver goes out once more, and not when it falls and rises again", async () => {
  const { announced } = sampleAlert();
  const as = (severity: AlertState["severity"], before: AlertState): AlertState => ({
    ...before,
    severity,
    announced: { ...announced, peak: severity === "urgent" ? before.announced.peak : severity },
  });
  const only = [channel("telegram")];
  let state = await deliver(told(sampleAlert()), only);
  for (const severity of ["critical", "urgent", "critical", "critical"] as const)
    state = await deliver({ ...state, alerts: { [id]: as(severity, state.alerts[id]!) } }, only);
  expect(sent.map((line) => line.split(" ")[1])).toEqual(["urgent", "critical"]);
  expect(state.alerts[id]?.delivered).toEqual(["telegram", "telegram:critical"]);
  const needed = Object.values(state.outbox).filter(({ requires_ack }) => requires_ack);
  expect(needed.map((one) => one.severity)).toEqual(["critical"]);
});

test("an acknowledged alert goes nowhere else, and its messages are acknowledged", async () => {
  const acknowledged = { by: "ada", at: "2026-11-21T12:01:00Z" };
  const first = await deliver(told(sampleAlert()), [channel("telegram")]);
  const alert = { ...first.alerts[id]!, acknowledged };
  const second = await deliver({ ...first, alerts: { [id]: alert } });
  expect(sent).toHaveLength(1);
  expect(Object.values(second.outbox)).toMatchObject([{ acked_at: acknowledged.at }]);
});

test("a message that nobody acknowledges goes out again as often as configured, and is then escalated once", async () => {
  const only = [channel("telegram")];
  const messageId = `${id}:telegram:urgent`;
  const miss = (severity: AlertState["severity"]): AlertState => ({
    ...sampleAlert({ id: "m", rule: "ack-missed", entity_type: "message", entity_id: messageId }),
    title: "Nobody answers",
    severity,
    announced: { at: "2026-11-21T12:05:00Z", severity: "warning", peak: severity, times: 1 },
  });
  let state: Told = await deliver(told(sampleAlert()), only);
  const pass = async (minutes: number, severity: AlertState["severity"]) => {
    now += minutes * 60_000;
    const before = state.alerts["m"];
    const m = { ...miss(severity), delivered: before?.delivered ?? [] };
    state = await deliver({ ...state, alerts: { ...state.alerts, m } }, only);
  };
  await pass(5, "warning");
  await pass(1, "warning");
  await pass(4, "urgent");
  await pass(15, "urgent");
  await pass(15, "urgent");
  expect(sent).toEqual([
    "telegram urgent 1 Overdue: Mend the checkout",
    "telegram urgent 2 Overdue: Mend the checkout",
    "telegram urgent 1 Nobody answers",
  ]);
  expect(state.outbox[messageId]).toMatchObject({
    attempts: 2,
    escalated_at: "2026-11-21T12:10:00Z",
  });
  expect(state.outbox["m:telegram:urgent"]).toMatchObject({ requires_ack: false });
});
