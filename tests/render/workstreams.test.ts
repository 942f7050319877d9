import { describe, expect, test } from "vitest";
import { publishWorkstream, publishWorkstreams } from "../../src/render/workstreams.ts";
import { DataWorkstream, type TaskState } from "../../src/schema/index.ts";
import { at, ids, instant, stateOf, streamTask, worldWith } from "../core/workstreams/sample.ts";

const own = new Set(["https://github.com"]);
const options = { zone: "UTC", graceMinutes: 15, own };

function publish(tasks: readonly TaskState[], now = 6, settings = {}) {
  const state = stateOf(tasks, { now, settings });
  return DataWorkstream.parse(publishWorkstream(state, worldWith(tasks), at(now), options));
}

describe("a workstream in data.json", () => {
  test("has its clock, its counts and its forecast", () => {
    const tasks = [
      streamTask(1, { status: "done", since: instant(5) }),
      streamTask(2, { depends: ids(1), due: instant(10) }),
      streamTask(3, { status: "archived" }),
    ];
    expect(publish(tasks, 6.25, { hours: 24, go_no_go: 20 })).toMatchObject({
      hour: 6.3,
      hours: 24,
      start: instant(0),
      end: instant(24),
      go_no_go: instant(20),
      verdict: "pending",
      progress: 50,
      counts: { tasks: 3, done: 1, open: 1, critical: 1 },
      critical_path: ids(2),
      finish: instant(14.25),
      spare: 9.75,
      tasks: [
        { number: 1, slack: null, critical: false, left: 0, late: null },
        {
          number: 2,
          slack: 9.75,
          critical: true,
          left: 8,
          due: instant(10),
          deadline: instant(10),
          late: 4.25,
        },
        { number: 3, start: null, finish: null, slack: null },
      ],
    });
  });

  test("knows no finish and no progress without a task", () => {
    expect(publish([])).toMatchObject({ finish: null, spare: null, progress: null, tasks: [] });
  });

  test("is never quite done before it is, and never later by nothing", () => {
    const almost = {
      at: instant(1),
      by: "x",
      progress: 99.9,
      blockers: null,
      needs: null,
      eta: null,
    };
    const tasks = [streamTask(1, { status: "active", checkin: almost, due: instant(6) })];
    expect(publish(tasks)).toMatchObject({ progress: 99, tasks: [{ progress: 99, late: 0.01 }] });
  });

  test("holds no address of a private host", () => {
    const secret = "http://10.0.0.7/x";
    const blocked = { reason: secret, by: secret, on: null, since: null, from: null };
    const tasks = [streamTask(1, { status: "blocked", blocked, title: `See ${secret}` })];
    const settings = {
      goal: secret,
      criteria: [{ text: secret }],
      deliverables: [{ text: secret }],
    };
    expect(JSON.stringify(publish(tasks, 6, settings))).not.toContain("10.0.0.7");
  });

  test("is of bounded size: what is done gives way first, and what is cut is counted", () => {
    const tasks = Array.from({ length: 90 }, (_, index) =>
      streamTask(index + 1, {
        owner: null,
        due: instant(1),
        ...(index < 40 ? { status: "done" as const, since: instant(index / 10) } : {}),
      }),
    );
    const data = publish(tasks);
    expect(data.tasks).toHaveLength(60);
    expect(data.tasks.filter(({ status }) => status !== "done")).toHaveLength(50);
    expect(data).toMatchObject({ tasks_left: 30, counts: { tasks: 90, done: 40 }, risks_left: 88 });
    expect(data.risks).toHaveLength(12);
    expect(data.what_if).toHaveLength(1);
  });

  test("answers what becomes of the rest when the task that is asked for is late, first of all", () => {
    const tasks = [streamTask(1), streamTask(2, { estimate: "2h" })];
    const asked = { ...options, late: { id: "acme/shop#2", hours: 7 } };
    const data = publishWorkstream(stateOf(tasks), worldWith(tasks), at(1), asked);
    expect(data.what_if.map(({ id, hours, shift }) => [id, hours, shift])).toEqual([
      ["acme/shop#2", 7, 1],
      ["acme/shop#1", 8, 8],
    ]);
  });
});

test("workstreams are listed by their start", () => {
  const world = worldWith([]);
  const early = { ...stateOf([]), id: "Z" };
  const late = { ...stateOf([]), id: "A", start: instant(1) };
  const workstreams = new Map([late, early].map((one) => [one.id, one]));
  const listed = publishWorkstreams({ ...world, workstreams }, at(1), options);
  expect(listed.map(({ id }) => id)).toEqual(["Z", "A"]);
});
