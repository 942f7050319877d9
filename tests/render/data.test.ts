import { describe, expect, test } from "vitest";
import { buildData } from "../../src/render/data.ts";
import { Data, statuses } from "../../src/schema/index.ts";
import {
  now,
  sampleAgent,
  sampleAlert,
  sampleAudit,
  sampleEvent,
  sampleState,
  sampleTask,
} from "./sample-state.ts";

describe("the cost of today", () => {
  const cost = (day: string, usd: number) => ({
    day,
    owner: "agent:atlas",
    usd,
    tokens_in: 0,
    tokens_out: 0,
    from: ["c1_0"],
  });

  test.each([
    ["nobody has ever reported any", [], null],
    ["some was reported on another day", [cost("2026-11-20", 3)], 0],
    [
      "some was reported today, on two tasks",
      [cost("2026-11-21", 0.1), cost("2026-11-21", 0.2)],
      0.3,
    ],
  ])("%s", (_, costs, usd) => {
    const tasks = costs.map((one, index) => sampleTask(index + 1, { costs: [one] }));
    expect(buildData(sampleState({ tasks }), [], now).summary.cost_today).toBe(usd);
  });
});

describe("data.json", () => {
  test("fits its own schema, empty and full", () => {
    const full = sampleState({
      tasks: statuses.map((status, index) => sampleTask(index + 1, { status, due: "2026-11-20" })),
      agents: [sampleAgent("atlas")],
      alerts: [sampleAlert("a")],
      audits: [sampleAudit("x")],
    });
    expect(Data.parse(buildData(sampleState(), [], now))).toBeTruthy();
    expect(Data.parse(buildData(full, [sampleEvent("e")], now))).toBeTruthy();
  });

  test("counts every status as often as the list holds it", () => {
    const tasks = [1, 2, 3, 4].map((n) => sampleTask(n, { status: n < 3 ? "active" : "review" }));
    const { summary, tasks: list } = buildData(sampleState({ tasks }), [], now);
    expect(summary.tasks).toBe(4);
    expect(summary.by_status).toEqual({
      ...Object.fromEntries(statuses.map((status) => [status, 0])),
      active: 2,
      review: 2,
    });
    expect(list.items).toHaveLength(4);
  });

  test("does not depend on the order in which the snapshot holds its entities", () => {
    const tasks = [sampleTask(1), sampleTask(2), sampleTask(10)];
    const agents = [sampleAgent("a"), sampleAgent("b")];
    const forward = buildData(sampleState({ tasks, agents }), [], now);
    const backward = buildData(
      sampleState({ tasks: tasks.toReversed(), agents: agents.toReversed() }),
      [],
      now,
    );
    expect(JSON.stringify(backward)).toBe(JSON.stringify(forward));
  });

  test("shows the newest fifty events, newest first", () => {
    const events = Array.from({ length: 60 }, (_, n) =>
      sampleEvent(`e${n}`, { timestamp: new Date(Date.parse(now) - n * 1000).toISOString() }),
    );
    const shown = buildData(sampleState(), events.toReversed(), now).events.items;
    expect(shown.map((event) => event.id)).toEqual(events.slice(0, 50).map((event) => event.id));
  });
});

describe("overdue", () => {
  test("cannot be judged when no open task has a deadline", () => {
    const tasks = [sampleTask(1), sampleTask(2, { status: "done", due: "2026-11-01" })];
    const { summary } = buildData(sampleState({ tasks }), [], now);
    expect(summary.overdue).toBeNull();
    expect(summary.with_deadline).toBe(0);
  });

  test("is nought, not unknown, when every deadline is ahead", () => {
    const { summary } = buildData(
      sampleState({ tasks: [sampleTask(1, { due: "2026-11-21" })] }),
      [],
      now,
    );
    expect(summary).toMatchObject({ overdue: 0, with_deadline: 1 });
  });

  test.each(["done", "archived"] as const)("is never said of a task in %s", (status) => {
    const data = buildData(
      sampleState({ tasks: [sampleTask(1, { status, due: "2020-01-01" })] }),
      [],
      now,
    );
    expect(data.tasks.items[0]?.overdue).toBe(false);
  });

  test("of a date follows the configured zone", () => {
    const state = sampleState({ tasks: [sampleTask(1, { due: "2026-11-21" })] });
    const at = "2026-11-21T16:00:00Z";
    expect(buildData(state, [], at, { zone: "Asia/Tokyo" }).summary.overdue).toBe(1);
    expect(buildData(state, [], at, { zone: "UTC" }).summary.overdue).toBe(0);
  });
});

describe("overall health", () => {
  const judge = (entities: Parameters<typeof sampleState>[0]) => {
    const { health, why } = buildData(
      sampleState({ tasks: [sampleTask(1)], ...entities }),
      [],
      now,
    ).summary;
    return { health, why };
  };

  test("is healthy with its reason when nothing is wrong", () => {
    expect(judge({ agents: [sampleAgent("atlas")] })).toEqual({
      health: "healthy",
      why: "No open alerts, and everything observed is as desired",
    });
  });

  test("is unknown when nothing has been observed", () => {
    expect(buildData(sampleState(), [], now).summary.health).toBe("unknown");
  });

  test("is failed by an open critical alert, whatever else is open, and names it", () => {
    const alerts = [sampleAlert("u"), sampleAlert("c", { severity: "critical", title: "Halted" })];
    expect(judge({ alerts })).toEqual({ health: "failed", why: "1 critical alert: Halted" });
  });

  test.each(["urgent", "warning"] as const)("is a warning with an open %s alert", (severity) => {
    expect(judge({ alerts: [sampleAlert("a", { severity })] }).health).toBe("warning");
  });

  test("ignores resolved alerts and alerts that only inform", () => {
    const alerts = [
      sampleAlert("r", { severity: "critical", resolved_at: "2026-11-21T10:00:00Z" }),
      sampleAlert("i", { severity: "info" }),
    ];
    expect(judge({ alerts }).health).toBe("healthy");
  });

  test("is a warning when an agent is not what it should be", () => {
    const agents = [sampleAgent("atlas", { observed: "paused", health: "warning" })];
    expect(judge({ agents })).toEqual({
      health: "warning",
      why: "1 mismatch: agent:atlas should be active, is paused",
    });
  });

  test("is stale when a signal is too old and nothing is worse", () => {
    expect(judge({ agents: [sampleAgent("atlas", { health: "stale" })] }).health).toBe("stale");
  });

  test("is unknown when the newest audit could not judge, though an older one could", () => {
    const audits = [
      sampleAudit("new", { verdict: "unknown", at: "2026-11-21T11:00:00Z" }),
      sampleAudit("old", { at: "2026-11-21T10:00:00Z" }),
    ];
    expect(judge({ audits }).health).toBe("unknown");
  });

  test("is failed when the newest audit failed", () => {
    expect(judge({ audits: [sampleAudit("a", { verdict: "failed" })] }).health).toBe("failed");
  });
});

describe("mismatches", () => {
  const mismatches = (changes: Parameters<typeof sampleAgent>[1]) =>
    buildData(sampleState({ agents: [sampleAgent("atlas", changes)] }), [], now).mismatches;

  test("an agent nobody has seen is unknown, not a mismatch", () => {
    expect(mismatches({ observed: null, health: "unknown" })).toEqual([]);
  });

  test("an active agent without work is no mismatch; one that should be paused and works is", () => {
    expect(mismatches({ observed: "idle" })).toEqual([]);
    expect(mismatches({ desired: "paused", observed: "active", health: "warning" })).toHaveLength(
      1,
    );
  });

  test("the worst comes first", () => {
    const agents = [
      sampleAgent("a", { observed: "blocked", health: "warning" }),
      sampleAgent("b", { observed: "paused", health: "failed" }),
    ];
    const ids = buildData(sampleState({ agents }), [], now).mismatches.map((m) => m.entity_id);
    expect(ids).toEqual(["agent:b", "agent:a"]);
  });
});

describe("what is published", () => {
  test("holds no address of a private host, none with a password, and no query", () => {
    const state = sampleState({
      tasks: [
        sampleTask(1, {
          title: "See http://10.0.0.7/admin and https://ada:secret@example.com/x",
          status: "blocked",
          blocked: {
            reason: "https://example.com/log?token=abc is down",
            by: null,
            on: null,
            since: null,
            from: null,
          },
        }),
      ],
      agents: [sampleAgent("atlas", { last_sign: "http://build.internal/1" })],
      alerts: [sampleAlert("a", { message: "redis://:pw@cache:6379 is away" })],
      outputs: [{ id: "o", type: "report", title: "Report", location: "file:///root/x", at: now }],
    });
    const text = JSON.stringify(
      buildData(state, [sampleEvent("e", { message: "at http://192.168.1.2/" })], now),
    );
    for (const secret of [
      "10.0.0.7",
      "secret",
      "token=abc",
      "build.internal",
      "pw@",
      "/root/x",
      "192.168",
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain("https://example.com/log is down");
  });

  test("keeps the address of the host the tasks themselves live on", () => {
    const url = "http://127.0.0.1:4000/ada/fleet/issues/1";
    const data = buildData(sampleState({ tasks: [sampleTask(1, { url })] }), [], now);
    expect(data.tasks.items[0]?.url).toBe(url);
  });
});
