import { afterEach, expect, it } from "vitest";
import { compiler } from "../../../src/local/github/schemas.ts";
import { serverForTests, start, type Reply } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue, commitFile } = serverForTests();
afterEach(() => gh().setFeatures({ dependencies: true, refusesCycles: true }));

const prefix =
  "An error occurred while adding the blocking issue to the issue. Validation failed: ";

async function idOf(issue: string): Promise<number> {
  return Number((await must("mai", "GET", issue)).json["id"]);
}

async function block(issue: string, by: string): Promise<Reply> {
  return ask("tri", "POST", `${issue}/dependencies/blocked_by`, { issue_id: await idOf(by) });
}

async function unblock(issue: string, by: string): Promise<Reply> {
  return ask("tri", "DELETE", `${issue}/dependencies/blocked_by/${await idOf(by)}`);
}

async function some(count: number): Promise<string[]> {
  const repo = await newRepo();
  const issues = [];
  for (let n = 0; n < count; n += 1) issues.push(await newIssue(repo));
  return issues;
}

async function numbers(path: string): Promise<unknown[]> {
  return (await must("mai", "GET", path)).json.map((issue) => issue["number"]);
}

async function summary(issue: string): Promise<unknown> {
  return (await must("mai", "GET", issue)).json["issue_dependencies_summary"];
}

it("lists what blocks an issue and what it blocks, and counts the open ones apart", async () => {
  const [one = "", two = "", three = ""] = await some(3);
  const added = await block(one, two);
  expect([added.status, added.json["number"]]).toEqual([201, 1]);
  await block(one, three);
  await must("mai", "PATCH", three, { state: "closed" });
  expect(await numbers(`${one}/dependencies/blocked_by`)).toEqual([2, 3]);
  expect(await numbers(`${two}/dependencies/blocking`)).toEqual([1]);
  const blocked = { blocked_by: 1, total_blocked_by: 2, blocking: 0, total_blocking: 0 };
  const blocking = { blocked_by: 0, total_blocked_by: 0, blocking: 1, total_blocking: 1 };
  expect([await summary(one), await summary(two)]).toEqual([blocked, blocking]);
  const { json } = await must("mai", "GET", one.replace(/\/1$/, "?direction=asc"));
  expect(json.map((issue) => issue["issue_dependencies_summary"])).toEqual([blocked, blocking]);
});

it("takes a dependency away, once or twice", async () => {
  const [one = "", two = ""] = await some(2);
  await block(one, two);
  expect([(await unblock(one, two)).status, (await unblock(one, two)).status]).toEqual([200, 200]);
  expect(await numbers(`${one}/dependencies/blocked_by`)).toEqual([]);
  expect(await numbers(`${two}/dependencies/blocking`)).toEqual([]);
});

it("refuses a duplicate, itself and a circle of whatever length", async () => {
  const [one = "", two = "", three = ""] = await some(3);
  await block(one, two);
  await block(two, three);
  const told = [];
  for (const [issue, by] of [
    [one, two],
    [one, one],
    [two, one],
    [three, one],
  ] as const) {
    const { status, json } = await block(issue, by);
    told.push(`${status} ${String(json["message"]).replace(prefix, "")}`);
  }
  expect(told).toEqual([
    "422 Target issue has already been taken",
    "422 Target issue cannot be the same as the source issue",
    "422 Target issue would create a circular dependency",
    "422 Target issue would create a circular dependency",
  ]);
});

it("accepts a circle where the host does not look for one", async () => {
  const [one = "", two = ""] = await some(2);
  gh().setFeatures({ refusesCycles: false });
  expect([(await block(one, two)).status, (await block(two, one)).status]).toEqual([201, 201]);
});

it("lets an issue be blocked by 50 others", async () => {
  const [issue = "", ...others] = await some(52);
  const statuses = [];
  for (const other of others) statuses.push((await block(issue, other)).status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(50);
  expect(statuses.at(-1)).toBe(422);
}, 60_000);

it("takes the database id and never the number, of issues only", async () => {
  const [one = "", two = ""] = await some(2);
  const repo = one.replace(/\/issues\/1$/, "");
  const path = `${one}/dependencies/blocked_by`;
  expect((await ask("tri", "POST", path, { issue_id: 2 })).status).toBe(404);
  await commitFile(repo, "feature", "a.txt", "a");
  await must("wes", "POST", `${repo}/pulls`, { title: "A change", head: "feature", base: "main" });
  expect((await block(one, `${repo}/issues/3`)).status).toBe(404);
  expect((await block(`${repo}/issues/3`, two)).status).toBe(404);
});

it("takes blockers of other repositories of the same owner only, and says of which they are", async () => {
  const [one = ""] = await some(1);
  const [near = ""] = await some(1);
  await gh().createRepo({ owner: "ada", name: "far" });
  const far = await newIssue("/repos/ada/far", "ada");
  expect([(await block(one, near)).status, (await block(one, far)).status]).toEqual([201, 422]);
  const { json } = await must("mai", "GET", `${one}/dependencies/blocked_by`);
  expect(`/repos/${json[0]?.["repository"]?.["full_name"]}/issues/1`).toBe(near);
});

it("asks for the right to triage", async () => {
  const [one = "", two = ""] = await some(2);
  const body = { issue_id: await idOf(two) };
  expect((await ask("bob", "POST", `${one}/dependencies/blocked_by`, body)).status).toBe(403);
});

it("leaves updated_at as it was, and notes both histories", async () => {
  const [one = "", two = ""] = await some(2);
  gh().setNow(start + 60_000);
  await block(one, two);
  await unblock(one, two);
  for (const [issue, events, names, other] of [
    [one, ["blocked_by_added", "blocked_by_removed"], "blocked_by", 2],
    [two, ["blocking_added", "blocking_removed"], "blocking", 1],
  ] as const) {
    expect((await must("mai", "GET", issue)).json["updated_at"]).toBe("2026-11-21T07:00:00Z");
    const { json } = await must("mai", "GET", `${issue}/timeline`);
    expect(json.map((line) => line["event"])).toEqual(events);
    expect(json[0]).toMatchObject({ actor: { login: "tri" }, [names]: { number: other } });
  }
});

it("says so to both ends by the webhook issue_dependencies, in GitHub's shape", async () => {
  const [one = "", two = ""] = await some(2);
  gh().deliveries.pause();
  await block(one, two);
  await unblock(one, two);
  const deliveries = gh().deliveries.take();
  expect(deliveries.map(({ event, action }) => `${event} ${action}`)).toEqual([
    "issue_dependencies blocked_by_added",
    "issue_dependencies blocking_added",
    "issue_dependencies blocked_by_removed",
    "issue_dependencies blocking_removed",
  ]);
  const compile = compiler({ coerce: false, times: "own" });
  for (const { action, payload } of deliveries) {
    const name = `webhook-issue-dependencies-${action?.replaceAll("_", "-")}`;
    expect(compile({ $ref: `#/components/schemas/${name}` }, name)(payload)).toBe(null);
  }
  expect(deliveries[0]?.payload).toMatchObject({
    blocked_issue: { number: 1, issue_dependencies_summary: { blocked_by: 1 } },
    blocking_issue: { number: 2 },
    organization: { login: "acme" },
    sender: { login: "tri" },
  });
});

it("is unknown to a host that lacks it", async () => {
  const [one = "", two = ""] = await some(2);
  gh().setFeatures({ dependencies: false });
  expect((await ask("mai", "GET", `${one}/dependencies/blocked_by`)).status).toBe(404);
  expect((await block(one, two)).status).toBe(404);
  expect(await summary(one)).toBe(undefined);
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
