import { expect, test } from "vitest";
import { alertsFor, type Alerts } from "../../src/core/alerts.ts";
import { AlertState, type TaskState } from "../../src/schema/index.ts";
import { onlyRules, worldWith } from "./alerts/only-rules.ts";
import { sampleTask } from "./sample-task.ts";

const policy = onlyRules({ overdue: {}, blocked_long: {} });

const late = { due: "2026-11-20" } as const;

function tick(at: string, previous: Alerts, ...tasks: readonly TaskState[]): Alerts {
  const alerts = alertsFor(worldWith(previous, tasks), policy, Date.parse(at));
  for (const alert of Object.values(alerts)) AlertState.parse(alert);
  return alerts;
}

const open = (alerts: Alerts): readonly string[] =>
  Object.values(alerts)
    .filter((alert) => alert.resolved_at === null)
    .map((alert) => alert.id);

const id = "overdue:acme/shop#12:2026-11-20";

test("a passed deadline opens one alert with an identity and an instant", () => {
  expect(tick("2026-11-21T00:00:00Z", {}, sampleTask(late))).toEqual({
    [id]: expect.objectContaining({
      id,
      severity: "urgent",
      entity_id: "acme/shop#12",
      opened_at: "2026-11-21T00:00:00Z",
      resolved_at: null,
      delivered: [],
    }),
  });
});

test("a problem that lasts is one alert, unchanged however many ticks see it", () => {
  const first = tick("2026-11-21T00:00:00Z", {}, sampleTask(late));
  expect(tick("2026-11-21T00:15:00Z", first, sampleTask(late))).toEqual(first);
});

test("an alert is updated in place and keeps where it was delivered", () => {
  const first = tick("2026-11-21T00:00:00Z", {}, sampleTask(late));
  const sent = { [id]: { ...first[id]!, delivered: ["redis"] } };
  const second = tick("2026-11-21T00:15:00Z", sent, sampleTask({ ...late, title: "New title" }));
  expect(second[id]).toMatchObject({
    title: "Overdue: New title",
    delivered: ["redis"],
    opened_at: "2026-11-21T00:00:00Z",
  });
  expect(Object.keys(second)).toEqual([id]);
});

test.each<[string, readonly TaskState[]]>([
  ["the task is done", [sampleTask({ ...late, status: "done" })]],
  ["the deadline is moved", [sampleTask({ due: "2026-12-24" })]],
  ["the deadline is taken away", [sampleTask({ due: null })]],
  ["the task is gone", []],
])("an alert is resolved when %s, and does not fire again", (_, tasks) => {
  const first = tick("2026-11-21T00:00:00Z", {}, sampleTask(late));
  const second = tick("2026-11-21T00:15:00Z", first, ...tasks);
  expect(second[id]?.resolved_at).toBe("2026-11-21T00:15:00Z");
  expect(tick("2026-11-21T00:30:00Z", second, ...tasks)).toEqual(second);
});

test("the same cause that comes back within six hours is the same alert, open again and not news", () => {
  const first = tick("2026-11-21T00:00:00Z", {}, sampleTask(late));
  const sent = { [id]: { ...first[id]!, delivered: ["telegram"] } };
  const second = tick("2026-11-21T00:15:00Z", sent, sampleTask({ ...late, status: "done" }));
  const third = tick("2026-11-21T06:15:00Z", second, sampleTask(late));
  expect(third).toEqual({
    [id]: { ...sent[id], resolved_at: null, flaps: ["2026-11-21T06:15:00Z"] },
  });
  expect(tick("2026-11-21T06:30:00Z", third, sampleTask(late))).toEqual(third);
});

test("the same cause that comes back later is a new alert with an id of its own, and a third one too", () => {
  const done = sampleTask({ ...late, status: "done" });
  let alerts = tick("2026-11-21T00:00:00Z", {}, sampleTask(late));
  alerts = tick("2026-11-21T00:15:00Z", alerts, done);
  alerts = tick("2026-11-21T06:15:01Z", alerts, sampleTask(late));
  expect(open(alerts)).toEqual([`${id}:2`]);
  expect(alerts[`${id}:2`]).toMatchObject({ delivered: [], opened_at: "2026-11-21T06:15:01Z" });
  alerts = tick("2026-11-22T00:00:00Z", alerts, done);
  alerts = tick("2026-11-23T00:00:00Z", alerts, sampleTask(late));
  expect(open(alerts)).toEqual([`${id}:3`]);
});

test("a second alert that outlives the memory of the first stays the only one", () => {
  const first = tick("2026-11-21T00:00:00Z", {}, sampleTask(late));
  const second = tick("2026-11-21T00:15:00Z", first, sampleTask({ ...late, status: "done" }));
  const third = tick("2026-11-22T00:00:00Z", second, sampleTask(late));
  const later = tick("2027-01-15T00:00:00Z", third, sampleTask(late));
  expect(Object.keys(later)).toEqual([`${id}:2`]);
  expect(open(later)).toEqual([`${id}:2`]);
});

test("the second problem of one cause takes no id that another cause has", () => {
  const two = `${id}:2`;
  const other = { ...tick("2026-11-21T00:00:00Z", {}, sampleTask(late))[id]!, id: two, cause: "x" };
  const first = tick("2026-11-21T00:00:00Z", { [two]: other }, sampleTask(late));
  const second = tick("2026-11-21T00:15:00Z", first, sampleTask({ ...late, status: "done" }));
  const third = tick("2026-11-22T00:00:00Z", second, sampleTask(late));
  expect(open(third)).toEqual([`${id}:3`]);
});

test("an alert of a rule that is switched off is resolved, also on a task that could not be read", () => {
  const first = tick("2026-11-21T00:00:00Z", {}, sampleTask(late));
  const off = onlyRules({});
  const at = Date.parse("2026-11-21T00:15:00Z");
  const unread = new Set(["acme/shop#12"]);
  const alerts = alertsFor(worldWith(first, [sampleTask(late)]), off, at, unread);
  expect(alerts[id]?.resolved_at).toBe("2026-11-21T00:15:00Z");
});

test("an alert stands when its task could not be read again, and none is opened", () => {
  const first = tick("2026-11-21T00:00:00Z", {}, sampleTask(late));
  const unread = new Set(["acme/shop#12", "acme/shop#13"]);
  const done = sampleTask({ ...late, status: "done" });
  const other = sampleTask({ ...late, number: 13, id: "acme/shop#13" });
  expect(
    alertsFor(worldWith(first, [done, other]), policy, Date.parse("2026-11-22T00:00:00Z"), unread),
  ).toEqual(first);
});

test("an alert stands while a fact its rule needs makes no sense", () => {
  const blocked = { status: "blocked", since: "2026-11-01T00:00:00Z" } as const;
  const first = tick("2026-11-21T00:00:00Z", {}, sampleTask(blocked));
  const second = tick(
    "2026-11-21T00:15:00Z",
    first,
    sampleTask({ ...blocked, since: "2027-01-01T00:00:00Z" }),
  );
  expect(second).toEqual(first);
});

test("a task late and blocked has two alerts, each on its own", () => {
  const both = sampleTask({ ...late, status: "blocked", since: "2026-11-01T00:00:00Z" });
  const first = tick("2026-11-21T00:00:00Z", {}, both);
  expect(open(first)).toHaveLength(2);
  const second = tick("2026-11-21T00:15:00Z", first, sampleTask(late));
  expect(open(second)).toEqual([id]);
});

test("an alert of another rule passes through", () => {
  const foreign = {
    ...tick("2026-11-21T00:00:00Z", {}, sampleTask(late))[id]!,
    id: "audit:x",
    rule: "audit",
  };
  expect(tick("2026-11-22T00:00:00Z", { "audit:x": foreign })).toEqual({ "audit:x": foreign });
});

test("a resolved alert is forgotten after 30 days", () => {
  const first = tick("2026-11-21T00:00:00Z", {}, sampleTask(late));
  const second = tick("2026-11-21T00:15:00Z", first);
  expect(Object.keys(tick("2026-12-21T00:15:00Z", second))).toEqual([id]);
  expect(tick("2026-12-21T00:15:01Z", second)).toEqual({});
});
