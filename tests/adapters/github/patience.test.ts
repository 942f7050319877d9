import { once } from "node:events";
import { createServer } from "node:http";
import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { patience } from "../../../src/adapters/github/patience.ts";

/** A GitHub that answers with these statuses in turn, and a clock that only waiting moves on. */
function setting(answers: readonly Answer[], writeEveryMs = 0) {
  let now = Date.parse("2026-11-21T07:00:00Z");
  const asked: { at: number }[] = [];
  const start = now;
  const clock = {
    now: () => now,
    sleep: (ms: number) => {
      now += ms;
      return Promise.resolve();
    },
  };
  const wrap = patience({ clock, log: silent, writeEveryMs });
  const left = [...answers];
  const request = (): Promise<string> => {
    asked.push({ at: now - start });
    const { status, headers = {} } = left.shift() ?? { status: 200 };
    if (status < 400) return Promise.resolve("ok");
    return Promise.reject(Object.assign(new Error(`${status}`), { status, response: { headers } }));
  };
  const ask = (method: string, owner = "acme", url = "/x") => wrap(request, { method, url, owner });
  const advance = (ms: number) => {
    now += ms;
  };
  return { ask, asked, wrap, request, advance };
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
type Answer = { readonly status: number; readonly headers?: Record<string, string> };

test("a write refused for its rate is made again when GitHub says", async () => {
  const { ask, asked } = setting([{ status: 403, headers: { "retry-after": "7" } }]);
  expect(await ask("POST")).toBe("ok");
  expect(asked.map(({ at }) => at)).toEqual([0, 7000]);
});

test("an exhausted hour is waited for when it is over soon, and not when it is not", async () => {
  const reset = (minutes: number) => ({
    status: 403,
    headers: {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Date.parse("2026-11-21T07:00:00Z") / 1000 + minutes * 60),
    },
  });
  const soon = setting([reset(4)]);
  expect(await soon.ask("GET")).toBe("ok");
  expect(soon.asked.map(({ at }) => at)).toEqual([0, 240_000]);
  const late = setting([reset(40)]);
  await expect(late.ask("GET")).rejects.toThrow("403");
  expect(late.asked).toHaveLength(1);
});

test("what is forbidden is not asked for again", async () => {
  const { ask, asked } = setting([{ status: 403 }]);
  await expect(ask("PATCH")).rejects.toThrow("403");
  expect(asked).toHaveLength(1);
});

test("a failure of GitHub's is met with patience, but not for ever", async () => {
  const { ask, asked } = setting([502, 502, 502, 502, 502].map((status) => ({ status })));
  await expect(ask("GET")).rejects.toThrow("502");
  expect(asked.map(({ at }) => at)).toEqual([0, 500, 1500, 3500]);
});

test("a POST that failed may have been performed and is not repeated", async () => {
  const { ask, asked } = setting([{ status: 502 }]);
  await expect(ask("POST")).rejects.toThrow("502");
  expect(asked).toHaveLength(1);
});

test("writes to one account keep their distance, reads and other accounts do not", async () => {
  const { ask, asked } = setting([], 1000);
  await ask("PATCH");
  await ask("GET");
  await ask("PATCH", "other");
  await Promise.all([ask("POST"), ask("PATCH")]);
  expect(asked.map(({ at }) => at)).toEqual([0, 0, 0, 1000, 2000]);
});

test("a write that failed does not hold up the next", async () => {
  const { ask } = setting([{ status: 404 }], 1000);
  const [first, second] = await Promise.allSettled([ask("DELETE"), ask("POST")]);
  expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
});

test("reads keep to the points of a minute, and the rest of them wait for the next", async () => {
  const { ask, asked } = setting([], 1000);
  for (let n = 0; n < 811; n++) await ask("GET");
  expect(asked.slice(808).map(({ at }) => at)).toEqual([0, 0, 60_000]);
});

test("the pages after the first count against the same account", async () => {
  const { wrap, ask, asked, request } = setting([], 1000);
  const page = { method: "GET", url: "/repositories/1/issues?page=2" };
  for (let n = 0; n < 810; n++) await wrap(request, { ...page, request: { account: "Acme" } });
  await ask("GET");
  expect(asked.at(-1)?.at).toBe(60_000);
});

test("what is made keeps to the hour's allowance, what is over fails at once, and reads go on", async () => {
  const { ask, asked, advance } = setting([], 1000);
  const make = () => ask("POST", "acme", "/repos/{owner}/{repo}/issues/{issue_number}/comments");
  for (let n = 0; n < 450; n++) await make();
  await expect(make()).rejects.toThrow(/no room for this for another \d+ s/);
  expect(asked).toHaveLength(450);
  expect(await ask("GET")).toBe("ok");
  expect(await ask("PATCH")).toBe("ok");
  expect(await ask("POST", "acme", "/repos/{owner}/{repo}/git/trees")).toBe("ok");
  advance(3_600_000);
  expect(await make()).toBe("ok");
});

test("what was refused for longer than a while is not even asked for until then", async () => {
  const { ask, asked, advance } = setting(
    [{ status: 429, headers: { "retry-after": "900" } }],
    1000,
  );
  await expect(ask("GET")).rejects.toThrow("429");
  await expect(ask("PATCH")).rejects.toThrow("no room");
  expect(await ask("GET", "other")).toBe("ok");
  expect(asked).toHaveLength(2);
  advance(900_000);
  expect(await ask("GET")).toBe("ok");
});

test("a server without limits is not waited for, however much is asked of it", async () => {
  const { ask, asked } = setting([], 0);
  for (let n = 0; n < 1000; n++) await ask("POST", "acme", "/repos/{owner}/{repo}/issues");
  expect(asked.at(-1)?.at).toBe(0);
});

test("an answer that breaks off in the middle is a failure, and a read is made again", async () => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8", "content-length": "8" });
    if (asked === 1) response.write("half", () => response.socket?.destroy());
    else response.end("complete");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { wrap } = setting([]);
  const octokit = new Octokit({ baseUrl: `http://127.0.0.1:${address.port}`, log: silent });
  octokit.hook.wrap("request", wrap);
  const { data } = await octokit.request("GET /file");
  server.close();
  expect([data, asked]).toEqual(["complete", 2]);
});
