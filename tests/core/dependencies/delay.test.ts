import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { criticalPath } from "../../../src/core/dependencies/critical-path.ts";
import { delayed } from "../../../src/core/dependencies/delay.ts";
import { hourMs } from "../../../src/core/dependencies/schedule-node.ts";
import { arbitraryWorkstream, hour, task, workstream } from "./sample-schedule.ts";
import { slowTimes } from "./slow-reference.ts";

describe("a late task", () => {
  // #1 (4) -> #3 (2), #2 (9) beside them
  const input = workstream([
    task("#1", 4, [], { deadline: hour(5) }),
    task("#2", 9, [], { deadline: hour(8) }),
    task("#3", 2, ["#1"], { deadline: hour(10) }),
    task("#4", 1, [], { state: "done", doneAt: hour(-1), deadline: hour(-2) }),
    task("#5", 1, [], { state: "dropped", deadline: hour(-2) }),
    task("#6", 1, ["#6"], { deadline: hour(-2) }),
  ]);
  const anyway = { id: "#2", deadline: hour(8), finish: hour(9), isMissedAnyway: true };

  test("within its slack moves what depends on it, and not the finish", () => {
    expect(delayed(input, "#1", 3)).toEqual({
      kind: "late",
      finish: hour(9),
      shift: 0,
      moved: [
        { id: "#1", finish: hour(7), shift: 3 },
        { id: "#3", finish: hour(9), shift: 3 },
      ],
      missed: [{ id: "#1", deadline: hour(5), finish: hour(7), isMissedAnyway: false }, anyway],
    });
  });

  test("beyond its slack moves the finish by what is beyond", () => {
    expect(delayed(input, "#1", 5.5)).toMatchObject({ finish: hour(11.5), shift: 2.5 });
  });

  test.each([
    [3.999, []],
    [4, []],
    [4.001, ["#3"]],
  ])("by %d h, to the deadline of another or beyond it", (hours, expected) => {
    const outcome = delayed(input, "#1", hours);
    const missed = outcome.kind === "late" ? outcome.missed : [];
    expect(missed.map(({ id }) => id).filter((id) => id === "#3")).toEqual(expected);
  });

  test("that would have been done at its deadline misses it for the delay alone", () => {
    const exact = workstream([task("#1", 4, [], { deadline: hour(4) })]);
    expect(delayed(exact, "#1", 1)).toMatchObject({ missed: [{ isMissedAnyway: false }] });
  });

  test("that is not late moves nothing", () => {
    expect(delayed(input, "#1", 0)).toEqual({
      kind: "late",
      finish: hour(9),
      shift: 0,
      moved: [],
      missed: [anyway],
    });
  });

  test("moves another only as far as that one's own time to begin does not cover it", () => {
    const waiting = workstream([task("#1", 4), task("#2", 1, ["#1"], { notBefore: hour(6) })]);
    expect(delayed(waiting, "#1", 3)).toMatchObject({
      shift: 1,
      moved: [
        { id: "#1", shift: 3 },
        { id: "#2", shift: 1 },
      ],
    });
  });

  test.each([
    ["#404", "no-such-node"],
    ["__proto__", "no-such-node"],
    ["#4", "done"],
    ["#5", "dropped"],
    ["#6", "unjudged"],
  ])("cannot be %s: %s", (id, reason) => {
    expect(delayed(input, id, 3)).toEqual({ kind: "none", reason });
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("cannot be late by %d h", (hours) => {
    expect(() => delayed(input, "#1", hours)).toThrow(
      new RangeError(`a delay is a number of hours from 0, not ${hours}`),
    );
  });
});

describe("in any workstream", () => {
  const hours = fc.integer({ min: 0, max: 30 });

  test("a task late by no more than its slack does not move the finish, a critical one by all of it", () => {
    fc.assert(
      fc.property(arbitraryWorkstream("any"), hours, ({ end: _end, ...input }, late) => {
        const { nodes, finish } = criticalPath(input);
        for (const [id, time] of nodes) {
          if (time.state === "done") continue;
          const within = delayed(input, id, Math.min(late, time.slack));
          expect(within).toMatchObject({ kind: "late", shift: 0, finish });
          const beyond = delayed(input, id, time.slack + late);
          expect(beyond).toMatchObject({ kind: "late", shift: late });
        }
      }),
      { numRuns: 200 },
    );
  });

  test("the finishes that move are those of the longest paths, reckoned slowly", () => {
    fc.assert(
      fc.property(arbitraryWorkstream("any"), hours, fc.nat(), (input, late, pick) => {
        const { id } = input.nodes[pick % input.nodes.length]!;
        const outcome = delayed(input, id, late);
        const before = slowTimes(input).finish;
        const after = slowTimes(input, { id, hours: late }).finish;
        const node = input.nodes.find((other) => other.id === id);
        const canBeLate = node?.state === "open" && before.has(id);
        expect(outcome.kind).toBe(canBeLate ? "late" : "none");
        if (outcome.kind === "none") return;
        const moved = [...after].filter(([other, finish]) => finish !== before.get(other));
        expect(Object.fromEntries(outcome.moved.map((one) => [`${one.id} `, one.finish]))).toEqual(
          Object.fromEntries(moved.map(([other, finish]) => [`${other} `, finish])),
        );
        for (const one of outcome.moved) {
          expect(one.shift).toBe((one.finish - before.get(one.id)!) / hourMs);
        }
        expect(outcome.finish).toBe(Math.max(...after.values()));
        const missed = input.nodes
          .filter((other) => other.state === "open" && typeof other.deadline === "number")
          .filter((other) => (after.get(other.id) ?? 0) > other.deadline!)
          .map((other) => other.id);
        expect(outcome.missed.map((one) => one.id).toSorted()).toEqual(missed.toSorted());
      }),
      { numRuns: 500 },
    );
  });
});
