import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Ticked } from "../../src/app/tick.ts";
import { tickOnce } from "../../src/entry/cli/commands/tick.ts";
import type { LimitOptions } from "../../src/local/github/index.ts";
import {
  type ClockedGitHub,
  type GitHubStage,
  newStage,
  startClockedGitHub,
  workflow,
} from "../support/github-stage.ts";

const minute = 60_000;
const hour = 60 * minute;

let room: ClockedGitHub;
beforeAll(async () => {
  room = await startClockedGitHub();
});
beforeEach(() => room.github.setLimits(null));
afterAll(() => room.github.close());

const late =
  "<!-- mission-control:v1 -->\n```yaml\ndue: 2026-11-19\n```\n<!-- /mission-control -->";

/** What people have left for the engine to do. */
async function fill(stage: GitHubStage, count: number): Promise<void> {
  for (let n = 1; n <= count; n++) {
    const body = n % 3 === 0 ? late : "";
    await stage.as("ada", "POST", "/issues", { title: `Bug ${n}: the api fails`, body });
    if (n % 10 === 1) await stage.as("ada", "POST", `/issues/${n}/comments`, { body: "/plan" });
    if (n % 10 === 2) await stage.as("eve", "POST", `/issues/${n}/comments`, { body: "/approve" });
    if (n % 10 === 3)
      await stage.as("ada", "POST", `/issues/${n}/labels`, { labels: ["status:done"] });
  }
}

/** What the board says, without the numbers that GitHub gives. */
async function boardOf({ as }: GitHubStage): Promise<readonly unknown[]> {
  const board: unknown[] = [];
  for (let page = 1; ; page++) {
    const issues = await as("ada", "GET", `/issues?state=all&per_page=100&page=${page}`);
    for (const issue of issues) {
      const comments = await as("ada", "GET", `/issues/${issue["number"]}/comments`);
      board.push({
        number: issue["number"],
        state: issue["state"],
        labels: issue["labels"]?.map((label) => label["name"]).toSorted(),
        ours: comments
          .filter((comment) => String(comment["user"]?.["login"]) === workflow)
          .map((comment) => String(comment["body"]).split("\n")[0])
          .toSorted(),
      });
    }
    if (issues.length < 100) return board;
  }
}

async function unlimited(count: number): Promise<readonly unknown[]> {
  room.github.setLimits(null);
  const stage = await newStage(room);
  await fill(stage, count);
  await stage.pass();
  return await boardOf(stage);
}

type Made = { readonly at: number; readonly creates: boolean; readonly points: number };

/** Counts by itself what the engine asks for. */
function watch(): { readonly made: readonly Made[]; readonly end: () => void } {
  const made: Made[] = [];
  const end = room.github.onRequest(({ method, path, login }) => {
    if (login !== workflow) return;
    const creates =
      method === "POST" && /\/(issues|comments|reactions|sub_issues|blocked_by)$/.test(path);
    made.push({ at: room.clock.now(), creates, points: method === "GET" ? 1 : 5 });
  });
  return { made, end };
}

/** The most of something within any stretch of that length. */
function peak(made: readonly Made[], spanMs: number, worth: (one: Made) => number): number {
  let most = 0;
  for (const { at: from } of made) {
    const within = made.filter(({ at }) => at >= from && at < from + spanMs);
    most = Math.max(
      most,
      within.reduce((sum, one) => sum + worth(one), 0),
    );
  }
  return most;
}

/** Passes a quarter of an hour apart, until one leaves nothing. */
async function passesUntilDone(stage: GitHubStage): Promise<readonly Ticked[]> {
  const passes: Ticked[] = [];
  while (passes.length < 30) {
    const ticked = await stage.pass();
    passes.push(ticked);
    if (ticked.unread.length === 0 && ticked.alerts.failed.length === 0) return passes;
    room.clock.advance(15 * minute);
  }
  throw new Error("it never came to an end");
}

describe("a cold pass with a workflow's token", () => {
  const count = 110;

  it("that uses up the hour says what is left and when it goes on, and the next ones bring the board to where no limit would", async () => {
    const stage = await newStage(room, { writeEveryMs: 1000 });
    await fill(stage, count);
    room.github.setLimits("github");
    const began = room.clock.now();
    const before = room.github.requestLog().length;
    const { made, end } = watch();
    const passes = await passesUntilDone(stage);
    end();
    const [first] = passes;
    expect(first?.unread.length).toBeGreaterThan(10);
    expect(first?.unread.length).toBeLessThan(count);
    expect(first?.resumesAt).toBe("2026-11-21T08:00:00Z");
    expect(Object.keys(first?.state.tasks ?? {})).toHaveLength(count);
    expect(first?.state.routines["tick"]?.result).toMatch(
      new RegExp(`^${first?.unread.length} left: acme/`),
    );
    expect(room.clock.now() - began).toBeLessThan(3 * hour);
    expect(peak(made, minute, ({ points }) => points)).toBeLessThanOrEqual(900);
    expect(peak(made, minute, ({ creates }) => Number(creates))).toBeLessThanOrEqual(80);
    expect(peak(made, hour, ({ creates }) => Number(creates))).toBeLessThanOrEqual(500);
    const refused = room.github
      .requestLog()
      .slice(before)
      .filter(({ status }) => status === 403 || status === 429 || status === 422);
    expect(refused).toEqual([]);
    expect(await unlimited(count)).toEqual(await boardAt(stage));
  }, 180_000);
});

/** The board as anybody sees it, unhindered. */
async function boardAt(stage: GitHubStage): Promise<readonly unknown[]> {
  room.github.setLimits(null);
  return await boardOf(stage);
}

describe("no write is lost", () => {
  const count = 14;
  const afterwards = { status: 403, headers: { "retry-after": "45" } } as const;
  const body = { message: "You have exceeded a secondary rate limit." };

  it.each([
    ["a write that is refused with Retry-After is made again", afterwards],
    ["so is one that is refused with 429 and nothing else", { status: 429 }],
  ])("%s", async (_, refusal) => {
    const stage = await newStage(room, { writeEveryMs: 1000 });
    await fill(stage, count);
    const rule = { kind: "status", login: workflow, body, ...refusal } as const;
    room.github.faults.set([
      { ...rule, method: ["POST", "PATCH", "PUT", "DELETE"], nth: [2, 50, 51, 60, 77] },
      { ...rule, method: "GET", nth: [9, 30] },
    ]);
    const before = room.github.faults.log().length;
    const { unread, left } = await stage.pass();
    room.github.faults.clear();
    expect(room.github.faults.log().length - before).toBeGreaterThanOrEqual(6);
    expect({ unread, left }).toEqual({ unread: [], left: [] });
    expect(await boardAt(stage)).toEqual(await unlimited(count));
  });

  it.each<[string, LimitOptions]>([
    ["of what may be made in an hour", { creationsPerHour: 25 }],
    ["of what may be made in a minute", { creationsPerMinute: 3 }],
    ["of points, with 429", { pointsPerMinute: 40, refusal: 429 }],
    ["of requests in an hour, too small for one pass", { requestsPerHour: 320 }],
  ])(
    "a limit %s only makes it later",
    async (_, limits) => {
      const stage = await newStage(room, { writeEveryMs: 1000 });
      await fill(stage, count);
      room.github.setLimits(limits);
      const passes = await passesUntilDone(stage);
      expect(passes.length).toBeLessThan(20);
      expect(await boardAt(stage)).toEqual(await unlimited(count));
    },
    60_000,
  );
});

it("the command ends with 3 when something is left, and says how much and when it goes on", async () => {
  const stage = await newStage(room);
  await fill(stage, 12);
  room.github.setLimits({ requestsPerHour: 270 });
  const lines: string[] = [];
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const io = {
    out: (text: string) => void lines.push(text),
    err: (line: string) => void lines.push(line),
    stdin: () => Readable.from([]),
    cwd: "/nonexistent",
    signal: new AbortController().signal,
  };
  const env = {
    GITHUB_TOKEN: room.github.token("ada"),
    GITHUB_API_URL: room.github.url,
    GITHUB_REPOSITORY: stage.repo,
  };
  const resets = new Date(room.clock.now() + hour).toISOString().replace(".000Z", "Z");
  const ended = await tickOnce({}, { env, io, log, clock: room.clock });
  expect(ended).toMatchObject({ exitCode: 3, reason: "incomplete" });
  const { unread } = ended.data;
  if (!Array.isArray(unread)) throw new Error("the result tells what is left");
  expect(unread.length).toBeGreaterThan(0);
  expect(ended.text).toContain(`${unread.length} left, resumes at ${resets}`);
});
