import { describe, expect, it } from "vitest";
import { serverForTests, start } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue, commitFile } = serverForTests();

describe("issues", () => {
  it("says an issue was labelled when it was opened with labels", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "mai", { labels: ["bug", "urgent"] });
    const { json } = await must("mai", "GET", `${issue}/timeline`);
    expect(json.map((line) => `${line["event"]} ${line["label"]?.["name"]}`)).toEqual([
      "labeled bug",
      "labeled urgent",
    ]);
  });

  it("changes labels, body and state in one request, with one event for each difference", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "mai", { labels: ["status:active", "kind:bug"] });
    gh().setNow(start + 60_000);
    const { json } = await must("mai", "PATCH", issue, {
      labels: ["kind:bug", "status:archived"],
      body: "the block",
      state: "closed",
      state_reason: "not_planned",
    });
    expect(json).toMatchObject({
      state: "closed",
      state_reason: "not_planned",
      body: "the block",
      updated_at: "2026-11-21T07:01:00Z",
      closed_at: "2026-11-21T07:01:00Z",
    });
    const events = await must("mai", "GET", `${issue}/events`);
    expect(
      events.json
        .slice(2)
        .map((line) => [line["event"], line["label"]?.["name"], line["state_reason"]]),
    ).toEqual([
      ["unlabeled", "status:active", undefined],
      ["labeled", "status:archived", undefined],
      ["closed", undefined, "not_planned"],
    ]);
  });

  it("leaves the issue and its history alone when a request changes nothing", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "mai", { labels: ["bug"], body: "text" });
    gh().setNow(start + 60_000);
    const { json } = await must("mai", "PATCH", issue, {
      labels: ["Bug"],
      body: "text",
      state: "open",
    });
    expect(json["updated_at"]).toBe("2026-11-21T07:00:00Z");
    expect((await must("mai", "GET", `${issue}/events`)).json).toHaveLength(1);
  });

  it("keeps `duplicate` as the reason and says `reopened` afterwards", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    const closed = await must("mai", "PATCH", issue, {
      state: "closed",
      state_reason: "duplicate",
    });
    expect(closed.json["state_reason"]).toBe("duplicate");
    const opened = await must("mai", "PATCH", issue, { state: "open" });
    expect(opened.json).toMatchObject({ state: "open", state_reason: "reopened", closed_at: null });
  });

  it("lists pull requests among the issues, with the time of the merge", async () => {
    const repo = await newRepo();
    await newIssue(repo);
    await commitFile(repo, "feature", "a.txt", "a");
    await must("mai", "POST", `${repo}/pulls`, {
      title: "A change",
      head: "feature",
      base: "main",
    });
    await must("wes", "PUT", `${repo}/pulls/2/merge`, {});
    const { json } = await must(
      "mai",
      "GET",
      `${repo}/issues?state=all&sort=created&direction=asc`,
    );
    expect(json.map((issue) => [issue["number"], issue["pull_request"]?.["merged_at"]])).toEqual([
      [1, undefined],
      [2, "2026-11-21T07:00:00Z"],
    ]);
  });

  it("deletes a label, with an empty answer, from every issue that carries it", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "mai", { labels: ["old", "kept"] });
    const { status, text } = await must("mai", "DELETE", `${repo}/labels/old`);
    expect([status, text]).toEqual([204, ""]);
    const { json } = await must("mai", "GET", issue);
    expect(json["labels"]?.map((label) => label["name"])).toEqual(["kept"]);
    expect((await ask("mai", "GET", `${repo}/labels/old`)).status).toBe(404);
  });

  it("renames a label on every issue that carries it", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "mai", { labels: ["old"] });
    await must("mai", "PATCH", `${repo}/labels/old`, { new_name: "new" });
    expect((await must("mai", "GET", issue)).json["labels"]?.map((label) => label["name"])).toEqual(
      ["new"],
    );
  });

  it.each([
    ["a label that is there already, in whatever case", { name: "Bug" }],
    ["a colour with a hash", { name: "new", color: "#ff0000" }],
    ["a description of more than 100 characters", { name: "new", description: "x".repeat(101) }],
    ["a name of more than 50 characters", { name: "x".repeat(51) }],
  ])("does not make %s", async (_what, label) => {
    const repo = await newRepo();
    await must("mai", "POST", `${repo}/labels`, {
      name: "bug",
      color: "ff0000",
      description: "x".repeat(100),
    });
    expect((await ask("mai", "POST", `${repo}/labels`, label)).status).toBe(422);
  });

  it.each([
    ["a title of more than 256 characters", { title: "x".repeat(257) }],
    ["a body of more than 65,536 characters", { title: "x", body: "x".repeat(65_537) }],
    ["a label name of more than 50 characters", { title: "x", labels: ["x".repeat(51)] }],
  ])("does not open an issue with %s", async (_what, issue) => {
    const repo = await newRepo();
    expect((await ask("mai", "POST", `${repo}/issues`, issue)).status).toBe(422);
  });

  it("adds, replaces and removes labels by their own requests", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "mai", { labels: ["a"] });
    await must("tri", "POST", `${issue}/labels`, { labels: ["b"] });
    await must("tri", "DELETE", `${issue}/labels/a`);
    const { json } = await must("tri", "PUT", `${issue}/labels`, { labels: ["b", "c"] });
    expect(json.map((label) => label["name"])).toEqual(["b", "c"]);
    expect((await ask("tri", "DELETE", `${issue}/labels/zzz`)).status).toBe(404);
    const { json: events } = await must("mai", "GET", `${issue}/events`);
    expect(
      events.map(
        (line) => `${line["actor"]?.["login"]} ${line["event"]} ${line["label"]?.["name"]}`,
      ),
    ).toEqual(["mai labeled a", "tri labeled b", "tri unlabeled a", "tri labeled c"]);
  });

  it("assigns and unassigns people", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    await must("tri", "POST", `${issue}/assignees`, { assignees: ["ada", "bob"] });
    const { json } = await must("tri", "DELETE", `${issue}/assignees`, { assignees: ["ada"] });
    expect(json["assignees"]?.map((user) => user["login"])).toEqual(["bob"]);
    const { json: events } = await must("mai", "GET", `${issue}/events`);
    expect(events.map((line) => `${line["event"]} ${line["assignee"]?.["login"]}`)).toEqual([
      "assigned ada",
      "assigned bob",
      "unassigned ada",
    ]);
  });
});

describe("comments and the timeline", () => {
  it("puts comments, events and pull requests that name the issue in one line of time", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "ada");
    gh().setNow(start + 1000);
    await must("bob", "POST", `${issue}/comments`, { body: "/start" });
    gh().setNow(start + 2000);
    await must("tri", "POST", `${issue}/labels`, { labels: ["status:active"] });
    gh().setNow(start + 3000);
    await commitFile(repo, "feature", "a.txt", "a");
    await must("wes", "POST", `${repo}/pulls`, {
      title: "A change",
      head: "feature",
      base: "main",
      body: "For #1.",
    });
    const { json } = await must("mai", "GET", `${issue}/timeline`);
    expect(
      json.map((line) => [line["event"], line["created_at"], line["actor"]?.["login"]]),
    ).toEqual([
      ["commented", "2026-11-21T07:00:01Z", "bob"],
      ["labeled", "2026-11-21T07:00:02Z", "tri"],
      ["cross-referenced", "2026-11-21T07:00:03Z", "wes"],
    ]);
    expect(json[0]).toMatchObject({ body: "/start", reactions: { total_count: 0 } });
    expect(json[2]?.["source"]).toMatchObject({
      type: "issue",
      issue: { number: 2, pull_request: {} },
    });
  });

  it("takes owner/name#n for its own issue only where the name is this repository's", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "ada");
    const name = repo.replace("/repos/", "");
    await newIssue(repo, "bob", { body: `Like acme/other#1, x${name}#1 and http://x/${name}#1` });
    await newIssue(repo, "bob", { body: `Reverts ${name}#1` });
    const { json } = await must("mai", "GET", `${issue}/timeline`);
    expect(json.map((line) => [line["event"], line["source"]?.["issue"]?.["number"]])).toEqual([
      ["cross-referenced", 3],
    ]);
  });

  it("answers a reaction 201 the first time and 200 when it is there, and counts it once", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    const { json: comment } = await must("ada", "POST", `${issue}/comments`, { body: "hello" });
    const path = `${repo}/issues/comments/${comment["id"]}/reactions`;
    const statuses = [];
    for (const login of ["ada", "ada", "bob"])
      statuses.push((await ask(login, "POST", path, { content: "eyes" })).status);
    expect(statuses).toEqual([201, 200, 201]);
    expect((await must("ada", "GET", `${path}?content=eyes`)).json).toHaveLength(2);
    const { json: timeline } = await must("ada", "GET", `${issue}/timeline`);
    expect(timeline[0]?.["reactions"]).toMatchObject({ eyes: 2, total_count: 2 });
  });

  it("lets exactly one of five reactions at once be the first", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    const all = await Promise.all(
      Array.from({ length: 5 }, () =>
        ask("ada", "POST", `${issue}/reactions`, { content: "rocket" }),
      ),
    );
    expect(all.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 201]);
  });

  it("takes a reaction back, but only one's own", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    const { json } = await must("ada", "POST", `${issue}/reactions`, { content: "eyes" });
    expect((await ask("bob", "DELETE", `${issue}/reactions/${json["id"]}`)).status).toBe(403);
    expect((await ask("ada", "DELETE", `${issue}/reactions/${json["id"]}`)).status).toBe(204);
    expect((await must("ada", "GET", `${issue}/reactions`)).json).toEqual([]);
  });

  it("shows an edited comment by its times and forgets a deleted one", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    const { json: comment } = await must("ada", "POST", `${issue}/comments`, { body: "one" });
    const path = `${repo}/issues/comments/${comment["id"]}`;
    gh().setNow(start + 5000);
    const { json } = await must("ada", "PATCH", path, { body: "two" });
    expect(json).toMatchObject({
      body: "two",
      created_at: "2026-11-21T07:00:00Z",
      updated_at: "2026-11-21T07:00:05Z",
    });
    expect((await must("ada", "GET", issue)).json).toMatchObject({
      comments: 1,
      updated_at: "2026-11-21T07:00:05Z",
    });
    await must("ada", "DELETE", path);
    expect((await must("ada", "GET", `${issue}/timeline`)).json).toEqual([]);
    expect((await ask("ada", "GET", path)).status).toBe(404);
  });

  it("feeds the repository's events, newest first, each with its issue", async () => {
    const repo = await newRepo();
    await newIssue(repo, "mai", { labels: ["a"] });
    gh().setNow(start + 1000);
    await newIssue(repo, "mai", { labels: ["b"] });
    const { json } = await must("mai", "GET", `${repo}/issues/events?per_page=1`);
    expect(
      json.map((line) => [line["event"], line["label"]?.["name"], line["issue"]?.["number"]]),
    ).toEqual([["labeled", "b", 2]]);
  });
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
