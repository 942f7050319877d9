import { request } from "node:http";
import { afterEach, expect, it } from "vitest";
import { serverForTests } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue } = serverForTests();
afterEach(() => gh().faults.clear());

async function titles(repo: string): Promise<readonly unknown[]> {
  return (await must("mai", "GET", `${repo}/issues`)).json.map((issue) => issue["title"]);
}

/** A POST by hand: what came of the body before the connection broke, or the status when it did not. */
function openIssue(repo: string): Promise<{ readonly text: string; readonly isBroken: boolean }> {
  return new Promise((resolve) => {
    const outgoing = request(
      `${gh().url}${repo}/issues`,
      { method: "POST", headers: { authorization: `Bearer ${gh().token("mai")}` } },
      (response) => {
        let text = "";
        response.on("data", (chunk) => (text += chunk));
        response.on("error", () => resolve({ text, isBroken: true }));
        response.on("end", () => resolve({ text, isBroken: false }));
      },
    );
    outgoing.on("error", () => resolve({ text: "", isBroken: true }));
    outgoing.end(JSON.stringify({ title: "x" }));
  });
}

it.each([
  [502, false, []],
  [503, false, []],
  [502, true, ["x"]],
] as const)("answers %i, performed: %s", async (status, isPerformed, wanted) => {
  const repo = await newRepo();
  gh().faults.set({ kind: "status", status, isPerformed, method: "POST" });
  expect((await ask("mai", "POST", `${repo}/issues`, { title: "x" })).status).toBe(status);
  expect(await titles(repo)).toEqual(wanted);
});

it("gives an answer of one's own, with headers", async () => {
  const repo = await newRepo();
  const body = { message: "soon" };
  gh().faults.set({ kind: "status", status: 503, body, headers: { "retry-after": "7" } });
  const reply = await ask("mai", "GET", repo);
  expect([reply.status, reply.headers.get("retry-after"), reply.text]).toEqual([
    503,
    "7",
    '{"message":"soon"}',
  ]);
});

it.each([
  ["holds the connection open and drops it", { kind: "timeout", holdMs: 20 }, 0],
  ["does so having performed it", { kind: "timeout", holdMs: 20, isPerformed: true }, 1],
  ["performs it and loses the answer", { kind: "lost" }, 1],
] as const)("%s", async (_what, rule, count) => {
  const repo = await newRepo();
  gh().faults.set({ ...rule, method: "POST" });
  expect(await openIssue(repo)).toEqual({ text: "", isBroken: true });
  expect(await titles(repo)).toHaveLength(count);
  expect(gh().requestLog().at(-2)).toMatchObject({ method: "POST", status: 0 });
});

it("lets go of a connection that the caller gave up", async () => {
  const repo = await newRepo();
  gh().faults.set({ kind: "timeout", holdMs: 3_600_000 });
  const asked = fetch(`${gh().url}${repo}`, { signal: AbortSignal.timeout(50) });
  await expect(asked).rejects.toThrow("timeout");
});

it("performs it and breaks off in the middle of the answer", async () => {
  const repo = await newRepo();
  gh().faults.set({ kind: "cut", method: "POST" });
  const { text, isBroken } = await openIssue(repo);
  expect(isBroken).toBe(true);
  expect(text).toMatch(/^\{"/);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  expect(await titles(repo)).toEqual(["x"]);
});

it.each([
  ["the nth that matches", { nth: 2 }, [200, 502, 200, 200]],
  ["several of them", { nth: [1, 3] }, [502, 200, 502, 200]],
  ["so many", { times: 2 }, [502, 502, 200, 200]],
  ["one path", { path: /\/issues$/ }, [502, 502, 502, 502]],
  ["another path", { path: /\/pulls$/ }, [200, 200, 200, 200]],
  ["one operation", { operation: "issues/list-for-repo" }, [502, 502, 502, 502]],
  ["one method", { method: "PATCH" }, [200, 200, 200, 200]],
  ["one login", { login: "bob" }, [200, 200, 200, 200]],
  ["none by chance", { probability: 0 }, [200, 200, 200, 200]],
  ["all by chance", { probability: 1 }, [502, 502, 502, 502]],
] as const)("chooses %s", async (_what, where, wanted) => {
  const repo = await newRepo();
  gh().faults.set({ kind: "status", status: 502, ...where });
  const statuses = [];
  for (let n = 0; n < 4; n += 1) statuses.push((await ask("mai", "GET", `${repo}/issues`)).status);
  expect(statuses).toEqual(wanted);
});

it("has the same luck for the same seed whatever comes between, and another for another", async () => {
  const repo = await newRepo();
  const issue = await newIssue(repo);
  const rule = { kind: "status", status: 502, probability: 0.5 } as const;
  async function run(seed: number, between: boolean): Promise<string> {
    gh().faults.set(rule, { seed });
    let text = "";
    for (let n = 0; n < 24; n += 1) {
      if (between) await ask("mai", "GET", repo);
      text += (await ask("mai", "GET", issue)).status === 502 ? "x" : ".";
    }
    return text;
  }
  const first = await run(1, false);
  expect(await run(1, true)).toBe(first);
  expect(await run(2, false)).not.toBe(first);
  expect(first).toMatch(/x/);
  expect(first).toMatch(/\./);
});

it("takes the first rule that is due, and says what went wrong", async () => {
  const repo = await newRepo();
  const before = gh().faults.log().length;
  gh().faults.set([
    { kind: "status", status: 503, nth: 2 },
    { kind: "status", status: 502, nth: [1, 2] },
  ]);
  const statuses = [];
  for (let n = 0; n < 3; n += 1) statuses.push((await ask("mai", "GET", repo)).status);
  expect(statuses).toEqual([502, 503, 200]);
  expect(gh().faults.log().slice(before)).toEqual(
    [1, 2].map(() => ({ kind: "status", method: "GET", path: repo })),
  );
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
