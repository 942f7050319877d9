import { ProbotOctokit } from "probot";
import { describe, expect, it } from "vitest";
import { serverForTests, start } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue, commitFile } = serverForTests();

describe("the App", () => {
  it("gets an installation token with its key and acts with it as its bot", async () => {
    const repo = await newRepo();
    const name = repo.replace("/repos/acme/", "");
    await newIssue(repo);
    const { id, privateKey, installationId, login } = gh().app;
    const octokit = new ProbotOctokit({
      baseUrl: gh().url,
      auth: { appId: id, privateKey, installationId },
    });
    const { data } = await octokit.rest.issues.createComment({
      owner: "acme",
      repo: name,
      issue_number: 1,
      body: "seen",
    });
    expect(data.user).toMatchObject({ login, type: "Bot" });
    await octokit.rest.issues.setLabels({
      owner: "acme",
      repo: name,
      issue_number: 1,
      labels: ["kind:bug"],
    });
    const found = await octokit.rest.apps.getRepoInstallation({ owner: "acme", repo: name });
    expect(found.data.id).toBe(installationId);
    const { data: app } = await octokit.rest.apps.getAuthenticated();
    expect(app).toMatchObject({ id, slug: "mission-control" });
  });

  it("is nobody's account, like a workflow", async () => {
    expect((await ask("github-actions[bot]", "GET", "/user")).status).toBe(403);
    expect((await ask("ada", "GET", "/user")).json).toMatchObject({ login: "ada", type: "User" });
    expect((await ask(null, "GET", "/user")).status).toBe(401);
  });

  it("sees what was sent to its webhook, page by page, and has it sent once more", async () => {
    const repo = await newRepo();
    gh().setWebhookUrl("http://127.0.0.1:9/");
    await newIssue(repo);
    await newIssue(repo);
    await gh().idle();
    const { id, privateKey } = gh().app;
    const octokit = new ProbotOctokit({ baseUrl: gh().url, auth: { appId: id, privateKey } });
    const all = await octokit.paginate("GET /app/hook/deliveries", { per_page: 1 });
    expect(
      all.slice(0, 2).map(({ event, action, delivered_at }) => [event, action, delivered_at]),
    ).toEqual([
      ["issues", "opened", "2026-11-21T07:00:00Z"],
      ["issues", "opened", "2026-11-21T07:00:00Z"],
    ]);
    await octokit.request("POST /app/hook/deliveries/{delivery_id}/attempts", {
      delivery_id: all[0]!.id,
    });
    await gh().idle();
    gh().setWebhookUrl(null);
    expect(
      gh()
        .deliveries.log()
        .filter((record) => record.id === all[0]?.guid),
    ).toHaveLength(2);
  });

  it("gets nothing with a key that is not its own", async () => {
    const forged = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(JSON.stringify({ iss: gh().app.id })).toString("base64url")}.x`;
    const path = `/app/installations/${gh().app.installationId}/access_tokens`;
    expect(
      (await ask(null, "POST", path, undefined, { authorization: `Bearer ${forged}` })).status,
    ).toBe(401);
  });
});

describe("conditional requests", () => {
  it("answer 304 without a body until something changed, free of the limit", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    await must("mai", "POST", `${repo}/milestones`, { title: "One" });
    await commitFile(repo, "main", "a.txt", "a");
    const paths = [`${repo}/issues`, issue, `${repo}/milestones`, `${repo}/contents/a.txt`];
    for (const path of paths) {
      const first = await must("ada", "GET", path);
      const etag = first.headers.get("etag") ?? "";
      expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
      const second = await ask("ada", "GET", path, undefined, { "if-none-match": etag });
      expect([path, second.status, second.text]).toEqual([path, 304, ""]);
      expect(second.headers.get("x-ratelimit-used")).toBe(first.headers.get("x-ratelimit-used"));
    }
  });

  it.each([
    ["an issue", (issue: string) => must("mai", "PATCH", issue, { title: "Another" })],
    ["a label", (issue: string) => must("mai", "POST", `${issue}/labels`, { labels: ["a"] })],
    ["a comment", (issue: string) => must("ada", "POST", `${issue}/comments`, { body: "x" })],
  ])("answer 200 with another tag once %s changed", async (_what, change) => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    const tags = new Map<string, string>();
    for (const path of [`${repo}/issues`, issue])
      tags.set(path, (await must("ada", "GET", path)).headers.get("etag") ?? "");
    await change(issue);
    for (const [path, tag] of tags) {
      const next = await ask("ada", "GET", path, undefined, { "if-none-match": tag });
      expect([path, next.status, next.headers.get("etag") === tag]).toEqual([path, 200, false]);
    }
  });

  it("take a weak tag and a list of tags, and give no Link with a 304", async () => {
    const repo = await newRepo();
    await newIssue(repo);
    await newIssue(repo);
    const path = `${repo}/issues?per_page=1`;
    const first = await must("ada", "GET", path);
    expect(first.headers.get("link")).toContain('rel="next"');
    const tags = { "if-none-match": `"other", W/${first.headers.get("etag")}` };
    const second = await ask("ada", "GET", path, undefined, tags);
    expect([second.status, second.headers.get("link")]).toEqual([304, null]);
  });

  it("give another tag for another token, and count for who shows none", async () => {
    const repo = await newRepo();
    const tags = [];
    for (const login of ["ada", "bob", null]) {
      const { headers } = await must(login, "GET", `${repo}/issues`);
      tags.push(headers.get("etag") ?? "");
    }
    expect(new Set(tags).size).toBe(3);
    const before = await must(null, "GET", `${repo}/issues`);
    const tag = { "if-none-match": tags[2] ?? "" };
    const after = await ask(null, "GET", `${repo}/issues`, undefined, tag);
    expect(after.status).toBe(304);
    expect(Number(after.headers.get("x-ratelimit-used"))).toBe(
      Number(before.headers.get("x-ratelimit-used")) + 1,
    );
  });
});

describe("the clock", () => {
  it("gives every time in whole seconds, by the set time", async () => {
    const repo = await newRepo();
    gh().setNow(start + 1999);
    const issue = await newIssue(repo);
    const { json } = await must("ada", "GET", issue);
    expect([json["created_at"], json["updated_at"]]).toEqual([
      "2026-11-21T07:00:01Z",
      "2026-11-21T07:00:01Z",
    ]);
  });

  it("takes the time of one request from its header", async () => {
    const repo = await newRepo();
    const past = { "x-local-time": "2026-11-01T00:00:00Z" };
    await must("mai", "POST", `${repo}/issues`, { title: "Old", labels: ["a"] }, past);
    const { json } = await must("ada", "GET", `${repo}/issues/1`);
    expect(json["created_at"]).toBe("2026-11-01T00:00:00Z");
    const { json: events } = await must("ada", "GET", `${repo}/issues/1/events`);
    expect(events[0]?.["created_at"]).toBe("2026-11-01T00:00:00Z");
  });

  it("never lets updated_at go back", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    const past = { "x-local-time": "2026-11-01T00:00:00Z" };
    await must("mai", "PATCH", issue, { title: "Other" }, past);
    expect((await must("ada", "GET", issue)).json["updated_at"]).toBe("2026-11-21T07:00:00Z");
  });

  it("is the real one again when it is set to nothing", async () => {
    gh().setNow(null);
    const repo = await newRepo();
    const before = Math.floor(Date.now() / 1000) * 1000;
    const { json } = await must("mai", "POST", `${repo}/issues`, { title: "Now" });
    expect(Date.parse(String(json["created_at"]))).toBeGreaterThanOrEqual(before);
    expect(Date.parse(String(json["created_at"]))).toBeLessThanOrEqual(Date.now());
  });
});

describe("faults", () => {
  it("come before the request is performed, or after", async () => {
    const repo = await newRepo();
    for (const [when, count] of [
      ["before", 0],
      ["after", 1],
    ] as const) {
      const end = gh().onRequest(({ method }) =>
        method === "POST" ? { status: 502, when } : undefined,
      );
      expect((await ask("mai", "POST", `${repo}/issues`, { title: "x" })).status).toBe(502);
      end();
      expect((await must("mai", "GET", `${repo}/issues`)).json).toHaveLength(count);
    }
  });
});

it("can break off a connection, having done what was asked", async () => {
  const repo = await newRepo();
  const end = gh().onRequest(() => ({ status: 0, when: "after" }));
  await expect(ask("mai", "POST", `${repo}/issues`, { title: "x" })).rejects.toThrow(
    "fetch failed",
  );
  end();
  expect((await must("mai", "GET", `${repo}/issues`)).json).toHaveLength(1);
});

it("logs every request with its answer and who asked", async () => {
  const repo = await newRepo();
  const before = gh().requests();
  await ask("ada", "GET", `${repo}/issues`);
  expect(gh().requests()).toBe(before + 1);
  expect(gh().requestLog().at(-1)).toEqual({
    method: "GET",
    path: `${repo}/issues`,
    status: 200,
    login: "ada",
  });
});

it("answers below the prefix of GitHub Enterprise Server too", async () => {
  const repo = await newRepo();
  expect((await ask("ada", "GET", `/api/v3${repo}/issues`)).status).toBe(200);
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
