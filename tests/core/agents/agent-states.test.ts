import { describe, expect, test } from "vitest";
import { agentStates } from "../../../src/core/agents/agent-states.ts";
import type { Sign } from "../../../src/core/agents/signs.ts";
import { AgentState, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { samplePolicy } from "./sample-policy.ts";

const noon = "2026-11-21T12:00:00Z";

type Given = {
  readonly agent?: object;
  readonly config?: Record<string, unknown>;
  readonly tasks?: readonly TaskState[];
  readonly signs?: readonly Sign[];
  readonly before?: AgentState;
  readonly now?: string;
};

function stateOf({ agent = {}, config, tasks = [], signs = [], before, now = noon }: Given) {
  const policy = samplePolicy([agent], config);
  const previous = before === undefined ? {} : { [before.id]: before };
  const { atlas } = agentStates(policy, tasks, signs, previous, Date.parse(now));
  return AgentState.parse(atlas);
}

function sign(at: string, kind: Sign["kind"] = "comment", agent = "atlas"): Sign {
  return { agent, kind, at, what: `${kind} acme/shop#1` };
}

const task = (number: number, fields: Partial<TaskState> = {}) =>
  sampleTask({ number, since: "2026-11-21T09:00:00Z", ...fields });

describe("signs of life", () => {
  test("an agent that was never seen is unknown, with or without work", () => {
    const seen = { observed: null, health: "unknown", since: null, last_seen: null, signs: {} };
    expect(stateOf({})).toMatchObject(seen);
    expect(stateOf({ tasks: [task(1)] })).toMatchObject({ ...seen, current_task: "acme/shop#1" });
  });

  test("the newest sign of each kind is kept, and the newest of all says what it was", () => {
    const before = stateOf({
      signs: [sign("2026-11-21T11:00:00Z", "label"), sign("2026-11-21T11:30:00Z")],
    });
    const after = stateOf({ before, signs: [sign("2026-11-21T11:45:00Z", "label")] });
    expect(after).toMatchObject({
      last_seen: "2026-11-21T11:45:00Z",
      last_sign: "label acme/shop#1",
      signs: { comment: "2026-11-21T11:30:00Z", label: "2026-11-21T11:45:00Z" },
    });
  });

  test("of two signs of one moment the same one is named, in whatever order they are read", () => {
    const two = [sign(noon, "label"), sign(noon, "comment")];
    for (const signs of [two, two.toReversed()])
      expect(stateOf({ signs }).last_sign).toBe("comment acme/shop#1");
  });

  test("an older sign that is read later changes nothing", () => {
    const before = stateOf({ signs: [sign("2026-11-21T11:30:00Z")] });
    expect(stateOf({ before, signs: [sign("2026-11-21T11:00:00Z")] })).toEqual(before);
  });

  test("another agent's sign counts for nobody else", () => {
    expect(stateOf({ signs: [sign(noon, "comment", "iris")] }).last_seen).toBeNull();
  });

  test("what an old login did says nothing of the new one", () => {
    const before = stateOf({ signs: [sign(noon)] });
    expect(stateOf({ before, agent: { login: "atlas-2" } })).toMatchObject({
      observed: null,
      signs: {},
    });
  });

  test.each([
    ["as dated, five minutes ahead", "2026-11-21T12:05:00Z", "2026-11-21T12:05:00Z"],
    ["as of now, a second more", "2026-11-21T12:05:01Z", noon],
    ["as of now, a year ahead", "2027-11-21T12:00:00Z", noon],
  ])("a sign from the future is believed %s", (_, at, believed) => {
    expect(stateOf({ signs: [sign(at)] })).toMatchObject({
      last_seen: believed,
      signs: { comment: believed },
    });
  });
});

describe("work", () => {
  const seen = [sign("2026-11-21T11:59:00Z")];

  test("what is assigned, active or blocked is its load; what is delivered is not", () => {
    const tasks = (["assigned", "active", "blocked", "review", "done", "planned"] as const).map(
      (status, index) => task(index + 1, { status }),
    );
    expect(stateOf({ signs: seen, tasks })).toMatchObject({
      load: 3,
      current_task: "acme/shop#2",
      observed: "active",
      blocker: null,
    });
  });

  test("the newest active task is the current one, and of two of one moment the lower number", () => {
    const tasks = [
      task(9, { since: "2026-11-21T11:00:00Z" }),
      task(10, { since: "2026-11-21T11:00:00Z" }),
      task(1),
    ];
    for (const order of [tasks, tasks.toReversed()])
      expect(stateOf({ signs: seen, tasks: order }).current_task).toBe("acme/shop#9");
  });

  test("a task that it shares is work, but not its load", () => {
    const tasks = [task(1, { owner: "human:ada", shared: ["agent:atlas"] })];
    expect(stateOf({ signs: seen, tasks })).toMatchObject({
      observed: "active",
      current_task: "acme/shop#1",
      load: 0,
    });
  });

  test("a blocked task with nothing else is a warning with its reason", () => {
    const blocked = {
      reason: "No access",
      by: null,
      on: null,
      since: null,
      from: "active",
    } as const;
    expect(
      stateOf({ signs: seen, tasks: [task(1, { status: "blocked", blocked })] }),
    ).toMatchObject({ observed: "blocked", health: "warning", blocker: "No access" });
  });

  test("another owner's work is not its own", () => {
    const tasks = [task(1, { owner: "agent:iris" }), task(2, { owner: "automation:atlas" })];
    expect(stateOf({ signs: seen, tasks })).toMatchObject({ observed: "idle", load: 0 });
  });
});

describe("silence", () => {
  const holds = [task(1)];
  const last = sign("2026-11-21T10:00:00Z");

  test.each([
    ["two intervals less a second", "2026-11-21T11:59:59Z", "healthy"],
    ["two intervals", "2026-11-21T12:00:00Z", "stale"],
  ])("after %s an agent with work is %s", (_, now, health) => {
    expect(stateOf({ tasks: holds, signs: [last], now }).health).toBe(health);
  });

  test("without work nothing is expected of it", () => {
    expect(stateOf({ signs: [last], now: "2026-12-21T12:00:00Z" }).health).toBe("healthy");
  });

  test("what it delivered is not what it holds", () => {
    const tasks = [task(1, { status: "review" })];
    expect(stateOf({ tasks, signs: [last], now: "2026-12-21T12:00:00Z" }).health).toBe("healthy");
  });

  test("its time begins when the work is given, however long it was silent before", () => {
    const tasks = [task(1, { status: "assigned", since: "2026-11-21T11:00:00Z" })];
    const signs = [sign("2026-11-01T10:00:00Z")];
    expect(stateOf({ tasks, signs }).health).toBe("healthy");
    expect(stateOf({ tasks, signs, now: "2026-11-21T13:00:00Z" }).health).toBe("stale");
  });

  test("work that it shares with another is expected of it too, delivered work is not", () => {
    const shared = { owner: "human:ada" as const, shared: ["agent:atlas" as const] };
    expect(stateOf({ tasks: [task(1, shared)], signs: [last] }).health).toBe("stale");
    const review = task(1, { ...shared, status: "review" });
    expect(stateOf({ tasks: [review], signs: [last] }).health).toBe("healthy");
  });

  test("a task whose timeline is not read yet makes nobody stale", () => {
    const tasks = [task(1, { judged: null })];
    expect(stateOf({ tasks, signs: [last], now: "2026-12-01T00:00:00Z" }).health).toBe("healthy");
  });

  test("who was silent with work stays stale without it, until it shows itself", () => {
    const before = stateOf({ tasks: holds, signs: [last] });
    expect(before.health).toBe("stale");
    const taken = stateOf({ before, now: "2026-11-21T14:00:00Z" });
    expect(taken).toMatchObject({ health: "stale", load: 0 });
    const back = [sign("2026-11-21T14:10:00Z", "heartbeat")];
    expect(stateOf({ before: taken, signs: back, now: "2026-11-21T14:15:00Z" }).health).toBe(
      "healthy",
    );
  });

  test("the same sign read again is no news", () => {
    const before = stateOf({ tasks: holds, signs: [last] });
    expect(stateOf({ before, signs: [last], now: "2026-11-21T14:00:00Z" }).health).toBe("stale");
  });

  test("its leases never end before it is stale", () => {
    const config = { leases: { intervals: 1 } };
    const now = "2026-11-21T11:00:00Z";
    expect(stateOf({ tasks: holds, signs: [last], now, config }).health).toBe("stale");
  });
});

describe("since when", () => {
  const seen = [sign("2026-11-21T11:59:00Z")];

  test("work began when its status did, and it is kept while it stays", () => {
    const before = stateOf({ signs: seen, tasks: [task(1)] });
    expect(before.since).toBe("2026-11-21T09:00:00Z");
    const tasks = [task(1), task(2, { since: "2026-11-21T12:05:00Z" })];
    expect(stateOf({ before, tasks, now: "2026-11-21T12:15:00Z" })).toMatchObject({
      since: "2026-11-21T09:00:00Z",
      current_task: "acme/shop#2",
    });
  });

  test("idle begins when the last of its work ended", () => {
    const before = stateOf({ signs: seen, tasks: [task(1)] });
    const tasks = [task(1, { status: "review", since: "2026-11-21T12:10:00Z" })];
    expect(stateOf({ before, tasks, now: "2026-11-21T12:15:00Z" })).toMatchObject({
      observed: "idle",
      since: "2026-11-21T12:10:00Z",
    });
  });

  test("what nothing dates began when it was noticed", () => {
    const before = stateOf({ signs: seen, tasks: [task(1)] });
    expect(stateOf({ before, now: "2026-11-21T12:15:00Z" }).since).toBe("2026-11-21T12:15:00Z");
  });

  test("no status begins before the one that it follows", () => {
    const before = stateOf({ signs: seen });
    expect(before).toMatchObject({ observed: "idle", since: noon });
    const after = stateOf({ before, tasks: [task(1)], now: "2026-11-21T12:15:00Z" });
    expect(after).toMatchObject({ observed: "active", since: "2026-11-21T12:15:00Z" });
  });

  test("nothing begins in the future", () => {
    const tasks = [task(1, { since: "2026-11-21T12:00:01Z" })];
    expect(stateOf({ signs: seen, tasks }).since).toBe(noon);
  });

  test("the list alone dates nothing", () => {
    expect(stateOf({ signs: seen, tasks: [task(1, { judged: null })] }).since).toBe(noon);
  });
});

describe("pause, drain and quarantine", () => {
  const pause = { by: "ada", reason: "Costs", since: "2026-11-21T10:00:00Z" };
  const signs = [sign("2026-11-21T10:30:00Z")];

  test("the registry's pause is shown, with no time limit where there is none", () => {
    expect(stateOf({ agent: { desired: "paused", pause } }).paused).toEqual({
      ...pause,
      until: null,
    });
  });

  test("a pause whose time has passed stands until the registry lifts it", () => {
    const limited = { ...pause, until: "2026-11-21T11:00:00Z" };
    const paused = stateOf({ agent: { desired: "paused", pause: limited }, signs });
    expect(paused).toMatchObject({ observed: "paused", paused: limited });
    expect(stateOf({ before: paused }).paused).toBeNull();
  });

  test.each(["paused", "quarantined"] as const)(
    "an agent that is %s stands still, and its silence is as it should be",
    (desired) => {
      const now = "2026-11-25T12:00:00Z";
      expect(stateOf({ agent: { desired, pause }, signs, tasks: [task(1)], now })).toMatchObject({
        observed: desired,
        health: "healthy",
        since: "2026-11-21T10:00:00Z",
      });
    },
  );

  test("one that works on in spite of it is seen to, for two intervals", () => {
    const agent = { desired: "paused", pause };
    const worked = [sign("2026-11-21T11:30:00Z")];
    expect(stateOf({ agent, signs: worked, tasks: [task(1)] })).toMatchObject({
      observed: "active",
      health: "warning",
    });
    const later = "2026-11-21T13:30:01Z";
    expect(stateOf({ agent, signs: worked, tasks: [task(1)], now: later }).observed).toBe("paused");
  });

  test("one that is drained works off what it holds, then is idle", () => {
    const agent = { desired: "draining", pause };
    expect(stateOf({ agent, signs, tasks: [task(1)] }).observed).toBe("draining");
    expect(stateOf({ agent, signs }).observed).toBe("idle");
  });

  test("once the pause is lifted, two intervals are waited for a sign before it is stale", () => {
    const paused = stateOf({ agent: { desired: "paused", pause }, signs, tasks: [task(1)] });
    const lifted = stateOf({ before: paused, tasks: [task(1)], now: "2026-11-23T12:00:00Z" });
    expect(lifted).toMatchObject({ health: "healthy", since: "2026-11-23T12:00:00Z" });
    expect(lifted.signs).toEqual({ ...paused.signs, resumed: "2026-11-23T12:00:00Z" });
    expect(lifted.last_seen).toBe(paused.last_seen);
    const silent = stateOf({ before: lifted, tasks: [task(1)], now: "2026-11-23T14:00:00Z" });
    expect(silent.health).toBe("stale");
  });

  test("one that should not be spawned and works is a warning", () => {
    const agent = { desired: "not_spawned" };
    const now = [sign("2026-11-21T11:59:00Z")];
    expect(stateOf({ agent, signs: now, tasks: [task(1)] }).health).toBe("warning");
  });
});
