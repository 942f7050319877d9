import { expect, it } from "vitest";
import { compiler } from "../../../src/local/github/schemas.ts";
import { serverForTests, start } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue } = serverForTests();
const compile = compiler({ coerce: false, times: "own" });

function nameOf(repo: string): string {
  return repo.replace("/repos/", "");
}

async function numbers(path: string): Promise<unknown[]> {
  return (await must("mai", "GET", path)).json.map((issue) => issue["number"]);
}

async function idOf(issue: string): Promise<number> {
  return Number((await must("mai", "GET", issue)).json["id"]);
}

it("answers 410 for a deleted issue and what hangs on it, and 404 to who would write", async () => {
  const repo = await newRepo();
  const issue = await newIssue(repo);
  await gh().deleteIssue(nameOf(repo), 1);
  const reply = await ask("mai", "GET", issue);
  expect([reply.status, reply.json["message"]]).toEqual([410, "This issue was deleted"]);
  expect((await ask("mai", "GET", `${issue}/timeline`)).status).toBe(410);
  expect((await ask("mai", "PATCH", issue, { title: "x" })).status).toBe(404);
  expect((await ask("mai", "POST", `${issue}/comments`, { body: "x" })).status).toBe(404);
});

it("leaves no trace of a deleted issue in any list, count, relation or history, nor its number", async () => {
  const repo = await newRepo();
  await must("mai", "POST", `${repo}/milestones`, { title: "One" });
  const issue = await newIssue(repo, "mai", { labels: ["a"], milestone: 1, body: "See #2" });
  const other = await newIssue(repo, "mai", { milestone: 1 });
  await must("ada", "POST", `${issue}/comments`, { body: "See #2" });
  const id = await idOf(issue);
  await must("mai", "POST", `${other}/sub_issues`, { sub_issue_id: id });
  await must("mai", "POST", `${other}/dependencies/blocked_by`, { issue_id: id });
  await gh().deleteIssue(nameOf(repo), 1);
  expect(await numbers(`${repo}/issues?state=all`)).toEqual([2]);
  expect((await must("mai", "GET", `${repo}/issues/comments`)).json).toEqual([]);
  const { json: feed } = await must("mai", "GET", `${repo}/issues/events`);
  expect(feed.map((line) => line["issue"]?.["number"])).not.toContain(1);
  expect((await must("mai", "GET", other)).json).toMatchObject({
    milestone: { open_issues: 1 },
    sub_issues_summary: { total: 0 },
    issue_dependencies_summary: { total_blocked_by: 0 },
  });
  const { json: timeline } = await must("mai", "GET", `${other}/timeline`);
  expect(timeline.map((line) => line["event"])).not.toContain("cross-referenced");
  expect(await newIssue(repo)).toBe(`${repo}/issues/3`);
});

it("redirects from the old address of a transferred issue to its new one", async () => {
  const from = await newRepo();
  const to = await newRepo();
  await newIssue(to);
  const issue = await newIssue(from, "ada", { title: "Moved" });
  expect(await gh().transferIssue(nameOf(from), 1, nameOf(to))).toBe(2);
  const { json: repository } = await must("mai", "GET", to);
  const url = `${gh().url}/repositories/${repository["id"]}/issues/2`;
  const headers = { authorization: `Bearer ${gh().token("ada")}` };
  const reply = await fetch(gh().url + issue, { headers, redirect: "manual" });
  expect([reply.status, reply.headers.get("location"), await reply.json()]).toMatchObject([
    301,
    url,
    { message: "Moved Permanently", url },
  ]);
  const { json } = await must("ada", "GET", issue);
  expect([json["number"], json["title"], json["repository_url"]]).toEqual([
    2,
    "Moved",
    `${gh().url}${to}`,
  ]);
  expect((await ask("ada", "GET", `${issue}/timeline`)).status).toBe(404);
  expect((await ask("mai", "PATCH", issue, { title: "x" })).status).toBe(404);
  expect([await numbers(`${from}/issues`), await numbers(`${to}/issues`)]).toEqual([[], [2, 1]]);
});

it("says nothing of where an issue went to who may not look there", async () => {
  const from = await newRepo();
  await newIssue(from);
  await gh().createRepo({ owner: "acme", name: "hidden", private: true });
  await gh().transferIssue(nameOf(from), 1, "acme/hidden");
  expect((await ask("ada", "GET", `${from}/issues/1`)).status).toBe(404);
});

it("takes author, times, comments, history, known labels and relations along", async () => {
  const from = await newRepo();
  const to = await newRepo();
  await must("mai", "POST", `${to}/labels`, { name: "known", color: "ff0000" });
  const issue = await newIssue(from, "ada", { body: "text" });
  const near = await newIssue(from);
  const before = await idOf(issue);
  gh().setNow(start + 60_000);
  await must("mai", "PATCH", issue, { labels: ["known", "unknown"], assignees: ["bob"] });
  await must("bob", "POST", `${issue}/comments`, { body: "hello" });
  await must("mai", "POST", `${issue}/dependencies/blocked_by`, { issue_id: await idOf(near) });
  gh().setNow(start + 120_000);
  await must("mai", "PATCH", issue, { state: "closed", state_reason: "not_planned" });
  gh().setNow(start + 180_000);
  const number = await gh().transferIssue(nameOf(from), 1, nameOf(to), "mai");
  const { json } = await must("mai", "GET", `${to}/issues/${number}`);
  expect(json).toMatchObject({
    user: { login: "ada" },
    body: "text",
    state: "closed",
    state_reason: "not_planned",
    created_at: "2026-11-21T07:00:00Z",
    closed_at: "2026-11-21T07:02:00Z",
    updated_at: "2026-11-21T07:03:00Z",
    comments: 1,
    issue_dependencies_summary: { blocked_by: 1 },
  });
  expect(json["labels"]?.map((label) => label["name"])).toEqual(["known"]);
  expect(json["assignees"]?.map((user) => user["login"])).toEqual(["bob"]);
  expect(json["id"]).not.toBe(before);
  const { json: blocking } = await must("mai", "GET", `${near}/dependencies/blocking`);
  expect(blocking.map((one) => one["id"])).toEqual([json["id"]]);
  const { json: timeline } = await must("mai", "GET", `${to}/issues/${number}/timeline`);
  expect(timeline.map((line) => `${line["event"]} ${line["actor"]?.["login"]}`)).toEqual([
    "labeled mai",
    "labeled mai",
    "assigned mai",
    "commented bob",
    "blocked_by_added mai",
    "closed mai",
    "transferred mai",
  ]);
});

it("says by webhooks that an issue was deleted, or transferred and opened, in GitHub's shape", async () => {
  const from = await newRepo();
  const to = await newRepo();
  await newIssue(from);
  await newIssue(from);
  gh().deliveries.pause();
  await gh().deleteIssue(nameOf(from), 1, "mai");
  await gh().transferIssue(nameOf(from), 2, nameOf(to), "mai");
  const deliveries = gh().deliveries.take();
  expect(deliveries.map(({ event, action }) => `${event} ${action}`)).toEqual([
    "issues deleted",
    "issues transferred",
    "issues opened",
  ]);
  const old_issue = { number: 2 };
  const new_issue = { number: 1 };
  expect(deliveries.map(({ payload }) => payload)).toMatchObject([
    { issue: { number: 1 }, repository: { full_name: nameOf(from) }, sender: { login: "mai" } },
    {
      issue: old_issue,
      changes: { new_issue, new_repository: { full_name: nameOf(to) } },
      repository: { full_name: nameOf(from) },
    },
    {
      issue: new_issue,
      changes: { old_issue, old_repository: { full_name: nameOf(from) } },
      repository: { full_name: nameOf(to) },
    },
  ]);
  for (const { action, payload } of deliveries) {
    const name = `webhook-issues-${action}`;
    expect([name, compile({ $ref: `#/components/schemas/${name}` }, name)(payload)]).toEqual([
      name,
      null,
    ]);
  }
});

it("transfers between repositories of one owner only", async () => {
  const from = await newRepo();
  await newIssue(from);
  await gh().createRepo({ owner: "ada", name: "far" });
  await expect(gh().transferIssue(nameOf(from), 1, "ada/far")).rejects.toThrow(
    "cannot be transferred to ada/far",
  );
  await expect(gh().deleteIssue(nameOf(from), 7)).rejects.toThrow("There is no issue");
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
