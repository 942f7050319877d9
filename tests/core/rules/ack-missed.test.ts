import { expect, test } from "vitest";
import { ackMissed } from "../../../src/core/rules/ack-missed.ts";
import type { OutboxMessage } from "../../../src/schema/index.ts";
import { sampleAlert } from "../../sample-alert.ts";
import { fired, judge, type Row, sampleMessage } from "./harness.ts";

test.each<Row<Partial<OutboxMessage>>>([
  ["a second less than 5 min without an answer", {}, "2026-11-20T12:04:59Z", "silent"],
  ["exactly 5 min without an answer", {}, "2026-11-20T12:05:00Z", "fires"],
  ["5 min and a second without an answer", {}, "2026-11-20T12:05:01Z", "fires"],
  ["answered", { acked_at: "2026-11-20T12:06:00Z" }, "2026-11-20T13:00:00Z", "silent"],
  ["not sent yet", { sent_at: null }, "2026-11-20T13:00:00Z", "silent"],
  ["it asks for no answer", { requires_ack: false }, "2026-11-20T13:00:00Z", "silent"],
  ["sent a second ahead of our clock", {}, "2026-11-20T11:59:59Z", "cannot-judge"],
  [
    "it tells of a missed answer itself",
    { alert: "ack-missed:message-0:x" },
    "2026-11-20T13:00:00Z",
    "silent",
  ],
  [
    "a configured limit of a minute",
    {},
    "2026-11-20T12:01:00Z",
    "fires",
    { config: { rules: { ack_missed: { minutes: 1 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(ackMissed, sampleMessage(fields), now, facts).verdict).toBe(verdict);
});

const again = { attempts: 2, last_sent_at: "2026-11-20T12:15:00Z" };
const last = { severity: "urgent", to: ["agent:atlas", "orchestrator", "operator"], nextAt: null };

function first(next: string) {
  return { severity: undefined, to: ["agent:atlas"], nextAt: Date.parse(next) };
}

test.each([
  ["5 min after it went out", {}, "2026-11-20T12:05:00Z", first("2026-11-20T12:35:00Z")],
  ["one tick after", {}, "2026-11-20T12:15:00Z", first("2026-11-20T12:35:00Z")],
  ["as it went out again", again, "2026-11-20T12:15:00Z", first("2026-11-20T12:20:00Z")],
  ["a second less than 5 min later", again, "2026-11-20T12:19:59Z", first("2026-11-20T12:20:00Z")],
  ["5 min later", again, "2026-11-20T12:20:00Z", last],
  ["a year later", again, "2027-11-20T12:20:00Z", last],
  [
    "just before it is clear that it cannot go out again",
    {},
    "2026-11-20T12:34:59Z",
    first("2026-11-20T12:35:00Z"),
  ],
  ["once that is clear", {}, "2026-11-20T12:35:00Z", last],
])("%s it is sent again, or escalated once, as the same problem", (_, fields, now, expected) => {
  const { severity, to, nextAt, cause } = fired(ackMissed, sampleMessage(fields), now);
  expect({ severity, to, nextAt }).toEqual(expected);
  expect(cause).toBe("2026-11-20T11:59:00Z");
});

test("in each step it says the same for as long as it lasts", () => {
  const at = (minute: number, fields = {}) =>
    fired(ackMissed, sampleMessage(fields), `2026-11-20T12:${`${minute}`.padStart(2, "0")}:00Z`);
  expect(at(9)).toEqual(at(5));
  expect(at(19, again).why).toBe(at(5).why);
  expect(at(59, again)).toEqual(at(20, again));
  expect(at(20, again).why).not.toBe(at(5).why);
});

test.each([
  [0, 1, "2026-11-20T12:05:00Z"],
  [1, 2, "2026-11-20T12:05:00Z"],
  [3, 3, "2026-11-20T12:35:00Z"],
  [3, 4, "2026-11-20T12:05:00Z"],
])("of %d retries, after it went out %d times, it is escalated at %s", (retries, attempts, at) => {
  const config = { rules: { ack_missed: { retries } } };
  const message = sampleMessage({ attempts });
  expect(fired(ackMissed, message, at, { config }).severity).toBe("urgent");
  const before = judge(ackMissed, message, Date.parse(at) - 1, { config });
  expect(before).not.toHaveProperty("severity");
});

test("the longer the interval of the tick, the longer a retry is waited for", () => {
  const config = { tick: { every_minutes: 60 } };
  const { nextAt } = fired(ackMissed, sampleMessage(), "2026-11-20T12:05:00Z", { config });
  expect(nextAt).toBe(Date.parse("2026-11-20T14:05:00Z"));
});

test("a rule that is configured to be critical is not toned down when it escalates", () => {
  const config = { rules: { ack_missed: { severity: "critical" } } };
  const judgement = fired(ackMissed, sampleMessage(), "2026-11-20T13:00:00Z", { config });
  expect(judgement.severity).toBe("critical");
});

test("it names the alert that nobody acknowledged, else the message", () => {
  const alert = sampleAlert({
    id: "a",
    title: "Overdue: Mend the checkout",
    evidence: ["https://e.org"],
  });
  const message = sampleMessage({ alert: "a" });
  const known = fired(ackMissed, message, "2026-11-20T13:00:00Z", { alerts: [alert] });
  expect(known.title).toBe("Not acknowledged: Overdue: Mend the checkout");
  expect(known.evidence).toEqual(["https://e.org"]);
  expect(fired(ackMissed, message, "2026-11-20T13:00:00Z").title).toBe(
    "Not acknowledged: message-1",
  );
});
