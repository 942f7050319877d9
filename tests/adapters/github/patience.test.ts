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
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const wrap = patience({ clock, log: silent, writeEveryMs });
  const left = [...answers];
  const request = (): Promise<string> => {
    asked.push({ at: now - start });
    const { status, headers = {} } = left.shift() ?? { status: 200 };
    if (status < 400) return Promise.resolve("ok");
    return Promise.reject(Object.assign(new Error(`${status}`), { status, response: { headers } }));
  };
  const ask = (method: string, owner = "acme") => wrap(request, { method, url: "/x", owner });
  return { ask, asked };
}

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
