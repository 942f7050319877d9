import { describe, expect, it } from "vitest";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { type Ticked, tick, type TickContext, type TickMemory } from "../../src/app/tick.ts";
import type { Log } from "../../src/ports.ts";
import { Agents, Config } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { type Board, board, boardLogin, boardRepo, settledIssue } from "../support/board.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const began = "2026-11-20T08:00:00Z";
const firstPass = Date.parse("2026-11-21T08:00:00Z");
const quarter = 15 * 60_000;

type Stage = {
  readonly hub: Board;
  readonly clock: ReturnType<typeof handClock>;
  readonly pass: (over?: Partial<TickContext>) => Promise<Ticked>;
};

function withoutSlice() {
  const config = Config.parse({ engine: { logins: [boardLogin] }, tick: { slice: false } });
  return { config, agents: Agents.parse({ agents: [] }) };
}

function stage(
  statuses: readonly string[],
  given: Record<string, unknown> = {},
  writeMs = 0,
): Stage {
  const clock = handClock(firstPass);
  const issues = statuses.map((status, index) => {
    const at = new Date(Date.parse(began) + index * 5000).toISOString().replace(".000Z", "Z");
    return settledIssue(index + 1, status, at);
  });
  const hub = board(clock.now, issues, () => clock.advance(writeMs));
  const forge = githubForge({
    request: hub.request,
    login: boardLogin,
    trusted: [boardLogin],
    clock,
  });
  const config = Config.parse({ engine: { logins: [boardLogin] }, ...given });
  const context: TickContext = {
    forge,
    claims: memoryClaims(clock.now),
    clock,
    log: silent,
    policy: { config, agents: Agents.parse({ agents: [] }) },
    dryRun: false,
    channels: [],
    repo: boardRepo,
    random: () => 0.5,
  };
  return { hub, clock, pass: (over = {}) => tick({ ...context, ...over }) };
}

const toSeconds = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
const many = (count: number) => Array.from({ length: count }, () => "planned");

describe("a quiet pass", () => {
  it("over 1,000 tasks costs two lists: what changed, and one slice of what is known", async () => {
    const { hub, clock, pass } = stage(many(1000));
    await pass();
    clock.advance(quarter);
    hub.reset();
    const quiet = await pass();
    expect(quiet.commit).toBeNull();
    expect(quiet.tasks).toEqual([]);
    expect({ list: hub.count("list"), read: hub.count("read"), write: hub.count("write") }).toEqual(
      { list: 2, read: 0, write: 0 },
    );
  });

  it("asks by tag where the host remembers, and is told that nothing changed", async () => {
    const { hub, clock, pass } = stage(many(5));
    const remembered = new Map<string, { since: string; etag: string }>();
    const memory: TickMemory = {
      get: async (repo) => remembered.get(repo) ?? null,
      set: async (repo, watched) => void remembered.set(repo, watched),
    };
    await pass({ memory });
    clock.advance(quarter);
    await pass({ memory });
    const tagged: unknown[] = [];
    clock.advance(quarter);
    const asking = hub.request;
    const forge = githubForge({
      request: async (route, parameters) => {
        tagged.push(Object(parameters["headers"])["if-none-match"]);
        return await asking(route, parameters);
      },
      login: boardLogin,
      trusted: [boardLogin],
      clock,
    });
    const { tasks } = await pass({ memory, forge });
    expect(tasks).toEqual([]);
    expect(tagged).toContain(remembered.get(boardRepo)?.etag);
  });
});

describe("120 newly stale tasks that are commented on", () => {
  const stale = () => {
    const set = stage(
      Array.from({ length: 120 }, () => "active"),
      { alerts: { routes: { warning: ["comment"] } } },
    );
    return set;
  };

  it("cost two requests each beside the lists, and nothing at all ever after", async () => {
    const { hub, clock, pass } = stale();
    await pass();
    clock.advance(7 * 86_400_000);
    hub.reset();
    const told = await pass();
    expect(told.alerts.sent).toHaveLength(120);
    expect(hub.count("write")).toBe(120);
    expect(hub.count("read")).toBeLessThanOrEqual(120);
    expect(hub.count("list")).toBeLessThanOrEqual(6);
    for (const late of [1, 2]) {
      clock.advance(quarter * late);
      hub.reset();
      const later = await pass();
      expect(later.tasks).toEqual([]);
      expect(hub.count("write") + hub.count("read")).toBe(0);
      expect(hub.count("list")).toBeLessThanOrEqual(3);
    }
  });

  it("are told of once, in one comment that is edited in place when the alert is resolved", async () => {
    const { hub, clock, pass } = stale();
    await pass();
    clock.advance(7 * 86_400_000);
    await pass();
    const issue = hub.issues.get(1);
    if (issue === undefined) throw new Error("the board has a first issue");
    issue.labels = issue.labels.map((label) =>
      label === "status:active" ? "status:review" : label,
    );
    issue.timeline.push(
      {
        event: "labeled",
        id: 999_999,
        actor: { login: boardLogin, type: "Bot" },
        created_at: toSeconds(clock.now()),
        label: { name: "status:review" },
      },
      {
        event: "unlabeled",
        id: 1_000_000,
        actor: { login: boardLogin, type: "Bot" },
        created_at: toSeconds(clock.now()),
        label: { name: "status:active" },
      },
    );
    issue.updatedAt = toSeconds(clock.now() + 1000);
    clock.advance(12 * 3_600_000);
    hub.reset();
    const { state } = await pass();
    expect(
      Object.values(state.alerts).filter(({ resolved_at }) => resolved_at !== null),
    ).toHaveLength(1);
    expect(hub.count("write")).toBe(1);
    expect(issue.timeline.filter(({ event }) => event === "commented")).toHaveLength(1);
  });
});

describe("a pass", () => {
  it("reads what a list shows differently, and nothing else", async () => {
    const { hub, clock, pass } = stage(many(300));
    await pass();
    clock.advance(quarter);
    const issue = hub.issues.get(7);
    if (issue === undefined) throw new Error("the board has a seventh issue");
    issue.title = "Renamed";
    issue.updatedAt = new Date(clock.now() - 60_000).toISOString().replace(".000Z", "Z");
    hub.reset();
    const { tasks, state } = await pass();
    expect(tasks.map(({ number }) => number)).toEqual([7]);
    expect(state.tasks[`${boardRepo}#7`]?.title).toBe("Renamed");
    expect(hub.count("read")).toBe(1);
  });

  it("notices within a few passes that an issue is gone, although no list says so", async () => {
    const { hub, clock, pass } = stage(many(250));
    await pass();
    hub.issues.delete(100);
    let passes = 0;
    for (; passes < 8; passes++) {
      clock.advance(quarter);
      const { state } = await pass();
      if (state.tasks[`${boardRepo}#100`] === undefined) break;
    }
    expect(passes).toBeLessThan(8);
  });

  it("loses nothing that changes while it runs, however long it takes", async () => {
    const { hub, clock, pass } = stage(many(3), {}, 600_000);
    await pass();
    clock.advance(quarter);
    const [first, second] = [hub.issues.get(1), hub.issues.get(2)];
    if (first === undefined || second === undefined) throw new Error("the board has two issues");
    first.labels = [...first.labels, "status:active"];
    first.updatedAt = toSeconds(clock.now());
    // While the first is written to, which takes ten minutes, the second is renamed and a third is filed.
    hub.meanwhile = () => {
      second.title = "Renamed meanwhile";
      second.updatedAt = toSeconds(clock.now() - 300_000);
      hub.issues.set(9, settledIssue(9, "planned", toSeconds(clock.now() - 300_000)));
    };
    await pass();
    clock.advance(quarter);
    const { state } = await pass({ policy: withoutSlice() });
    expect(state.tasks[`${boardRepo}#2`]?.title).toBe("Renamed meanwhile");
    expect(state.tasks[`${boardRepo}#9`]?.status).toBe("planned");
  });

  it("after more than a page of changes hears of what comes next, and does not list them for ever", async () => {
    const { hub, clock, pass } = stage(many(1));
    const remembered = new Map<string, { since: string; etag: string }>();
    const memory: TickMemory = {
      get: async (repo) => remembered.get(repo) ?? null,
      set: async (repo, watched) => void remembered.set(repo, watched),
    };
    await pass({ memory });
    for (let number = 10; number < 140; number++) {
      const closed = settledIssue(number, "done", toSeconds(clock.now() + 1000));
      hub.issues.set(number, {
        ...closed,
        state: "closed",
        labels: [],
        closedAt: began.replace("2026-11-20", "2026-01-01"),
      });
    }
    clock.advance(quarter);
    await pass({ memory });
    hub.issues.set(200, settledIssue(200, "planned", toSeconds(clock.now())));
    clock.advance(quarter);
    const { state } = await pass({ memory });
    expect(state.tasks[`${boardRepo}#200`]?.status).toBe("planned");
    clock.advance(quarter);
    hub.reset();
    await pass();
    expect(hub.count("list")).toBe(2);
  });

  it("leaves a reserve for writing, says what is left, and goes on from there", async () => {
    const { hub, clock, pass } = stage(many(400), { tick: { reserve: 50 } });
    hub.quota = { remaining: 200, resetsAt: firstPass + 3_600_000 };
    const first = await pass();
    expect(first.unread.length).toBeGreaterThan(200);
    expect(first.resumesAt).toBe("2026-11-21T09:00:00Z");
    expect(hub.quota.remaining).toBeGreaterThan(0);
    expect(Object.keys(first.state.tasks)).toHaveLength(400);
    let last = first;
    let passes = 1;
    while (last.unread.length > 0 && passes < 20) {
      clock.advance(3_600_000);
      hub.quota = { remaining: 200, resetsAt: clock.now() + 3_600_000 };
      last = await pass();
      passes += 1;
    }
    expect(last.unread).toEqual([]);
    expect(passes).toBeLessThan(10);
    expect(Object.values(last.state.tasks).every(({ judged }) => judged !== null)).toBe(true);
  });

  it("that cannot have the whole list reads and writes nothing, and the next one goes on where it ended", async () => {
    const { hub, clock, pass } = stage(many(500), { tick: { reserve: 20 } });
    hub.quota = { remaining: 24, resetsAt: firstPass + 3_600_000 };
    const first = await pass();
    expect(Object.keys(first.unlisted)).toEqual([boardRepo]);
    expect(first.tasks).toEqual([]);
    hub.quota = null;
    clock.advance(3_600_000);
    const second = await pass();
    expect(second.unlisted).toEqual({});
    expect(Object.keys(second.state.tasks)).toHaveLength(500);
  });

  it("leaves issues alone that were closed long before it came", async () => {
    const { hub, pass } = stage(many(2));
    const old = hub.issues.get(2);
    if (old === undefined) throw new Error("the board has a second issue");
    Object.assign(old, { state: "closed", labels: [], closedAt: "2026-01-01T00:00:00Z" });
    const { state, tasks } = await pass();
    expect(Object.keys(state.tasks)).toEqual([`${boardRepo}#1`]);
    expect(tasks.map(({ number }) => number)).toEqual([1]);
  });
});
