import fc from "fast-check";
import { expect, test } from "vitest";
import { deliverAlerts, type Told } from "../../src/app/deliver-alerts.ts";
import { alertsFor } from "../../src/core/alerts.ts";
import type { Policy } from "../../src/core/policy.ts";
import { worldOf } from "../../src/core/world.ts";
import { emptyState } from "../../src/core/state/index.ts";
import type { Channel } from "../../src/ports.ts";
import {
  AlertState,
  OutboxMessage,
  type Severity,
  type TaskState,
} from "../../src/schema/index.ts";
import { onlyRules } from "../core/alerts/only-rules.ts";
import { sampleTask } from "../core/sample-task.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const start = Date.parse("2026-11-20T12:00:00Z");
const flapping = { times: 3, window_hours: 6, calm_hours: 1 };
const channels = ["redis", "telegram"] as const;
const ranks = ["info", "warning", "urgent", "critical"];

type Seen = "fires" | "silent" | "cannot-judge" | "unread";
type Step = {
  readonly minutes: number;
  readonly severity: Severity;
  readonly seen: readonly Seen[];
  readonly acknowledges: boolean;
  readonly works: boolean;
};

const seen = fc.constantFrom<Seen>("fires", "fires", "silent", "silent", "cannot-judge", "unread");
const step: fc.Arbitrary<Step> = fc.record({
  minutes: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(1, 5, 15, 30) },
    { weight: 3, arbitrary: fc.constantFrom(60, 240, 361, 720) },
    { weight: 1, arbitrary: fc.constantFrom(31 * 1440, 1440) },
  ),
  severity: fc.constantFrom<Severity>("critical", "critical", "urgent", "urgent", "warning"),
  seen: fc.tuple(seen, seen),
  acknowledges: fc.constantFrom(true, false, false, false),
  works: fc.boolean(),
});
const steps = fc.array(step, { minLength: 1, maxLength: 60 });
const calmer = steps.map((all) =>
  all.map((one) => ({ ...one, acknowledges: false, severity: "critical" as const, works: true })),
);

/** One host that ticks: what it remembers, what it sent, and how often each alert came back. */
function host(quiet: boolean) {
  let now = start;
  let state: Told = { alerts: {}, outbox: {} };
  const claims = memoryClaims(() => now);
  const sendings: { alert: AlertState; channel: string; attempt: number; at: number }[] = [];

  function policyOf(severity: Severity): Policy {
    return onlyRules(
      {
        blocked_long: { enabled: true, severity },
        ack_missed: { enabled: true, minutes: 5, retries: 2 },
      },
      { alerts: { flapping, ...(quiet && { quiet_hours: { from: "22:00", to: "07:00" } }) } },
    );
  }

  function channelOf(name: string, works: boolean): Channel {
    return {
      name,
      send: async (alert, sending) => {
        await Promise.resolve();
        if (!works) throw new Error("no answer");
        sendings.push({ alert, channel: name, attempt: sending?.attempt ?? 0, at: now });
        return { reference: "x" };
      },
      close: () => Promise.resolve(),
    };
  }

  function tasksOf({ seen, acknowledges }: Step): readonly TaskState[] {
    const acknowledged = acknowledges
      ? [{ rule: null, by: "ada", at: new Date(now).toISOString() }]
      : [];
    return seen.map((what, at) =>
      sampleTask({
        number: at + 1,
        status: what === "silent" ? "active" : "blocked",
        since: what === "cannot-judge" ? "2030-01-01T00:00:00Z" : "2026-11-01T00:00:00Z",
        acknowledged,
      }),
    );
  }

  function judged(one: Step, policy: Policy): Told["alerts"] {
    const tasks = tasksOf(one);
    const unread = new Set(tasks.filter((_, at) => one.seen[at] === "unread").map(({ id }) => id));
    const byId = Object.fromEntries(tasks.map((task) => [task.id, task]));
    const world = worldOf({ ...emptyState("acme/shop"), ...mutable(state), tasks: byId });
    return alertsFor(world, policy, now, unread);
  }

  async function again(one: Step): Promise<Told> {
    const policy = policyOf(one.severity);
    const context = {
      policy,
      channels: channels.map((name) => channelOf(name, one.works)),
      claims,
      log,
    };
    const { alerts, outbox } = await deliverAlerts(
      { alerts: judged(one, policy), outbox: state.outbox },
      now,
      context,
    );
    state = { alerts, outbox };
    return state;
  }

  return {
    sendings,
    policyOf,
    now: () => now,
    state: () => state,
    again,
    tick: async (one: Step): Promise<Told> => {
      now += one.minutes * minuteMs;
      return await again(one);
    },
  };
}

function mutable({ alerts, outbox }: Told) {
  return { alerts: { ...alerts }, outbox: { ...outbox } };
}

function isOpen({ resolved_at }: AlertState): boolean {
  return resolved_at === null;
}

type Tick = {
  readonly step: Step;
  readonly now: number;
  readonly before: Told["alerts"];
  readonly after: Told["alerts"];
};

/** Ticks through all steps, asks `wrong` after each what is wrong, and that ticking again changes nothing. */
async function complaints(
  all: readonly Step[],
  wrong: (tick: Tick) => readonly string[],
): Promise<readonly string[]> {
  const one = host(false);
  const found: string[] = [];
  let before = one.state().alerts;
  for (const step of all) {
    const first = await one.tick(step);
    Object.values(first.alerts).forEach((alert) => AlertState.parse(alert));
    Object.values(first.outbox).forEach((message) => OutboxMessage.parse(message));
    found.push(...wrong({ step, now: one.now(), before, after: first.alerts }));
    before = first.alerts;
    expect(await one.again(step)).toEqual(first);
  }
  return found;
}

const keyOf = ({ rule, entity_id, cause }: AlertState) => `${rule} ${entity_id} ${cause}`;

test("one alert is open for what fires, none for what does not, nothing changes where nobody can tell, and the same again is the same", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const back = new Map<string, number[]>();
      const away = new Map<string, number>();

      /** How many alerts should be open on a task, reckoned from what was seen alone. */
      function expected(
        what: Seen,
        task: string,
        was: AlertState | undefined,
        now: number,
      ): number {
        if (what === "fires") return 1;
        if (what !== "silent" || was === undefined) return was === undefined ? 0 : 1;
        const recent = (back.get(was.id) ?? []).filter((then) => now - then <= 6 * hourMs);
        const since = away.get(task) ?? now;
        away.set(task, since);
        return recent.length >= flapping.times && now - since < hourMs ? 1 : 0;
      }

      const found = await complaints(all, ({ step, now, before, after }) =>
        step.seen.flatMap((what, at) => {
          const task = `acme/shop#${at + 1}`;
          const openIn = (alerts: Told["alerts"]) =>
            Object.values(alerts).filter((alert) => alert.entity_id === task && isOpen(alert));
          const [was] = openIn(before);
          const [is, ...more] = openIn(after);
          const count = expected(what, task, was, now);
          if (what === "fires" || is === undefined) away.delete(task);
          if (is !== undefined && was === undefined && before[is.id] !== undefined)
            back.set(is.id, [...(back.get(is.id) ?? []), now]);
          const isRight = more.length === 0 && (is === undefined ? 0 : 1) === count;
          return isRight ? [] : [`${task} ${what}: ${count} expected, open is ${is?.id}`];
        }),
      );
      expect(found).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("a problem is opened once: back within the window it is the same, later it is another, and forgotten after 30 days", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const opened: string[] = [];
      const found = await complaints(all, ({ now, before, after }) => {
        const last = new Map<string, number>();
        for (const alert of Object.values(before)) {
          const end = isOpen(alert)
            ? Number.POSITIVE_INFINITY
            : Date.parse(alert.resolved_at ?? "");
          last.set(keyOf(alert), Math.max(end, last.get(keyOf(alert)) ?? 0));
        }
        const wrong: string[] = [];
        for (const alert of Object.values(after)) {
          const was = before[alert.id];
          const isSoon = now - (last.get(keyOf(alert)) ?? 0) <= 6 * hourMs;
          if (was === undefined) opened.push(`${alert.id} ${alert.opened_at}`);
          if (was === undefined && isSoon) wrong.push(`${alert.id} is no new problem`);
          if (was !== undefined && was.opened_at !== alert.opened_at)
            wrong.push(`${alert.id} was opened twice`);
          if (was !== undefined && !isOpen(was) && isOpen(alert) && !isSoon)
            wrong.push(`${alert.id} is another problem`);
        }
        for (const alert of Object.values(before)) {
          const isOld = !isOpen(alert) && now - Date.parse(alert.resolved_at ?? "") > 30 * dayMs;
          // Forgotten, it may be opened anew at once under the same id.
          const isKept = after[alert.id]?.opened_at === alert.opened_at;
          if (isOld === isKept) wrong.push(`${alert.id} is ${isOld ? "kept" : "lost"}`);
        }
        return wrong;
      });
      expect(found).toEqual([]);
      expect(new Set(opened).size).toBe(opened.length);
    }),
    { numRuns: 150 },
  );
});

test("each announcement goes out once on each channel, in the quiet hours only what is excepted, and all that stands after them", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const one = host(true);
      for (const step of all) await one.tick(step);
      const keys = one.sendings.map(
        ({ alert, channel, attempt }) =>
          `${alert.id} ${alert.opened_at} ${alert.announced.times} ${channel} ${alert.severity} ${attempt}`,
      );
      expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
      for (const { alert, at } of one.sendings) {
        const hour = new Date(at).getUTCHours();
        expect(alert.severity === "critical" || (hour >= 7 && hour < 22)).toBe(true);
        expect(alert.severity).not.toBe("warning");
        expect(alert).toMatchObject({ acknowledged: null, resolved_at: null, calm_since: null });
      }

      const last = all.at(-1)!;
      const untilNoon = (12 * 60 + 1440 - minuteOfDay(one.now())) % 1440;
      const { alerts } = await one.tick({
        ...last,
        minutes: untilNoon,
        works: true,
        acknowledges: false,
      });
      for (const alert of Object.values(alerts)) {
        const { severity, rule } = alert;
        if (rule !== "blocked-long" || !isOpen(alert) || alert.calm_since !== null) continue;
        if (severity === "warning" || alert.acknowledged !== null) continue;
        for (const channel of channels) {
          const told = one.sendings.filter(
            (sending) =>
              sending.channel === channel &&
              sending.alert.id === alert.id &&
              sending.alert.announced.times === alert.announced.times,
          );
          const gravest = Math.max(
            -1,
            ...told.map((sending) => ranks.indexOf(sending.alert.severity)),
          );
          expect(gravest).toBeGreaterThanOrEqual(ranks.indexOf(severity));
        }
      }
    }),
    { numRuns: 150 },
  );
});

test("what flaps is not heard of more often than the limit within the window", async () => {
  await fc.assert(
    fc.asyncProperty(calmer, async (all) => {
      const one = host(false);
      for (const step of all) await one.tick(step);
      const first = one.sendings.filter(
        ({ alert, attempt }) => alert.rule === "blocked-long" && attempt === 1,
      );
      for (const { alert, channel, at } of first) {
        const near = first.filter(
          (other) =>
            other.alert.id === alert.id &&
            other.channel === channel &&
            other.at >= at &&
            other.at - at < 6 * hourMs,
        );
        expect(near.length).toBeLessThanOrEqual(flapping.times);
      }
    }),
    { numRuns: 150 },
  );
});

function minuteOfDay(at: number): number {
  return Math.floor(at / minuteMs) % 1440;
}
