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

const first = {
  severity: undefined,
  to: ["agent:atlas"],
  nextAt: Date.parse("2026-11-20T12:10:00Z"),
};
const last = { severity: "urgent", to: ["agent:atlas", "orchestrator", "operator"], nextAt: null };

test.each([
  ["2026-11-20T12:05:00Z", first],
  ["2026-11-20T12:09:59Z", first],
  ["2026-11-20T12:10:00Z", last],
  ["2027-11-20T12:10:00Z", last],
])("at %s it is sent again, or escalated once, as the same problem", (now, expected) => {
  const { severity, to, nextAt, cause } = fired(ackMissed, sampleMessage(), now);
  expect({ severity, to, nextAt }).toEqual(expected);
  expect(cause).toBe("2026-11-20T11:59:00Z");
});

test("in each step it says the same for as long as it lasts", () => {
  const [retry, again, escalated, later] = [5, 9, 10, 59].map((minute) =>
    fired(ackMissed, sampleMessage(), `2026-11-20T12:${`${minute}`.padStart(2, "0")}:00Z`),
  );
  expect(again).toEqual(retry);
  expect(later).toEqual(escalated);
  expect(escalated?.why).not.toBe(retry?.why);
});

test.each([
  [0, "2026-11-20T12:05:00Z"],
  [3, "2026-11-20T12:20:00Z"],
])("after %d retries it is escalated at %s", (retries, at) => {
  const config = { rules: { ack_missed: { retries } } };
  expect(fired(ackMissed, sampleMessage(), at, { config }).severity).toBe("urgent");
  const before = judge(ackMissed, sampleMessage(), Date.parse(at) - 1, { config });
  expect(before).not.toHaveProperty("severity");
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
