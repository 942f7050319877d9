import { afterAll, expect, it } from "vitest";
import {
  startLocalGitHub,
  type LimitOptions,
  type LocalGitHub,
} from "../../../src/local/github/index.ts";
import { start } from "./harness.ts";

const running: LocalGitHub[] = [];
afterAll(async () => {
  await Promise.all(running.map((gh) => gh.close()));
});

const issues = "/repos/ada/r/issues";

async function server(limits: "github" | LimitOptions) {
  const gh = await startLocalGitHub({
    repos: [{ owner: "ada", name: "r" }],
    users: [{ login: "ada" }, { login: "bob" }],
    limits,
  });
  gh.setNow(start);
  running.push(gh);
  async function ask(method: string, path: string, body?: unknown, login = "ada") {
    const response = await fetch(gh.url + path, {
      method,
      headers: { authorization: `Bearer ${gh.token(login)}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = JSON.parse(await response.text());
    return { status: response.status, json, headers: response.headers };
  }
  const get = async (login = "ada") => ask("GET", issues, undefined, login);
  const open = async () => ask("POST", issues, { title: "A task" });
  return { gh, ask, get, open };
}

it("refuses when the hour's requests are used up, says when they begin anew, and begins anew", async () => {
  const { gh, get } = await server({ requestsPerHour: 2 });
  expect([(await get()).status, (await get()).status]).toEqual([200, 200]);
  const refused = await get();
  expect(refused).toMatchObject({
    status: 403,
    json: { message: "API rate limit exceeded for user ada.", status: "403" },
  });
  expect([
    refused.headers.get("x-ratelimit-remaining"),
    refused.headers.get("x-ratelimit-reset"),
    refused.headers.get("retry-after"),
  ]).toEqual(["0", String((start + 3_600_000) / 1000), null]);
  gh.setNow(start + 3_600_000);
  expect((await get()).status).toBe(200);
});

it("counts each account by itself, and takes nothing for the question what is left", async () => {
  const { ask, get } = await server({ requestsPerHour: 1 });
  await get();
  const left = await ask("GET", "/rate_limit");
  expect([left.status, left.json.resources.core]).toMatchObject([
    200,
    { limit: 1, used: 1, remaining: 0 },
  ]);
  expect([(await get("bob")).status, (await get()).status]).toEqual([200, 403]);
});

it.each([
  ["github-actions[bot]", "1000"],
  ["mission-control[bot]", "5000"],
  ["ada", "5000"],
])("allows %s %s requests an hour as GitHub does", async (login, limit) => {
  const { get } = await server("github");
  expect((await get(login)).headers.get("x-ratelimit-limit")).toBe(limit);
});

it("allows nobody 60 requests an hour", async () => {
  const { gh } = await server("github");
  expect((await fetch(gh.url + issues)).headers.get("x-ratelimit-limit")).toBe("60");
});

it("takes one point for reading and five for writing, and says how long until there is room", async () => {
  const { gh, get, open } = await server({ pointsPerMinute: 6 });
  await get();
  gh.setNow(start + 20_000);
  expect((await open()).status).toBe(201);
  const refused = await get();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([403, "40"]);
  expect(refused.json.message).toMatch(/^You have exceeded a secondary rate limit\. Please wait/);
  expect(refused.headers.get("x-ratelimit-remaining")).not.toBe("0");
  gh.setNow(start + 60_000);
  expect([(await get()).status, (await get()).status]).toEqual([200, 403]);
});

it("holds back who creates too much in a minute, or in an hour, though nothing else", async () => {
  const { gh, get, open } = await server({ creationsPerMinute: 1, creationsPerHour: 2 });
  const statuses = [(await open()).status];
  const refused = await open();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([403, "60"]);
  expect(refused.json.message).toContain("temporarily blocked from content creation");
  expect((await get()).status).toBe(200);
  for (const minute of [1, 2, 60]) {
    gh.setNow(start + minute * 60_000);
    statuses.push((await open()).status);
  }
  expect(statuses).toEqual([201, 201, 403, 201]);
});

it("refuses more requests under way at once than it allows, and none of those that come after them", async () => {
  const { gh, get } = await server({ concurrent: 2 });
  const held: (() => void)[] = [];
  const end = gh.onRequest(async () => {
    if (held.length < 2) await new Promise<void>((resolve) => held.push(resolve));
  });
  const two = [get(), get()];
  await expect.poll(() => held.length).toBe(2);
  const third = await get();
  expect([third.status, third.headers.get("retry-after")]).toEqual([403, "60"]);
  for (const release of held) release();
  // The first two count as under way until their answers are through, the third no more.
  expect((await Promise.all(two)).map(({ status }) => status)).toEqual([200, 200]);
  end();
  expect((await get()).status).toBe(200);
});

it("refuses with 429 where a test wants it, and can be set anew while it runs", async () => {
  const { gh, get } = await server({ requestsPerHour: 1, refusal: 429 });
  await get();
  expect((await get()).status).toBe(429);
  gh.setLimits(null);
  expect((await get()).status).toBe(200);
  gh.setLimits("github");
  expect((await get()).headers.get("x-ratelimit-limit")).toBe("5000");
});
