import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleAgent } from "../../render/sample-state.ts";
import { forecast, ids, instant, streamTask } from "./sample.ts";

type Options = Parameters<typeof forecast>[1];

function next(tasks: readonly TaskState[], options: Options = {}) {
  return forecast(tasks, { now: 1, ...options }).next;
}

const said = (tasks: readonly TaskState[], options: Options = {}) =>
  next(tasks, options).map(({ who, text }) => `${who}: ${text}`);

const blocked = (fields: Partial<NonNullable<TaskState["blocked"]>> = {}) => ({
  status: "blocked" as const,
  blocked: { reason: "no key", by: null, on: null, since: null, from: null, ...fields },
});

describe("what can be done with a task", () => {
  test.each<[string, Partial<TaskState>, readonly string[]]>([
    ["in the inbox", { status: "inbox", owner: null }, ["orchestrator: Triage #1 (Task 1)"]],
    [
      "without an owner",
      { status: "planned", owner: null },
      ["orchestrator: Find an owner for #1 (Task 1)"],
    ],
    ["with an owner", {}, ["agent:atlas: Start #1 (Task 1)"]],
    ["under way", { status: "active" }, ["agent:atlas: Finish #1 (Task 1)"]],
    ["blocked", blocked(), ["agent:atlas: Unblock #1 (Task 1)"]],
    ["blocked, and somebody can end that", blocked({ by: "cleo" }), ["cleo: Unblock #1 (Task 1)"]],
    ["in review", { status: "review" }, ["reviewer: Give a verdict on #1 (Task 1)"]],
    ["that failed", { status: "failed" }, ["orchestrator: Plan again, or archive, #1 (Task 1)"]],
    ["that is done", { status: "done" }, []],
    ["that is archived", { status: "archived" }, []],
  ])("%s", (_, fields, expected) => {
    expect(said([streamTask(1, fields)])).toEqual(expected);
  });

  test("whose owner is silent or held back: find another one", () => {
    const agents = [sampleAgent("atlas", { health: "stale", last_seen: instant(0) })];
    for (const status of ["assigned", "active"] as const) {
      const [first] = next([streamTask(1, { status })], { agents });
      expect(first).toMatchObject({
        kind: "reassign",
        who: "orchestrator",
        text: "Find another owner for #1 (Task 1)",
        reason: expect.stringMatching(/^Its owner, agent:atlas, is silent since /),
      });
    }
  });

  test("that waits for another: nothing, but for finding a critical one an owner", () => {
    const tasks = [
      streamTask(1, { status: "active" }),
      streamTask(2, { depends: ids(1) }),
      streamTask(3, { depends: ids(1), owner: null, estimate: "1h", status: "planned" }),
      streamTask(4, { depends: ids(2), owner: null, status: "planned" }),
    ];
    expect(said(tasks)).toEqual([
      "orchestrator: Find an owner for #4 (Task 4)",
      "agent:atlas: Finish #1 (Task 1)",
    ]);
  });
});

describe("the recommended one", () => {
  test("ends what blocks the most critical blocked task, and says what cannot move before", () => {
    const tasks = [
      streamTask(1, { status: "active", owner: "human:ben", estimate: "2h" }),
      streamTask(2, { ...blocked({ on: "acme/shop#1" }), depends: ids(1), estimate: "9h" }),
      streamTask(3, { depends: ids(2), due: instant(40) }),
      streamTask(4, { estimate: "9h" }),
    ];
    expect(next(tasks)[0]).toEqual({
      kind: "finish",
      id: "acme/shop#1",
      who: "human:ben",
      text: "Finish #1 (Task 1)",
      reason:
        "#2 cannot move before; it is on the critical path, where every hour moves the finish (slack to the end 148 h); 2 tasks wait behind it; 20 h until the deadline of #3 is lost.",
    });
  });

  test("is on the critical path before all else, then what has the least margin", () => {
    const tasks = [
      streamTask(1, { estimate: "2h", due: instant(4) }),
      streamTask(2, { estimate: "2h", due: instant(3) }),
      streamTask(3, { estimate: "50h" }),
    ];
    expect(said(tasks)).toEqual([
      "agent:atlas: Start #3 (Task 3)",
      "agent:atlas: Start #2 (Task 2)",
      "agent:atlas: Start #1 (Task 1)",
    ]);
    expect(next(tasks)[1]?.reason).toBe("Slack 165 h; due at hour 3.");
  });

  test("among equals holds up more, then is of higher priority, then is older", () => {
    const long = streamTask(9, { status: "active", estimate: "90h" });
    const one = { estimate: "2h" };
    expect(
      said([
        long,
        streamTask(1, { ...one, priority: null }),
        streamTask(2, { ...one, priority: "low" }),
        streamTask(3, { ...one, priority: "urgent" }),
        streamTask(4, { ...one, priority: "low" }),
      ]),
    ).toEqual([3, 2, 4].map((number) => `agent:atlas: Start #${number} (Task ${number})`));
    const holds = [
      long,
      streamTask(1, { ...one, priority: "urgent", estimate: "4h" }),
      streamTask(2, { ...one, priority: "low" }),
      streamTask(3, { ...one, depends: ids(2) }),
    ];
    expect(next(holds)[0]).toMatchObject({
      id: "acme/shop#2",
      reason: expect.stringContaining("1 task waits behind it"),
    });
  });

  test("says by how much a deadline will be missed", () => {
    const tasks = [
      streamTask(1, { due: instant(4) }),
      streamTask(2, { depends: ids(1), due: instant(7) }),
    ];
    expect(next(tasks)[0]?.reason).toContain("the deadline of #2 will be missed by 10 h");
    const other = streamTask(3, { estimate: "6h" });
    const late = streamTask(4, { estimate: "30h", depends: ids(1, 3), due: instant(7) });
    const [, second] = next([streamTask(1, { estimate: "9h" }), other, late]);
    expect(second).toMatchObject({
      id: "acme/shop#3",
      reason: expect.stringContaining(
        "3 h until it delays #4, which will miss its deadline as it is",
      ),
    });
    expect(next([streamTask(1, { due: instant(4) })])[0]?.reason).toContain(
      "due at hour 4; its deadline will be missed by 5 h",
    );
  });

  test("is to resume while all new work is halted, and nothing is started then", () => {
    const halt = { reason: "a key leaked", by: "ada", at: instant(0) };
    const tasks = [streamTask(1), streamTask(2, { status: "review", halt })];
    expect(next(tasks).map(({ kind, who, reason }) => [kind, who, reason.slice(0, 13)])).toEqual([
      ["resume", "operator", "A key leaked."],
      ["review", "reviewer", "Slack 167 h."],
    ]);
  });

  test("is to end a circle, which nothing else can", () => {
    const tasks = [streamTask(1, { depends: ids(2) }), streamTask(2, { depends: ids(1) })];
    expect(next(tasks)).toMatchObject([
      {
        kind: "break-circle",
        who: "orchestrator",
        text: "Take a dependency out of the circle: #1, #2",
      },
    ]);
  });
});

test("there are at most three, the same whatever the order the tasks came in, and all of them possible", () => {
  const given = fc.array(
    fc.record({
      hours: fc.integer({ min: 0, max: 9 }),
      status: fc.constantFrom("planned", "assigned", "active", "blocked", "review", "done"),
      needs: fc.nat(4),
      isOwned: fc.boolean(),
    } as const),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(given, fc.boolean(), (rows, isReversed) => {
      const tasks = rows.map(({ hours, status, needs, isOwned }, index) =>
        streamTask(index + 1, {
          ...(status === "blocked" ? blocked() : { status }),
          estimate: `${hours}h`,
          owner: isOwned ? "agent:atlas" : null,
          depends: index > needs ? ids(index - needs) : [],
        }),
      );
      const found = next(tasks);
      expect(found.length).toBeLessThanOrEqual(3);
      expect(next(isReversed ? tasks.toReversed() : tasks)).toEqual(found);
      const isDone = (id: string) => tasks.every((one) => one.id !== id || one.status === "done");
      const impossible = found.filter(({ id, kind }) => {
        const needs = tasks.find((one) => one.id === id)?.depends ?? [];
        return ["start", "unblock", "finish"].includes(kind) && !needs.every(isDone);
      });
      expect(impossible).toEqual([]);
    }),
  );
});
