import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { whatIf } from "../../../src/core/workstreams/what-if.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { at, forecast, ids, instant, streamTask } from "./sample.ts";

const checkin = (progress: number) => ({
  at: instant(0),
  by: "atlas",
  progress,
  blockers: false,
  needs: null,
  eta: null,
});

describe("the forecast", () => {
  const tasks = [
    streamTask(1, { status: "done", since: instant(3), estimate: "4h" }),
    streamTask(2, { status: "active", estimate: "8h", depends: ids(1), checkin: checkin(25) }),
    streamTask(3, { estimate: "10h", depends: ids(2) }),
    streamTask(4, { estimate: "1h", depends: ids(1), due: instant(20) }),
    streamTask(5, { status: "archived" }),
  ];

  test("expects the end of the longest chain", () => {
    expect(forecast(tasks, { now: 5 }).finish).toBe(at(5 + 6 + 10));
  });

  test("says of each task what is left, when it comes, and how late it may be", () => {
    const { plan } = forecast(tasks, { now: 5, settings: { hours: 24 } });
    const rows = [...plan.tasks.values()].map(({ task, left, times }) => [
      task.number,
      left,
      times?.slack ?? null,
      times?.isCritical ?? null,
    ]);
    expect(rows).toEqual([
      [2, 6, 3, true],
      [1, 0, 5, false],
      [4, 1, 18, false],
      [3, 10, 3, true],
      [5, 0, null, null],
    ]);
  });

  test("weighs progress by hours, and leaves out what is archived", () => {
    expect(forecast(tasks, { now: 5 }).progress).toBeCloseTo((4 + 2) / (4 + 8 + 10 + 1));
    expect(forecast([], { now: 5 })).toMatchObject({ progress: null, finish: null });
  });

  test("names what it only assumes", () => {
    const some = [streamTask(1, { estimate: null }), streamTask(2, { estimate: "1h" })];
    const { plan, assumedHours } = forecast(some, { settings: { default_hours: 6 } });
    expect(assumedHours).toBe(6);
    expect([...plan.tasks.values()].map((one) => [one.task.number, one.isAssumed])).toEqual([
      [2, false],
      [1, true],
    ]);
  });

  test("counts on open tasks outside of the workstream that it waits for, and on no other", () => {
    const outside = (number: number, fields: Partial<TaskState>) =>
      streamTask(number, { workstream: null, ...fields });
    const { plan, finish } = forecast(
      [
        streamTask(1, { depends: ids(7, 9) }),
        outside(7, { depends: ids(8), estimate: "2h" }),
        outside(8, { estimate: "3h" }),
        outside(9, { status: "done" }),
        outside(10, { estimate: "90h" }),
      ],
      { now: 0 },
    );
    expect(finish).toBe(at(13));
    expect([...plan.tasks.values()].map((one) => [one.task.number, one.isOutside])).toEqual([
      [8, true],
      [7, true],
      [1, false],
    ]);
  });

  test.each<[string, Partial<TaskState>, number]>([
    ["waits for its verdict", { status: "review" }, 0],
    ["is half done", { status: "active", checkin: checkin(50) }, 4],
    ["is blocked half done", blockedFrom("active"), 4],
    ["has been given back to be planned", { status: "planned", checkin: checkin(50) }, 8],
    ["failed half done", { status: "failed", checkin: checkin(50) }, 8],
    ["was reverted", { status: "reverted", checkin: checkin(100) }, 8],
  ])("counts what is left of a task that %s", (_, fields, left) => {
    expect(forecast([streamTask(1, fields)], { now: 2 }).finish).toBe(at(2 + left));
  });

  function blockedFrom(from: "active"): Partial<TaskState> {
    const blocked = { reason: "no key", by: null, on: null, since: null, from };
    return { status: "blocked", blocked, checkin: checkin(50) };
  }
});

describe("the margin of a task", () => {
  const margins = (tasks: readonly TaskState[]) =>
    Object.fromEntries(
      [...forecast(tasks, { now: 0 }).plan.tasks.values()].map(({ task, margin }) => [
        task.number,
        margin,
      ]),
    );

  test("is the least that a deadline on it or behind it leaves", () => {
    const [behind] = ids(3);
    expect(
      margins([
        streamTask(1, { estimate: "2h" }),
        streamTask(2, { estimate: "2h", depends: ids(1), due: instant(5) }),
        streamTask(3, { estimate: "4h", depends: ids(2), due: instant(8.5) }),
        streamTask(4),
      ]),
    ).toEqual({
      1: { hours: 0.5, of: behind, isMissed: false },
      2: { hours: 0.5, of: behind, isMissed: false },
      3: { hours: 0.5, of: behind, isMissed: false },
      4: null,
    });
  });

  test("counts a deadline that is missed anyway against what makes it so, and leaves the rest its time", () => {
    const [missed] = ids(3);
    expect(
      margins([
        streamTask(1, { estimate: "6h" }),
        streamTask(2, { estimate: "2h" }),
        streamTask(3, { estimate: "4h", depends: ids(1, 2), due: instant(8) }),
      ]),
    ).toEqual({
      1: { hours: -2, of: missed, isMissed: true },
      2: { hours: 4, of: missed, isMissed: true },
      3: { hours: -2, of: missed, isMissed: true },
    });
  });

  test("is exactly the delay up to which no deadline behind it is missed", () => {
    const given = fc.array(
      fc.record({
        hours: fc.integer({ min: 0, max: 9 }),
        due: fc.option(fc.integer({ min: 1, max: 60 })),
        needs: fc.nat(3),
      }),
      { minLength: 1, maxLength: 7 },
    );
    fc.assert(
      fc.property(given, (rows) => {
        const tasks = rows.map(({ hours, due, needs }, index) =>
          streamTask(index + 1, {
            estimate: `${hours}h`,
            due: due === null ? null : instant(due),
            depends: index > needs ? ids(index - needs) : [],
          }),
        );
        const { plan } = forecast(tasks, { now: 0 });
        for (const { task, margin } of plan.tasks.values()) {
          if (margin === null || margin.hours < 0) continue;
          expect(whatIf(plan, task.id, margin.hours)?.missed).toEqual([]);
          const missed = whatIf(plan, task.id, margin.hours + 0.01)?.missed;
          // What is missed anyway is no news.
          expect(missed?.includes(margin.of)).toBe(!margin.isMissed);
        }
      }),
    );
  });
});

test("tells of each critical task what becomes of the rest when it is eight hours late", () => {
  const tasks = [
    streamTask(1, { estimate: "6h" }),
    streamTask(2, { estimate: "4h", depends: ids(1), due: instant(12) }),
    streamTask(3, { estimate: "1h" }),
  ];
  expect(forecast(tasks, { now: 0 }).whatIfs).toEqual([
    { id: "acme/shop#1", hours: 8, finish: at(18), shift: 8, missed: ids(2) },
    { id: "acme/shop#2", hours: 8, finish: at(18), shift: 8, missed: ids(2) },
  ]);
});
