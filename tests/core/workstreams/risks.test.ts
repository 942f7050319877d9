import { describe, expect, test } from "vitest";
import type { AgentState, TaskState } from "../../../src/schema/index.ts";
import { sampleAgent } from "../../render/sample-state.ts";
import { forecast, ids, instant, streamTask } from "./sample.ts";

type Options = Parameters<typeof forecast>[1];

function risks(tasks: readonly TaskState[], options: Options = {}) {
  return forecast(tasks, { now: 1, ...options }).risks.map(
    ({ severity, kind, text }) => `${severity} ${kind}: ${text}`,
  );
}

const blocked = (fields: Partial<NonNullable<TaskState["blocked"]>> = {}) => ({
  status: "blocked" as const,
  blocked: { reason: "no key", by: null, on: null, since: null, from: null, ...fields },
});

test("there are none when all goes well", () => {
  expect(risks([streamTask(1), streamTask(2, { depends: ids(1), due: instant(30) })])).toEqual([]);
});

test("a task that is done or archived is no risk, whatever is wrong with it", () => {
  const over = { owner: null, due: instant(0), shared: ["human:ada"], judged: null };
  const tasks = [
    streamTask(1, { ...over, status: "done" }),
    streamTask(2, { ...over, status: "archived" }),
  ];
  expect(risks(tasks, { now: 60 })).toEqual([]);
});

describe("dates", () => {
  const late = [streamTask(1), streamTask(2, { depends: ids(1) })];

  test("the end, when the finish is expected after it, and not when just at it", () => {
    expect(risks(late, { settings: { hours: 17 } })).toEqual([]);
    expect(risks(late, { settings: { hours: 16.5 } })).toEqual([
      "urgent behind-end: The expected finish, hour 17, is 0.5 h after the end, hour 16.5.",
    ]);
  });

  test("the go/no-go, when it is at another hour than the end", () => {
    expect(risks(late, { settings: { go_no_go: 15 } })).toEqual([
      "urgent behind-go-no-go: The expected finish, hour 17, is 2 h after the go/no-go, hour 15.",
    ]);
    expect(risks(late, { settings: { hours: 15, go_no_go: 15 } })).toHaveLength(1);
  });

  test("a deadline that will be missed, or has been, and by how much", () => {
    expect(risks([streamTask(1, { due: instant(9) })])).toEqual([]);
    expect(risks([streamTask(1, { due: instant(6.5) })])).toEqual([
      "urgent deadline: #1 (Task 1) is due at hour 6.5 and is expected at hour 9, 2.5 h too late.",
    ]);
    expect(risks([streamTask(1, { due: instant(1) })])).toEqual([
      "urgent deadline: #1 (Task 1) was due at hour 1 and is expected at hour 9, 8 h too late.",
    ]);
  });

  test("what is only assumed", () => {
    const tasks = [streamTask(1, { estimate: null }), streamTask(2, { estimate: null })];
    expect(risks(tasks, { settings: { default_hours: 3 } })).toEqual([
      "info no-estimate: Without an estimate, and taken to be 3 h of work each: #1, #2.",
    ]);
  });
});

describe("structure", () => {
  test("a circle", () => {
    const tasks = [streamTask(1, { depends: ids(2) }), streamTask(2, { depends: ids(1) })];
    expect(risks(tasks)).toEqual([
      "urgent circle: Tasks wait for each other in a circle, and cannot be forecast: #1, #2.",
    ]);
  });

  test("what failed or was reverted, more so on the critical path", () => {
    const tasks = [
      streamTask(1, { status: "failed" }),
      streamTask(2, { status: "reverted", estimate: "1h" }),
    ];
    expect(risks(tasks)).toEqual([
      "urgent failed: #1 (Task 1) is failed, and counts as work that is still to be done.",
      "warning failed: #2 (Task 2) is reverted, and counts as work that is still to be done.",
    ]);
  });

  test("what is blocked, on what, and who owns that", () => {
    const tasks = [
      streamTask(1, { status: "active", owner: "human:ada" }),
      streamTask(2, { ...blocked({ on: "acme/shop#1" }), depends: ids(3) }),
      streamTask(3, { owner: null, estimate: "1h" }),
      streamTask(4, { ...blocked(), estimate: "1h" }),
    ];
    expect(risks(tasks)).toEqual([
      "urgent blocked: #2 (Task 2), on the critical path, is blocked: no key; it waits for #3 (assigned, no owner), #1 (active, human:ada).",
      "warning blocked: #4 (Task 4) is blocked: no key.",
    ]);
  });

  test("a task outside that one waits for", () => {
    const api = { id: "acme/api#9", repo: "acme/api", workstream: null, owner: "agent:ember" };
    expect(
      risks([streamTask(1, { depends: ["acme/api#9"] }), streamTask(9, api)]).filter(
        (risk) => !risk.includes("no-owner"),
      ),
    ).toEqual([
      "warning outside: #1 (Task 1) waits for acme/api#9 (assigned, agent:ember), which is not part of the workstream.",
    ]);
  });

  test("an archived task that one depends on, and one of which nothing is known", () => {
    const tasks = [
      streamTask(1, { status: "archived" }),
      streamTask(2, { depends: ids(1, 77) }),
      streamTask(3, { status: "done", depends: ids(1, 78) }),
    ];
    expect(risks(tasks)).toEqual([
      "warning dropped: #1 is archived, and is needed for #2.",
      "warning unknown: #2 waits for #77, of which nothing is known: the forecast counts on it being done.",
    ]);
  });

  test("a task whose history nobody has read", () => {
    expect(risks([streamTask(1, { judged: null })])).toEqual([
      "info not-read: The history of #1 (Task 1) is not read yet: its status is what its labels say.",
    ]);
  });
});

describe("people", () => {
  const agent = (fields: Partial<AgentState>) => sampleAgent("atlas", fields);

  test("a critical task that nobody owns, and no other", () => {
    const tasks = [
      streamTask(1, {
        owner: null,
        title: "A title that is longer than anybody reads in one line",
      }),
      streamTask(2, { owner: null, estimate: "1h" }),
    ];
    expect(risks(tasks)).toEqual([
      "urgent no-owner: #1 (A title that is longer than anybody reads in on…) is on the critical path, and nobody owns it.",
    ]);
  });

  test.each<[string, Partial<AgentState>, string | null]>([
    [
      "is silent",
      { health: "stale", last_seen: instant(0) },
      "urgent silent-agent: agent:atlas is silent since 2026-11-16T00:00:00Z, and holds #1.",
    ],
    [
      "was never heard of",
      { health: "stale", last_seen: null },
      "urgent silent-agent: agent:atlas was never heard of, and holds #1.",
    ],
    [
      "is held back",
      {
        desired: "paused",
        paused: { by: "ada", reason: "over budget", since: instant(0), until: null },
      },
      "urgent held-agent: agent:atlas is held back (over budget), and holds #1.",
    ],
    [
      "is not to run",
      { desired: "not_spawned" },
      "urgent held-agent: agent:atlas is to be not spawned, and holds #1.",
    ],
    ["does its work", {}, null],
  ])("an owner that %s", (_, fields, expected) => {
    const found = risks([streamTask(1)], { agents: [agent(fields)] });
    expect(found).toEqual(expected === null ? [] : [expected]);
  });

  const hourly = { settings: { checkins: [{ every_hours: 1, until_hour: 24 }] } };
  const checked = (hour: number) => ({
    checkin: {
      at: instant(hour),
      by: "atlas",
      progress: null,
      blockers: null,
      needs: null,
      eta: null,
    },
  });

  test.each<[string, Partial<TaskState>, number, boolean]>([
    ["one second before its grace is over", checked(2.5), 4.25 - 1 / 3600, false],
    ["when its grace is over", checked(2.5), 4.25, true],
    ["that came in its slot", checked(3), 4.25, false],
    ["of a task that nobody owns", { owner: null }, 4.25, false],
    ["of a task that is done", { status: "done" }, 4.25, false],
    [
      "of a task that was given away in the meantime",
      { lease: { epoch: 1, holder: "agent:atlas", since: instant(3.5) } },
      4.25,
      false,
    ],
  ])("a late check-in: %s", (_, fields, now, isLate) => {
    const found = risks([streamTask(1, fields), streamTask(2, { ...checked(4), estimate: "9h" })], {
      ...hourly,
      now,
    });
    expect(found).toEqual(
      isLate
        ? ["warning late-checkin: A check-in was due by hour 4 and did not come: #1 (agent:atlas)."]
        : [],
    );
  });

  test("a joint task", () => {
    const shared = ["agent:atlas", "human:ada", "agent:ember"];
    expect(risks([streamTask(1, { shared }), streamTask(2, { shared: ["agent:atlas"] })])).toEqual([
      "info joint: #1 (Task 1) is a joint task: agent:atlas answers for it, and it takes human:ada, agent:ember as well.",
    ]);
  });
});

test("the gravest come first", () => {
  const tasks = [
    streamTask(1, { shared: ["human:ada"], estimate: "1h" }),
    streamTask(2, { ...blocked(), estimate: "2h" }),
    streamTask(3, { due: instant(2) }),
  ];
  expect(risks(tasks).map((risk) => risk.split(" ")[0])).toEqual(["urgent", "warning", "info"]);
});
