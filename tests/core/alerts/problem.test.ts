import { describe, expect, test } from "vitest";
import { alertsFor, type Alerts } from "../../../src/core/alerts.ts";
import { withAcknowledgement } from "../../../src/core/alerts/problem.ts";
import type { Policy } from "../../../src/core/policy.ts";

import {
  Agents,
  type AlertState,
  type Severity,
  type TaskState,
} from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { onlyRules, worldWith } from "./only-rules.ts";

const since = "2026-11-01T00:00:00Z";
const blocked = sampleTask({ status: "blocked", since });
const free = sampleTask();
const unclear = sampleTask({ status: "blocked", since: "2027-01-01T00:00:00Z" });
const id = `blocked-long:acme/shop#12:${since}`;
const day = "2026-11-21";

function policyOf(severity: Severity, flapping: object = {}): Policy {
  return onlyRules(
    { blocked_long: { enabled: true, severity } },
    { alerts: { flapping: { times: 3, window_hours: 6, calm_hours: 1, ...flapping } } },
  );
}

/** What the alert is after it was seen so at each time of day. */
function played(
  policy: Policy,
  seen: readonly (readonly [time: string, task: TaskState, severity?: Severity])[],
  before: Alerts = {},
): AlertState {
  let alerts = before;
  for (const [time, task, severity] of seen) {
    const now = Date.parse(time.length === 5 ? `${day}T${time}:00Z` : time);
    const by = severity === undefined ? policy : policyOf(severity);
    alerts = alertsFor(worldWith(alerts, [task]), by, now);
  }
  expect(Object.keys(alerts)).toEqual([id]);
  return alerts[id]!;
}

describe("an alert that comes and goes", () => {
  const thrice = [
    ["09:00", blocked],
    ["09:10", free],
    ["09:20", blocked],
    ["09:30", free],
    ["09:40", blocked],
    ["09:50", free],
    ["10:00", blocked],
  ] as const;

  test("is resolved at once while it has come back less often than the limit", () => {
    const alert = played(policyOf("urgent"), [...thrice.slice(0, 5), ["09:50", free]]);
    expect(alert).toMatchObject({ resolved_at: `${day}T09:50:00Z`, calm_since: null });
  });

  test("stays open without its cause once it has come back as often as the limit", () => {
    const alert = played(policyOf("urgent"), [...thrice, ["10:10", free]]);
    expect(alert).toMatchObject({ resolved_at: null, calm_since: `${day}T10:10:00Z` });
    expect(alert.flaps).toHaveLength(3);
  });

  test.each([
    ["11:09", null],
    ["11:10", `${day}T11:10:00Z`],
  ])("is looked at %s after it has been calm since 10:10", (time, resolved) => {
    const alert = played(policyOf("urgent"), [...thrice, ["10:10", free], [time, free]]);
    expect(alert.resolved_at).toBe(resolved);
  });

  test("begins to be calm anew when its cause was there in between, and that is no coming back", () => {
    const alert = played(policyOf("urgent"), [
      ...thrice,
      ["10:10", free],
      ["10:30", blocked],
      ["10:40", free],
      ["11:10", free],
    ]);
    expect(alert).toMatchObject({ resolved_at: null, calm_since: `${day}T10:40:00Z` });
    expect(alert.flaps).toHaveLength(3);
  });

  test("is not resolved while nobody can judge it, however long it was calm", () => {
    const alert = played(policyOf("urgent"), [...thrice, ["10:10", free], ["14:10", unclear]]);
    expect(alert.resolved_at).toBeNull();
  });

  test("is not flapping any more when the times it came back are out of the window", () => {
    const alert = played(policyOf("urgent"), [...thrice, ["15:41", free]]);
    expect(alert.resolved_at).toBe(`${day}T15:41:00Z`);
  });

  test("is announced again each time when it is critical, until it is flapping", () => {
    const times = (seen: number) =>
      played(policyOf("critical"), thrice.slice(0, seen)).announced.times;
    expect([1, 3, 5, 7].map(times)).toEqual([1, 2, 3, 3]);
  });

  test("that is critical forgets at its return where it went out and who acknowledged it", () => {
    const first = played(policyOf("critical"), thrice.slice(0, 1));
    const acknowledged = { by: "ada", at: `${day}T09:05:00Z` };
    const sent = { [id]: { ...first, delivered: ["telegram"], acknowledged } };
    const back = played(policyOf("critical"), thrice.slice(1, 3), sent);
    expect(back).toMatchObject({
      delivered: [],
      acknowledged: null,
      opened_at: first.opened_at,
      announced: { at: `${day}T09:20:00Z`, times: 2 },
    });
  });

  test("that is urgent keeps at its return where it went out", () => {
    const first = played(policyOf("urgent"), thrice.slice(0, 1));
    const sent = { [id]: { ...first, delivered: ["telegram"] } };
    const back = played(policyOf("urgent"), thrice.slice(1, 3), sent);
    expect(back).toMatchObject({ delivered: ["telegram"], announced: first.announced });
  });
});

describe("an alert whose severity changes", () => {
  test.each<[Severity, Severity, Severity, string]>([
    ["warning", "urgent", "urgent", "10:00"],
    ["urgent", "critical", "critical", "10:00"],
    ["urgent", "urgent", "urgent", "09:00"],
    ["critical", "urgent", "critical", "09:00"],
  ])(
    "from %s to %s is as grave as that, has been %s, and was announced at %4$s",
    (was, is, peak, at) => {
      const alert = played(policyOf(was), [
        ["09:00", blocked, was],
        ["10:00", blocked, is],
      ]);
      expect(alert).toMatchObject({
        severity: is,
        announced: { at: `${day}T${at}:00Z`, severity: was, peak, times: 1 },
      });
    },
  );

  test("is not announced again when it falls and rises to where it has been", () => {
    const alert = played(policyOf("urgent"), [
      ["09:00", blocked, "critical"],
      ["10:00", blocked, "warning"],
      ["11:00", blocked, "critical"],
    ]);
    expect(alert.announced.at).toBe(`${day}T09:00:00Z`);
  });
});

describe("an acknowledgement", () => {
  const told = (rule: string | null, at: string): TaskState => ({
    ...blocked,
    acknowledged: [{ rule, by: "ada", at }],
  });
  const seen = { by: "ada", at: `${day}T09:30:00Z` };

  test.each<[string, string | null, string, AlertState["acknowledged"]]>([
    ["of every alert of the task", null, `${day}T09:30:00Z`, seen],
    ["of this rule", "blocked-long", `${day}T09:30:00Z`, seen],
    ["of another rule", "overdue", `${day}T09:30:00Z`, null],
    ["from before it was opened", null, `${day}T08:59:59Z`, null],
    [
      "of the second in which it was opened",
      null,
      `${day}T09:00:00Z`,
      { by: "ada", at: `${day}T09:00:00Z` },
    ],
  ])("%s counts as it should", (_, rule, at, expected) => {
    const alert = played(policyOf("urgent"), [
      [`${day}T09:00:00.900Z`, blocked],
      ["10:00", told(rule, at)],
    ]);
    expect(alert.acknowledged).toEqual(expected);
  });

  test("is the first one, in whatever order they are listed", () => {
    const both = [
      { rule: null, by: "bo", at: `${day}T09:40:00Z` },
      { rule: null, by: "ada", at: `${day}T09:30:00Z` },
    ];
    const alert = played(policyOf("urgent"), [
      ["09:00", blocked],
      ["10:00", { ...blocked, acknowledged: both }],
    ]);
    expect(alert.acknowledged).toEqual(seen);
  });

  test("is gone with the comment that gave it", () => {
    const alert = played(policyOf("urgent"), [
      ["09:00", blocked],
      ["10:00", told(null, seen.at)],
      ["11:00", blocked],
    ]);
    expect(alert.acknowledged).toBeNull();
  });

  test("does not count for what is graver since, until it is given again", () => {
    const risen = played(policyOf("urgent"), [
      ["09:00", blocked, "urgent"],
      ["10:00", told(null, seen.at), "urgent"],
      ["11:00", told(null, seen.at), "critical"],
    ]);
    expect(risen.acknowledged).toBeNull();
    const again = played(policyOf("critical"), [["11:30", told(null, `${day}T11:20:00Z`)]], {
      [id]: risen,
    });
    expect(again.acknowledged?.at).toBe(`${day}T11:20:00Z`);
  });

  test("stays with an alert that was resolved", () => {
    const alert = played(policyOf("urgent"), [
      ["09:00", blocked],
      ["10:00", told(null, seen.at)],
      ["11:00", free],
      ["12:00", free],
    ]);
    expect(alert).toMatchObject({ acknowledged: seen, resolved_at: `${day}T11:00:00Z` });
  });

  test("is left alone on a task that could not be read again", () => {
    const alert = played(policyOf("urgent"), [
      ["09:00", blocked],
      ["10:00", told(null, seen.at)],
    ]);
    const world = worldWith({ [id]: alert }, [blocked]);
    const at = Date.parse(`${day}T11:00:00Z`);
    expect(alertsFor(world, policyOf("urgent"), at, new Set([blocked.id]))).toEqual({
      [id]: alert,
    });
  });

  const silence = {
    rule: "agent-silent",
    entity_type: "agent",
    entity_id: "atlas",
    to: ["orchestrator"],
  };
  const room = {
    rule: "approvals-waiting",
    entity_type: "room",
    entity_id: "room",
    to: ["operator"],
  };

  test.each<[string, string, Partial<AlertState>, Partial<TaskState>, boolean]>([
    ["names its rule and subject", "agent-silent:atlas", silence, {}, true],
    [
      "names its id",
      "agent-silent:atlas:never",
      { ...silence, id: "agent-silent:atlas:never" },
      {},
      true,
    ],
    ["names the room", "approvals-waiting:room", room, {}, true],
    ["names another subject", "agent-silent:vega", silence, {}, false],
    ["names the rule alone, which is its own task's", "agent-silent", silence, {}, false],
    ["stands in another repository", "agent-silent:atlas", silence, { repo: "acme/other" }, false],
    ["is the agent's own word", "agent-silent:atlas", silence, { author: "atlas-bot" }, false],
    ["is another agent's", "agent-silent:atlas", silence, { author: "vega-bot" }, true],
    [
      "is an agent's, of what the operator has to hear",
      "approvals-waiting:room",
      room,
      { author: "vega-bot" },
      false,
    ],
  ])(
    "that %s counts as it should where the alert is on no task",
    (_, rule, about, task, counts) => {
      const { author: by = "ada", ...place } = task;
      const given = { ...blocked, ...place, acknowledged: [{ rule, by, at: seen.at }] };
      const first = played(policyOf("urgent"), [["09:00", blocked]]);
      const standing = { ...first, id: "x", ...about };
      const agents = Agents.parse({
        agents: [
          { id: "atlas", role: "Backend", login: "atlas-bot" },
          { id: "vega", role: "Backend", login: "vega-bot" },
        ],
      });
      const world = worldWith({ x: standing }, [given]);
      const after = withAcknowledgement(standing, world, { ...policyOf("urgent"), agents });
      expect(after.acknowledged).toEqual(counts ? { by, at: seen.at } : null);
    },
  );

  test("of what is on no task stays when the comment that gave it is gone", () => {
    const first = played(policyOf("urgent"), [["09:00", blocked]]);
    const standing = { ...first, ...silence, acknowledged: seen };
    const world = worldWith({ x: standing }, [blocked]);
    expect(withAcknowledgement(standing, world, policyOf("urgent")).acknowledged).toEqual(seen);
  });

  test("of what is no task is kept", () => {
    const first = played(policyOf("urgent"), [["09:00", blocked]]);
    const other = { ...first, id: "x", rule: "else", entity_type: "agent", acknowledged: seen };
    const now = Date.parse(`${day}T10:00:00Z`);
    expect(alertsFor(worldWith({ x: other }, []), policyOf("urgent"), now)).toEqual({ x: other });
  });
});
