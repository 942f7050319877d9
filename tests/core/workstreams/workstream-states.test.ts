import { describe, expect, test } from "vitest";
import { workstreamStates } from "../../../src/core/workstreams/workstream-states.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { at, ids, instant, stateOf, streamConfig, streamTask } from "./sample.ts";

describe("the tasks of a workstream", () => {
  test("are those of its repository that carry its milestone, in the order of their numbers", () => {
    const tasks = [
      streamTask(10),
      streamTask(9),
      streamTask(3, { workstream: "Other" }),
      streamTask(4, { workstream: null }),
      streamTask(5, { repo: "acme/api", id: "acme/api#5" }),
    ];
    expect(stateOf(tasks).tasks).toEqual(ids(9, 10));
  });

  test("of a protected project are not kept", () => {
    const config = streamConfig(
      {},
      { projects: [{ id: "shop", name: "Shop", status: "protected", repo: "acme/shop" }] },
    );
    expect(workstreamStates(config, "acme/shop", [streamTask(1)], {}, at(1))).toEqual({});
  });

  test("are kept apart when two repositories have a milestone of the same title", () => {
    const entry = { milestone: "Launch", start: instant(0), hours: 24 };
    const config = streamConfig({}, { workstreams: [entry, { ...entry, repo: "acme/api" }] });
    const tasks = [streamTask(1), streamTask(2, { repo: "acme/api", id: "acme/api#2" })];
    const states = workstreamStates(config, "acme/shop", tasks, {}, at(1));
    const found = Object.values(states).map(({ id, tasks: own }) => [id, own]);
    expect(found).toEqual([
      ["Launch (acme/shop)", ["acme/shop#1"]],
      ["Launch (acme/api)", ["acme/api#2"]],
    ]);
  });
});

test("the clock, the check-ins and the go/no-go are instants of the start and the hours written down", () => {
  const settings = {
    go_no_go: 160.5,
    default_hours: 4,
    checkins: [{ every_hours: 1, until_hour: 24 }],
  };
  expect(stateOf([], { settings })).toMatchObject({
    start: instant(0),
    hours: 168,
    default_hours: 4,
    go_no_go: instant(160.5),
    checkins: [{ every_hours: 1, from: instant(0), until: instant(24) }],
  });
});

describe("a criterion", () => {
  const done = (number: number, hour = 1) =>
    streamTask(number, { status: "done", since: instant(hour) });
  const both = { text: "it opens", tasks: ["#1", "acme/shop#2"] };
  type Row = readonly [string, readonly TaskState[], number, string, string];

  test.each<Row>([
    ["all its tasks are done", [done(1), done(2)], 2, "met", "done: #1, #2"],
    ["one is not done", [done(1), streamTask(2)], 2, "pending", "not done: #2"],
    ["one failed", [done(1), streamTask(2, { status: "failed" })], 2, "failed", "#2 is failed"],
    [
      "one is archived without having been accepted",
      [done(1), streamTask(2, { status: "archived" })],
      2,
      "failed",
      "#2 is archived",
    ],
    [
      "one was reverted",
      [done(1), streamTask(2, { status: "reverted" })],
      2,
      "pending",
      "not done: #2",
    ],
    ["nothing is known of one", [done(1)], 2, "pending", "nothing is known yet of #2"],
    [
      "the history of one is not read",
      [done(1), done(2), streamTask(2, { status: "done", judged: null })],
      100,
      "pending",
      "nothing is known yet of #2",
    ],
    [
      "one second before the go/no-go one is not done",
      [done(1), streamTask(2)],
      48 - 1 / 3600,
      "pending",
      "not done: #2",
    ],
    [
      "at the go/no-go one is not done",
      [done(1), streamTask(2)],
      48,
      "failed",
      "not met at the go/no-go; not done: #2",
    ],
    [
      "its last task was done after the go/no-go",
      [done(1), done(2, 49)],
      50,
      "met",
      "done: #1, #2, the last of them after the go/no-go",
    ],
  ])("whose tasks are so that %s", (_, tasks, now, status, why) => {
    const settings = { go_no_go: 48, criteria: [both] };
    const [criterion] = stateOf(tasks, { now, settings }).criteria;
    expect(criterion).toEqual({ text: "it opens", status, why });
  });

  test("that names no task waits for somebody to write a status down, and fails without one", () => {
    const settings = { go_no_go: 48, criteria: [{ text: "people like it" }] };
    const why = "it names no task, and no status is written down";
    expect(stateOf([], { now: 47, settings }).criteria).toMatchObject([{ status: "pending", why }]);
    expect(stateOf([], { now: 48, settings }).criteria).toMatchObject([
      { status: "failed", why: `not met at the go/no-go; ${why}` },
    ]);
  });

  test("is what somebody has written down, whatever its tasks say", () => {
    for (const status of ["pending", "met", "failed"] as const) {
      const settings = { criteria: [{ ...both, status }] };
      expect(stateOf([done(1), streamTask(2)], { settings }).criteria).toMatchObject([
        { status, why: "as it is written in the configuration" },
      ]);
    }
  });

  test("stays met when a task that was done is taken off the board", () => {
    const settings = { criteria: [both], deliverables: [both] };
    const before = stateOf([done(1), done(2)], { settings });
    const later = [done(1), streamTask(2, { status: "archived" })];
    const after = stateOf(later, { settings, before });
    expect(after.criteria).toMatchObject([{ status: "met" }]);
    expect(after.deliverables).toMatchObject([{ status: "met" }]);
  });
});

describe("the verdict", () => {
  const criteria = [{ text: "built", tasks: ["#1"] }];
  const settings = { go_no_go: 48, criteria };
  const done = [streamTask(1, { status: "done", since: instant(40) })];

  test.each([
    ["pending one second before its hour", done, 48 - 1 / 3600, "pending"],
    ["go at its hour when every criterion is met", done, 48, "go"],
    ["no-go at its hour when one is not met", [streamTask(1)], 48, "no-go"],
    [
      "no-go when one was met only afterwards, seen by a late tick",
      [streamTask(1, { status: "done", since: instant(49) })],
      50,
      "no-go",
    ],
    ["pending as long as a task it rests on is not known", [], 60, "pending"],
  ])("is %s", (_, tasks, now, verdict) => {
    expect(stateOf(tasks, { now, settings }).verdict).toBe(verdict);
  });

  test("is never given where there is nothing to judge by", () => {
    expect(stateOf(done, { now: 60, settings: { go_no_go: 48 } }).verdict).toBe("pending");
    expect(stateOf(done, { now: 60, settings: { criteria } }).verdict).toBe("pending");
  });

  test("stands once it is given, until its hour is moved", () => {
    const before = stateOf([streamTask(1)], { now: 48, settings });
    const late = [streamTask(1, { status: "done", since: instant(50) })];
    expect(stateOf(late, { now: 51, settings, before }).verdict).toBe("no-go");
    const moved = { ...settings, go_no_go: 50 };
    expect(stateOf(late, { now: 51, settings: moved, before }).verdict).toBe("go");
  });
});

test("the critical path is that of the dependencies and estimates, the rest of time left aside", () => {
  const tasks = [
    streamTask(1, { estimate: "2h" }),
    streamTask(2, { estimate: "1d", depends: ids(1) }),
    streamTask(3, { estimate: "30m", depends: ids(1) }),
    streamTask(4, { estimate: null, depends: ids(2, 3) }),
  ];
  const state = stateOf(tasks, { now: 1 });
  expect(state.critical_path).toEqual(ids(1, 2, 4));
  expect(stateOf(tasks, { now: 90 })).toEqual(state);
});

test("tasks in a circle are named, and on no path", () => {
  const tasks = [
    streamTask(1, { depends: ids(2) }),
    streamTask(2, { depends: ids(1) }),
    streamTask(3),
  ];
  expect(stateOf(tasks)).toMatchObject({ critical_path: ids(3), unjudged: ids(1, 2) });
});
