import { afterEach, expect, it } from "vitest";
import { compiler } from "../../../src/local/github/schemas.ts";
import { serverForTests, start, type Reply } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue, commitFile } = serverForTests();
afterEach(() => gh().setFeatures({ subIssues: true }));

const prefix = "An error occurred while adding the sub-issue to the parent issue. ";

async function idOf(issue: string): Promise<number> {
  return Number((await must("mai", "GET", issue)).json["id"]);
}

async function add(parent: string, child: string, more = {}): Promise<Reply> {
  return ask("tri", "POST", `${parent}/sub_issues`, { sub_issue_id: await idOf(child), ...more });
}

async function family(count: number): Promise<string[]> {
  const repo = await newRepo();
  const issues = [];
  for (let n = 0; n < count; n += 1) issues.push(await newIssue(repo));
  return issues;
}

async function numbers(path: string): Promise<unknown[]> {
  return (await must("mai", "GET", path)).json.map((issue) => issue["number"]);
}

it("lists sub-issues in order, sums them up in the issue and the list, and names the parent", async () => {
  const [parent = "", one = "", two = ""] = await family(3);
  const added = await add(parent, one);
  expect([added.status, added.json["number"]]).toEqual([201, 1]);
  await add(parent, two);
  await must("mai", "PATCH", one, { state: "closed" });
  expect(await numbers(`${parent}/sub_issues`)).toEqual([2, 3]);
  const summary = { total: 2, completed: 1, percent_completed: 50 };
  expect((await must("mai", "GET", parent)).json["sub_issues_summary"]).toEqual(summary);
  const { json } = await must("mai", "GET", parent.replace(/\/1$/, "?state=all&direction=asc"));
  expect(json.map((issue) => [issue["sub_issues_summary"], issue["parent_issue_url"]])).toEqual([
    [summary, null],
    [{ total: 0, completed: 0, percent_completed: 0 }, `${gh().url}${parent}`],
    [{ total: 0, completed: 0, percent_completed: 0 }, `${gh().url}${parent}`],
  ]);
  expect((await must("mai", "GET", `${two}/parent`)).json["number"]).toBe(1);
  expect((await ask("mai", "GET", `${parent}/parent`)).status).toBe(404);
});

it("takes a sub-issue away, and knows none that is not there", async () => {
  const [parent = "", child = ""] = await family(2);
  await add(parent, child);
  const body = { sub_issue_id: await idOf(child) };
  const removed = await must("tri", "DELETE", `${parent}/sub_issue`, body);
  expect(removed.json["sub_issues_summary"]).toMatchObject({ total: 0 });
  expect((await ask("tri", "DELETE", `${parent}/sub_issue`, body)).status).toBe(404);
  expect((await must("mai", "GET", child)).json["parent_issue_url"]).toBe(null);
});

it("moves a sub-issue behind or before another", async () => {
  const [parent = "", one = "", two = "", three = ""] = await family(4);
  for (const child of [one, two, three]) await add(parent, child);
  const path = `${parent}/sub_issues/priority`;
  await must("tri", "PATCH", path, { sub_issue_id: await idOf(one), after_id: await idOf(three) });
  expect(await numbers(`${parent}/sub_issues`)).toEqual([3, 4, 2]);
  await must("tri", "PATCH", path, { sub_issue_id: await idOf(two), before_id: await idOf(one) });
  expect(await numbers(`${parent}/sub_issues`)).toEqual([4, 3, 2]);
});

it("refuses a duplicate, a second parent, itself and a circle", async () => {
  const [parent = "", child = "", other = ""] = await family(3);
  await add(parent, child);
  await add(child, other);
  const told = [];
  for (const [above, below] of [
    [parent, child],
    [parent, other],
    [parent, parent],
    [other, parent],
  ] as const) {
    const { status, json } = await add(above, below);
    told.push(`${status} ${String(json["message"]).replace(prefix, "")}`);
  }
  expect(told).toEqual([
    "422 Issue may not contain duplicate sub-issues and Sub issue may only have one parent",
    "422 Sub issue may only have one parent",
    "422 Sub issue cannot be the same as the parent issue",
    "422 Sub issue cannot be an ancestor of the parent issue",
  ]);
});

it("moves a sub-issue to another parent where it is told to replace the first", async () => {
  const [one = "", two = "", child = ""] = await family(3);
  await add(one, child);
  expect((await add(two, child, { replace_parent: true })).status).toBe(201);
  expect([await numbers(`${one}/sub_issues`), await numbers(`${two}/sub_issues`)]).toEqual([
    [],
    [3],
  ]);
});

it("nests sub-issues eight levels deep and no deeper", async () => {
  const issues = await family(10);
  const statuses = [];
  for (let level = 1; level < 10; level += 1)
    statuses.push((await add(issues[level - 1] ?? "", issues[level] ?? "")).status);
  expect(statuses.join(" ")).toBe("201 201 201 201 201 201 201 201 422");
});

it("lets a parent have 100 sub-issues, of which closed ones are some", async () => {
  const [parent = "", ...children] = await family(102);
  await must("mai", "PATCH", children[0] ?? "", { state: "closed" });
  const replies = [];
  for (const child of children) replies.push(await add(parent, child));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(100);
  expect(replies.at(-1)?.json["message"]).toBe(
    `${prefix}Parent cannot have more than 100 sub-issues`,
  );
  expect((await must("mai", "GET", `${parent}/sub_issues?per_page=100`)).json).toHaveLength(100);
}, 60_000);

it("takes the database id and never the number, of issues only", async () => {
  const [parent = "", child = ""] = await family(2);
  const repo = parent.replace(/\/issues\/1$/, "");
  const told = await ask("tri", "POST", `${parent}/sub_issues`, { sub_issue_id: 2 });
  expect([told.status, told.json["message"]]).toEqual([
    404,
    "The provided sub-issue does not exist",
  ]);
  await commitFile(repo, "feature", "a.txt", "a");
  await must("wes", "POST", `${repo}/pulls`, { title: "A change", head: "feature", base: "main" });
  expect((await add(parent, `${repo}/issues/3`)).status).toBe(404);
  expect((await add(`${repo}/issues/3`, child)).status).toBe(404);
});

it("takes sub-issues of other repositories of the same owner only", async () => {
  const [parent = ""] = await family(1);
  const [near = ""] = await family(1);
  await gh().createRepo({ owner: "ada", name: "far" });
  const far = await newIssue("/repos/ada/far", "ada");
  expect((await add(parent, near)).status).toBe(201);
  const { json } = await must("mai", "GET", `${parent}/sub_issues`);
  expect(`/repos/${json[0]?.["repository"]?.["full_name"]}/issues/1`).toBe(near);
  expect((await add(parent, far)).status).toBe(422);
});

it("asks for the right to triage", async () => {
  const [parent = "", child = ""] = await family(2);
  const body = { sub_issue_id: await idOf(child) };
  expect((await ask("bob", "POST", `${parent}/sub_issues`, body)).status).toBe(403);
});

it("leaves updated_at as it was, and notes both histories", async () => {
  const [parent = "", child = ""] = await family(2);
  gh().setNow(start + 60_000);
  await add(parent, child);
  await must("tri", "DELETE", `${parent}/sub_issue`, { sub_issue_id: await idOf(child) });
  for (const [issue, events, names] of [
    [parent, ["sub_issue_added", "sub_issue_removed"], "sub_issue"],
    [child, ["parent_issue_added", "parent_issue_removed"], "parent_issue"],
  ] as const) {
    expect((await must("mai", "GET", issue)).json["updated_at"]).toBe("2026-11-21T07:00:00Z");
    const { json } = await must("mai", "GET", `${issue}/timeline`);
    expect(json.map((line) => line["event"])).toEqual(events);
    expect(json[0]).toMatchObject({
      actor: { login: "tri" },
      created_at: "2026-11-21T07:01:00Z",
      [names]: { number: issue === parent ? 2 : 1, state: "open" },
    });
  }
  const { json: feed } = await must("mai", "GET", parent.replace(/\/1$/, "/events"));
  expect(feed.map((line) => line["event"])).toContain("parent_issue_removed");
});

it("says so to both ends by the webhook sub_issues, in GitHub's shape", async () => {
  const [parent = "", child = ""] = await family(2);
  gh().deliveries.pause();
  await add(parent, child);
  await must("tri", "DELETE", `${parent}/sub_issue`, { sub_issue_id: await idOf(child) });
  const deliveries = gh().deliveries.take();
  expect(deliveries.map(({ event, action }) => `${event} ${action}`)).toEqual([
    "sub_issues sub_issue_added",
    "sub_issues parent_issue_added",
    "sub_issues sub_issue_removed",
    "sub_issues parent_issue_removed",
  ]);
  const compile = compiler({ coerce: false, times: "own" });
  for (const { action, payload } of deliveries) {
    const name = `webhook-sub-issues-${action?.replaceAll("_", "-")}`;
    expect(compile({ $ref: `#/components/schemas/${name}` }, name)(payload)).toBe(null);
  }
  expect(deliveries[0]?.payload).toMatchObject({
    sub_issue: { number: 2 },
    parent_issue: { number: 1, sub_issues_summary: { total: 1 } },
    sender: { login: "tri" },
  });
});

it("is unknown to a host that lacks it", async () => {
  const [parent = "", child = ""] = await family(2);
  gh().setFeatures({ subIssues: false });
  expect((await ask("mai", "GET", `${parent}/sub_issues`)).status).toBe(404);
  expect((await add(parent, child)).status).toBe(404);
  const { json } = await must("mai", "GET", parent);
  expect([json["sub_issues_summary"], json["issue_dependencies_summary"]]).toEqual([
    undefined,
    { blocked_by: 0, blocking: 0, total_blocked_by: 0, total_blocking: 0 },
  ]);
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
