import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBrowsers } from "../../src/adapters/playwright/find-browser.mjs";
import { clockOf } from "../../src/entry/clock.ts";
import { type ControlRoom, startControlRoom } from "../../src/local/control-room.ts";
import type { Log } from "../../src/ports.ts";
import { Data, statuses } from "../../src/schema/index.ts";

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const hasBrowser = findBrowsers().length > 0;
const unless = hasBrowser ? "" : " (no Chrome or Chromium here)";

let directory: string;
let room: ControlRoom;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "control-room-"));
  room = await startControlRoom({
    host: "127.0.0.1",
    port: 0,
    browser: true,
    directory,
    clock: clockOf(undefined),
    log: silent,
    onStep: () => {},
  });
}, 60_000);
afterAll(async () => {
  await room.close();
  rmSync(directory, { recursive: true, force: true });
});

async function page(path: string, init?: RequestInit): Promise<Response> {
  return await fetch(new URL(path, room.url), { redirect: "manual", ...init });
}

describe("the local control room", () => {
  it.skipIf(!hasBrowser)(`ends well${unless}`, () => {
    expect(room.result).toMatchObject({ ok: true, reason: "done", exit_code: 0 });
    expect(room.result.audit).toMatchObject({ verdict: "healthy", findings: [] });
  });

  it("names a commit with the three kinds of file in it", () => {
    const { commit } = room.result;
    expect(commit.sha).toMatch(/^[0-9a-f]{40}$/);
    expect(commit.files).toContain("state/mission-control.json");
    expect(commit.files).toContain("docs/mission-control/data.json");
    expect(commit.files.filter((path) => /^state\/events\/.*\.jsonl$/.test(path))).toHaveLength(1);
  });

  it.skipIf(!hasBrowser)(`names a screenshot that is a real picture${unless}`, () => {
    const png = readFileSync(room.result.screenshot?.file ?? "");
    expect(png.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]));
    // Width of the picture, in its header.
    expect(png.readUInt32BE(16)).toBe(1440);
    expect(png.length).toBeGreaterThan(100_000);
  });

  it("names a report that is there", () => {
    expect(room.result.report.path).toMatch(/^reports\/\d{4}\/\d\d\/\d\d\.md$/);
    expect(readFileSync(room.result.report.file, "utf8")).toContain("## Needs a person");
  });

  it.skipIf(!hasBrowser)(
    `counts the same on GitHub, in snapshot, in data.json and on the page${unless}`,
    () => {
      const { github, snapshot, data, page: seen, agree } = room.result.by_status;
      expect(snapshot).toEqual(github);
      expect(data).toEqual(github);
      expect(seen).toEqual(github);
      expect(agree).toBe(true);
      for (const status of statuses) expect(github[status], status).toBeGreaterThan(0);
    },
  );

  it("asked GitHub for nothing that its description does not have, and counts what it asked", () => {
    expect(room.result.violations).toEqual([]);
    expect(room.result.requests.engine).toBeGreaterThan(100);
    expect(room.result.requests.all).toBeGreaterThan(room.result.requests.engine);
  });

  it("told one task's whole life", () => {
    expect(room.result.story.map(({ status }) => status)).toEqual([
      "triaged",
      "assigned",
      "active",
      "active",
      "review",
      "review",
      "done",
    ]);
  });

  it("sent what the first look found as one message, once to a Redis stream, and once to Telegram", async () => {
    const redis = new Redis(room.busUrl);
    const stream = await redis.xrange("mission-control:alerts", "-", "+");
    redis.disconnect();
    const ids = room.result.alerts
      .filter(({ channel }) => channel === "redis")
      .map(({ alert }) => alert);
    expect(ids).toContainEqual(expect.stringMatching(/^first-look:/));
    expect(new Set(ids).size).toBe(ids.length);
    expect(stream).toHaveLength(ids.length);
    expect(room.chatMessages()).toHaveLength(ids.length);
  });

  it("follows what a person files on the page: triaged, committed, on the dashboard", async () => {
    room.keepRunning();
    const title = `The server is down ${room.result.commit.sha.slice(0, 6)}`;
    const answer = await page("/inbox", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text: title }),
    });
    expect(answer.status).toBe(201);
    const shown = async () => {
      const data = Data.parse(await (await page("data.json")).json());
      return data.tasks.items.find((task) => task.title === title)?.status;
    };
    await expect.poll(shown, { timeout: 15_000 }).toBe("triaged");
  });

  it("takes nothing from a form on another page", async () => {
    const foreign = { "content-type": "application/json", origin: "https://evil.example" };
    const body = JSON.stringify({ text: "x" });
    expect((await page("/inbox", { method: "POST", headers: foreign, body })).status).toBe(403);
    expect((await page("/inbox", { method: "POST", body: "text=x" })).status).toBe(403);
  });

  it("serves the page under a strict policy, and sends data once", async () => {
    const html = await page("");
    expect(html.headers.get("content-security-policy")).toContain("default-src 'none'");
    const first = await page("data.json");
    const etag = first.headers.get("etag") ?? "";
    expect((await page("data.json", { headers: { "if-none-match": etag } })).status).toBe(304);
  });
});
