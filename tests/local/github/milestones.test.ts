import { expect, it } from "vitest";
import { compiler } from "../../../src/local/github/schemas.ts";
import { serverForTests, start } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue, commitFile } = serverForTests();

async function newMilestone(repo: string, title: string, fields = {}): Promise<string> {
  const { json } = await must("wes", "POST", `${repo}/milestones`, { title, ...fields });
  return `${repo}/milestones/${json["number"]}`;
}

it("carries the whole milestone in the issue and the list, with what it counts now", async () => {
  const repo = await newRepo();
  await newMilestone(repo, "Launch", { description: "All of it", due_on: "2026-12-24T08:00:00Z" });
  const one = await newIssue(repo, "mai", { milestone: 1 });
  const two = await newIssue(repo);
  await must("tri", "PATCH", two, { milestone: 1 });
  await must("tri", "PATCH", two, { state: "closed" });
  const wanted = {
    number: 1,
    title: "Launch",
    state: "open",
    due_on: "2026-12-24T08:00:00Z",
    open_issues: 1,
    closed_issues: 1,
  };
  expect((await must("ada", "GET", one)).json["milestone"]).toMatchObject(wanted);
  const { json } = await must("ada", "GET", `${repo}/issues?state=all&milestone=1`);
  expect(json.map((issue) => issue["milestone"])).toMatchObject([wanted, wanted]);
  expect((await must("ada", "GET", `${repo}/milestones/1`)).json).toMatchObject(wanted);
});

it("shows a renamed milestone on every issue that has it, and a deleted one on none", async () => {
  const repo = await newRepo();
  const path = await newMilestone(repo, "Old");
  const issue = await newIssue(repo, "mai", { milestone: 1 });
  const etag = (await must("ada", "GET", issue)).headers.get("etag") ?? "";
  await must("wes", "PATCH", path, { title: "New" });
  const changed = await ask("ada", "GET", issue, undefined, { "if-none-match": etag });
  expect([changed.status, changed.json["milestone"]?.["title"]]).toEqual([200, "New"]);
  await must("wes", "DELETE", path);
  expect((await must("ada", "GET", issue)).json["milestone"]).toBe(null);
  expect((await must("ada", "GET", `${repo}/issues?milestone=none`)).json).toHaveLength(1);
});

it("lists open ones, the earliest due date first", async () => {
  const repo = await newRepo();
  await newMilestone(repo, "Late", { due_on: "2026-12-02T08:00:00Z" });
  await newMilestone(repo, "Soon", { due_on: "2026-12-01T08:00:00Z" });
  await newMilestone(repo, "Over", { state: "closed" });
  const titles = async (query: string) =>
    (await must("ada", "GET", `${repo}/milestones${query}`)).json.map((one) => one["title"]);
  expect(await titles("")).toEqual(["Soon", "Late"]);
  expect(await titles("?state=closed")).toEqual(["Over"]);
  expect(await titles("?direction=desc")).toEqual(["Late", "Soon"]);
  const { headers } = await must("ada", "GET", `${repo}/milestones?per_page=1`);
  expect(headers.get("link")).toContain('rel="next"');
});

it("refuses a second milestone of one title, and writing without the right to write", async () => {
  const repo = await newRepo();
  await newMilestone(repo, "One");
  const path = await newMilestone(repo, "Two");
  const again = await ask("wes", "POST", `${repo}/milestones`, { title: "One" });
  expect([again.status, again.json["errors"]?.[0]?.["code"]]).toEqual([422, "already_exists"]);
  expect((await ask("wes", "PATCH", path, { title: "One" })).status).toBe(422);
  expect((await ask("wes", "PATCH", path, { title: "Two" })).status).toBe(200);
  expect((await ask("tri", "POST", `${repo}/milestones`, { title: "Three" })).status).toBe(403);
});

it("is in the history and the webhooks of the issue, and of the pull request", async () => {
  const repo = await newRepo();
  await newMilestone(repo, "One");
  const issue = await newIssue(repo);
  await commitFile(repo, "feature", "a.txt", "a");
  await must("wes", "POST", `${repo}/pulls`, { title: "A change", head: "feature", base: "main" });
  gh().deliveries.pause();
  await must("tri", "PATCH", issue, { milestone: 1 });
  await must("tri", "PATCH", issue, { milestone: null });
  await must("tri", "PATCH", `${repo}/issues/2`, { milestone: 1 });
  const deliveries = gh().deliveries.take();
  expect(deliveries.map(({ event, action }) => `${event} ${action}`)).toEqual([
    "issues milestoned",
    "issues demilestoned",
    "pull_request milestoned",
  ]);
  expect(deliveries[0]?.payload).toMatchObject({
    issue: { milestone: { title: "One" } },
    milestone: { title: "One" },
  });
  const { json } = await must("ada", "GET", `${issue}/timeline`);
  expect(json.map((line) => `${line["event"]} ${line["milestone"]?.["title"]}`)).toEqual([
    "milestoned One",
    "demilestoned One",
  ]);
  const milestone = async () => (await must("ada", "GET", `${repo}/issues/2`)).json["milestone"];
  expect(await milestone()).toMatchObject({ title: "One", open_issues: 1, closed_issues: 0 });
  await must("wes", "PUT", `${repo}/pulls/2/merge`, {});
  expect(await milestone()).toMatchObject({ open_issues: 0, closed_issues: 1 });
});

it("says by webhooks of its own what became of it, in GitHub's shape", async () => {
  const repo = await newRepo();
  gh().deliveries.pause();
  const path = await newMilestone(repo, "One");
  gh().setNow(start + 60_000);
  await must("wes", "PATCH", path, { title: "Two", due_on: "2026-12-01T08:00:00Z" });
  await must("wes", "PATCH", path, { state: "closed" });
  await must("wes", "PATCH", path, { state: "open" });
  await must("wes", "DELETE", path);
  const deliveries = gh().deliveries.take();
  expect(deliveries.map(({ event, action }) => `${event} ${action}`)).toEqual([
    "milestone created",
    "milestone edited",
    "milestone closed",
    "milestone opened",
    "milestone deleted",
  ]);
  expect(deliveries[1]?.payload).toMatchObject({
    changes: { title: { from: "One" }, due_on: { from: "" } },
    milestone: { title: "Two", updated_at: "2026-11-21T07:01:00Z" },
    sender: { login: "wes" },
  });
  const compile = compiler({ coerce: false, times: "own" });
  for (const { action, payload } of deliveries) {
    const name = `webhook-milestone-${action}`;
    expect([name, compile({ $ref: `#/components/schemas/${name}` }, name)(payload)]).toEqual([
      name,
      null,
    ]);
  }
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
