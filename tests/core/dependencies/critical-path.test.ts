import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { criticalPath, type Scheduled } from "../../../src/core/dependencies/critical-path.ts";
import { hourMs, type ScheduleNode } from "../../../src/core/dependencies/schedule-node.ts";
import { arbitraryWorkstream, hour, task, workstream } from "./sample-schedule.ts";
import { slowTimes } from "./slow-reference.ts";

/** Hours after the start of the workstream. */
function inHours(time: Scheduled | undefined) {
  if (time === undefined) return undefined;
  const { earliestStart, earliestFinish, latestStart, latestFinish, slack, isCritical } = time;
  const [es, ef, ls, lf] = [earliestStart, earliestFinish, latestStart, latestFinish].map(
    (at) => (at - hour(0)) / hourMs,
  );
  return [es, ef, ls, lf, slack, isCritical];
}

/** When what is left of it can begin. */
function beginOf({ latestStart, slack }: Scheduled): number {
  return latestStart - slack * hourMs;
}

const none = { assumed: [], unjudged: [], dropped: [], unknown: [] };

describe("a workstream reckoned by hand", () => {
  // #1 (3) -> #2 (4) -> #4 (5) -> #6 (2), #1 -> #3 (2) -> #5 (3) -> #6
  const nodes = [
    task("#1", 3),
    task("#2", 4, ["#1"]),
    task("#3", 2, ["#1"]),
    task("#4", 5, ["#2"]),
    task("#5", 3, ["#3"]),
    task("#6", 2, ["#4", "#5"]),
  ];

  test("has the times, the slack and the path of the textbook", () => {
    const { nodes: times, ...rest } = criticalPath(workstream(nodes));
    expect([...times].map(([id, time]) => [id, ...(inHours(time) ?? [])])).toEqual([
      ["#1", 0, 3, 0, 3, 0, true],
      ["#2", 3, 7, 3, 7, 0, true],
      ["#3", 3, 5, 7, 9, 4, false],
      ["#4", 7, 12, 7, 12, 0, true],
      ["#5", 5, 8, 9, 12, 4, false],
      ["#6", 12, 14, 12, 14, 0, true],
    ]);
    expect(rest).toEqual({ ...none, path: ["#1", "#2", "#4", "#6"], finish: hour(14) });
  });

  test.each([
    ["later than the finish: everything may be late by the difference", 20, 6, 10],
    ["sooner than the finish: it is too late by the difference", 10, -4, 0],
  ])("has slack against an end %s", (_name, end, slack, beside) => {
    const { nodes: times, path, finish } = criticalPath(workstream(nodes, { end: hour(end) }));
    expect(inHours(times.get("#2"))).toEqual([3, 7, 3 + slack, 7 + slack, slack, true]);
    expect(inHours(times.get("#3"))).toEqual([3, 5, 3 + beside, 5 + beside, beside, false]);
    expect({ path, finish }).toEqual({ path: ["#1", "#2", "#4", "#6"], finish: hour(14) });
  });

  test("has the same finish for an end of null as without one", () => {
    expect(criticalPath(workstream(nodes, { end: null }))).toEqual(criticalPath(workstream(nodes)));
  });
});

describe("one task", () => {
  const started = { startedAt: hour(2) };
  test.each<[string, Partial<ScheduleNode>, number, number]>([
    ["that nobody began begins now", {}, 10, 18],
    ["that may not begin before a time", { notBefore: hour(15) }, 15, 23],
    ["whose time to begin has come", { notBefore: hour(5) }, 10, 18],
    ["that has started needs what is left from now", { ...started, progress: 0.75 }, 2, 12],
    ["that has started and tells of no progress needs it all", started, 2, 18],
    ["that has started waits for no time to begin", { ...started, notBefore: hour(15) }, 2, 18],
    ["that started by a clock ahead of ours begins now", { startedAt: hour(11) }, 10, 18],
    ["with progress but no start begins now", { progress: 0.5 }, 10, 14],
    ["with all its work done needs no more", { progress: 1 }, 10, 10],
    ["with more progress than there is needs no more", { progress: 3 }, 10, 10],
    ["with less progress than none needs it all", { progress: -1 }, 10, 18],
    ["with progress that is no number needs it all", { progress: Number.NaN }, 10, 18],
    ["of no hours ends as it begins", { hours: 0 }, 10, 10],
    ["of ten years takes them", { hours: 87_600 }, 10, 87_610],
  ])("%s", (_name, facts, start, finish) => {
    const { nodes, assumed } = criticalPath(
      workstream([task("#1", 8, [], facts)], { now: hour(10), defaultHours: 3 }),
    );
    expect(inHours(nodes.get("#1"))?.slice(0, 2)).toEqual([start, finish]);
    expect(assumed).toEqual([]);
  });

  test("that nobody began waits for the start of its workstream", () => {
    const { nodes } = criticalPath(workstream([task("#1", 8)], { start: hour(24) }));
    expect(inHours(nodes.get("#1"))).toEqual([24, 32, 24, 32, 0, true]);
  });

  test.each([null, -1, Number.NaN, Number.POSITIVE_INFINITY, 87_601])(
    "with an estimate of %s takes the default, and says so",
    (hours) => {
      const { finish, assumed } = criticalPath(workstream([task("#1", hours)]));
      expect(finish).toBe(hour(8));
      expect(assumed).toEqual(["#1"]);
    },
  );

  test("that has started goes on when what it depends on has finished", () => {
    const facts = { startedAt: hour(-4), progress: 0.5 };
    const { nodes, path } = criticalPath(workstream([task("#1", 6), task("#2", 8, ["#1"], facts)]));
    expect(inHours(nodes.get("#2"))).toEqual([-4, 10, 6, 10, 0, true]);
    expect(path).toEqual(["#1", "#2"]);
  });
});

describe("a done task", () => {
  const now = hour(10);
  const done = (facts: Partial<ScheduleNode>) => task("#1", null, [], { state: "done", ...facts });

  test.each<[string, Partial<ScheduleNode>, number, number]>([
    ["was worked on when it was", { startedAt: hour(1), doneAt: hour(4) }, 1, 4],
    ["without a start was done in no time", { doneAt: hour(4) }, 4, 4],
    ["done before it started, by two clocks", { startedAt: hour(6), doneAt: hour(4) }, 4, 4],
    ["done by a clock ahead of ours is done by now", { doneAt: hour(12) }, 10, 10],
    ["done nobody knows when is done by now", {}, 10, 10],
  ])("%s", (_name, facts, start, finish) => {
    const { nodes, ...rest } = criticalPath(workstream([done(facts)], { now }));
    expect(inHours(nodes.get("#1"))).toEqual([start, finish, start, finish, 0, false]);
    expect(nodes.get("#1")?.state).toBe("done");
    expect(rest).toEqual({ ...none, path: [], finish: hour(finish) });
  });

  test("could have been as late as the first that depends on it allows", () => {
    const nodes = [done({ doneAt: hour(4) }), task("#2", 8, ["#1"]), task("#3", 5, ["#1"])];
    const { nodes: times, path } = criticalPath(workstream(nodes, { now }));
    expect(inHours(times.get("#1"))).toEqual([4, 4, 10, 10, 6, false]);
    expect(path).toEqual(["#2"]);
  });

  test("waits for nothing and holds up nothing, whatever it once depended on", () => {
    const late = task("#1", 8, ["#2"], { state: "done", doneAt: hour(-1) });
    const { nodes, path } = criticalPath(workstream([late, task("#2", 3), task("#3", 5)]));
    expect(inHours(nodes.get("#1"))?.slice(0, 2)).toEqual([-1, -1]);
    expect(inHours(nodes.get("#2"))).toEqual([0, 3, 2, 5, 2, false]);
    expect(path).toEqual(["#3"]);
  });

  test("breaks the circle it is in", () => {
    const { nodes, unjudged } = criticalPath(
      workstream([task("#1", 1, ["#2"], { state: "done" }), task("#2", 3, ["#1"])]),
    );
    expect(unjudged).toEqual([]);
    expect(inHours(nodes.get("#2"))).toEqual([0, 3, 0, 3, 0, true]);
  });
});

describe("what cannot be counted is told", () => {
  test("a dropped task holds up nothing, has no times, and is told of when an open one depends on it", () => {
    const { nodes, ...rest } = criticalPath(
      workstream([
        task("#1", 50, ["#2"], { state: "dropped" }),
        task("#2", 4, ["#1"]),
        task("#3", 2, ["#1"]),
        task("#4", 1, ["#5"], { state: "done", doneAt: hour(0) }),
        task("#5", 1, [], { state: "dropped" }),
      ]),
    );
    expect([...nodes.keys()]).toEqual(["#2", "#3", "#4"]);
    expect(rest).toEqual({
      ...none,
      path: ["#2"],
      finish: hour(4),
      dropped: [{ id: "#1", neededBy: ["#2", "#3"] }],
    });
  });

  test("tasks in a cycle or behind one have no numbers; what they depend on has", () => {
    const { nodes, ...rest } = criticalPath(
      workstream([
        task("#1", 4),
        task("#2", null, ["#1", "#3"]),
        task("#3", 2, ["#2"]),
        task("#10", 1, ["#3"]),
        task("#9", 1, ["#10"]),
      ]),
    );
    expect([...nodes].map(([id, time]) => [id, ...(inHours(time) ?? [])])).toEqual([
      ["#1", 0, 4, 0, 4, 0, true],
    ]);
    expect(rest).toEqual({
      ...none,
      path: ["#1"],
      finish: hour(4),
      assumed: ["#2"],
      unjudged: ["#2", "#3", "#9", "#10"],
    });
  });

  test("a reference that names no task holds up nothing", () => {
    const { finish, unknown } = criticalPath(workstream([task("#1", 4, ["#404"])]));
    expect(finish).toBe(hour(4));
    expect(unknown).toEqual([{ from: "#1", to: "#404" }]);
  });

  test.each<[string, readonly ScheduleNode[]]>([
    ["no task", []],
    ["only dropped ones", [task("#1", 4, [], { state: "dropped" })]],
    ["only a cycle", [task("#1", 4, ["#1"])]],
  ])("with %s there is no finish", (_name, nodes) => {
    const schedule = criticalPath(workstream(nodes, { end: hour(50) }));
    expect([schedule.finish, schedule.path, schedule.nodes.size]).toEqual([null, [], 0]);
  });
});

describe("the critical path", () => {
  test.each<[string, readonly ScheduleNode[], readonly string[]]>([
    ["of equal ones is that of the first ids", [task("#10", 4), task("#9", 4)], ["#9"]],
    [
      "goes by the first id at a fork as well",
      [task("#10", 4), task("#9", 4), task("#11", 1, ["#10", "#9"])],
      ["#9", "#11"],
    ],
    [
      "ends with the gate of no hours that waits for the last",
      [task("#1", 4), task("#2", 0, ["#1"])],
      ["#1", "#2"],
    ],
    [
      "begins where a task waits for its time, not for another",
      [task("#1", 4), task("#2", 3, ["#1"], { notBefore: hour(9) })],
      ["#2"],
    ],
    [
      "goes past a cycle that waits for it",
      [task("#1", 4), task("#2", 1, ["#1", "#3"]), task("#3", 1, ["#2"])],
      ["#1"],
    ],
    [
      "leaves out what is done",
      [task("#1", 4, [], { state: "done", doneAt: hour(0) }), task("#2", 1, ["#1"])],
      ["#2"],
    ],
    [
      "goes past a done task that depended on its end",
      [task("#1", 4), task("#2", 4, ["#1"], { state: "done", doneAt: hour(-1) })],
      ["#1"],
    ],
  ])("%s", (_name, nodes, expected) => {
    expect(criticalPath(workstream(nodes)).path).toEqual(expected);
  });

  test("is made of critical tasks, each beginning as the one before it finishes", () => {
    fc.assert(
      fc.property(arbitraryWorkstream("any"), (input) => {
        const { path, nodes, finish } = criticalPath(input);
        const open = [...nodes.values()].filter((time) => time.state === "open");
        expect(path.length > 0).toBe(open.length > 0);
        expect(path.map((id) => nodes.get(id)?.isCritical)).toEqual(path.map(() => true));
        const ends = path.map((id) => nodes.get(id)?.earliestFinish);
        const begins = path.map((id) => nodes.get(id)!).map(beginOf);
        expect([...begins.slice(1), finish]).toEqual(path.length > 0 ? ends : [finish]);
        const steps = path.slice(1).map((id, at) => ({ id, before: path[at]! }));
        for (const { id, before } of steps) {
          expect(input.nodes.find((node) => node.id === id)?.dependsOn).toContain(before);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("the times of any workstream", () => {
  test("are those of the longest paths, reckoned slowly", () => {
    fc.assert(
      fc.property(arbitraryWorkstream("any"), (input) => {
        const slow = slowTimes(input);
        const { nodes, unjudged, finish } = criticalPath(input);
        const last = slow.finish.size === 0 ? null : Math.max(...slow.finish.values());
        expect(finish).toBe(last);
        const open = input.nodes.filter((node) => node.state === "open");
        const stuck = open.filter((node) => !slow.finish.has(node.id)).map((node) => node.id);
        expect(unjudged.toSorted()).toEqual(stuck.toSorted());
        expect([...nodes.keys()].sort()).toEqual([...slow.finish.keys()].sort());
        const goal = input.end ?? last ?? 0;
        for (const [id, time] of nodes) {
          expect(time.earliestFinish).toBe(slow.finish.get(id));
          expect(time.latestFinish).toBe(goal - slow.tail.get(id)!);
          expect(time.slack).toBe((time.latestFinish - time.earliestFinish) / hourMs);
          const isLongest = last === time.earliestFinish + slow.tail.get(id)!;
          expect(time.isCritical).toBe(isLongest && time.state === "open");
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("leave no slack below zero where no end is set, and some task none", () => {
    fc.assert(
      fc.property(arbitraryWorkstream("acyclic"), ({ end: _end, ...input }) => {
        const slacks = [...criticalPath(input).nodes.values()].map((time) => time.slack);
        expect(Math.min(0, ...slacks)).toBe(0);
        expect(slacks.includes(0)).toBe(slacks.length > 0);
      }),
    );
  });

  test("do not depend on the order in which the tasks come", () => {
    fc.assert(
      fc.property(arbitraryWorkstream("any"), (input) => {
        const other = criticalPath({ ...input, nodes: input.nodes.toReversed() });
        expect(JSON.stringify([other, ...other.nodes])).toBe(
          JSON.stringify([criticalPath(input), ...criticalPath(input).nodes]),
        );
      }),
    );
  });

  test("are found for a chain of 10,000 tasks of ten years each, whose end is a date", () => {
    const chain = Array.from({ length: 10_000 }, (_, at) =>
      task(`#${at}`, 87_600, at > 0 ? [`#${at - 1}`] : []),
    );
    const { path, finish } = criticalPath(workstream(chain));
    expect(path.length).toBe(10_000);
    expect(finish).toBe(hour(876_000_000));
    expect(Number.isNaN(new Date(finish ?? Number.NaN).getTime())).toBe(false);
  });
});
