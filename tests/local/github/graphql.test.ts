import { Octokit } from "@octokit/rest";
import { describe, expect, it } from "vitest";
import { githubForge } from "../../../src/adapters/github/forge.ts";
import { serverForTests, start } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue } = serverForTests();
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };

function forgeOf(login: string, base = gh().url) {
  const octokit = new Octokit({ auth: gh().token(login), baseUrl: base, log });
  return githubForge({
    request: (route, parameters) => octokit.request(route, parameters),
    login,
    trusted: [],
    clock: { now: () => start, sleep: () => Promise.resolve() },
  });
}

async function edited(times: number, by = "mai") {
  const repo = await newRepo();
  const issue = await newIssue(repo, "mai", { body: "as filed" });
  for (let index = 1; index <= times; index++) {
    gh().setNow(start + index * 1000);
    await must(by, "PATCH", issue, { body: `edit ${index}` });
  }
  const [, owner, name, , number] = issue.split("/").slice(1);
  return { issue, ref: { repo: `${owner}/${name}`, number: Number(number) }, name };
}

describe("who edited the text of an issue", () => {
  it("is told newest first, with what it was after each edit and as it was filed", async () => {
    const { ref } = await edited(2);
    const mai = { login: "mai", bot: false };
    expect(await forgeOf("mai").editsOf(ref, "mai")).toEqual([
      { at: "2026-11-21T07:00:02Z", by: mai, body: "edit 2" },
      { at: "2026-11-21T07:00:01Z", by: mai, body: "edit 1" },
      { at: "2026-11-21T07:00:00Z", by: mai, body: "as filed" },
    ]);
  });

  it("is nobody while it is as it was filed, whatever else was changed", async () => {
    const { ref, issue } = await edited(0);
    await must("mai", "PATCH", issue, { title: "Another title", labels: ["bug"] });
    expect(await forgeOf("mai").editsOf(ref, "mai")).toEqual([]);
  });

  it("is an App by the name that it has elsewhere", async () => {
    const { ref, issue } = await edited(0);
    await must(gh().app.login, "PATCH", issue, { body: "by the App" });
    const [last] = await forgeOf("mai").editsOf(ref, "mai");
    expect(last?.by).toEqual({ login: gh().app.login, bot: true });
  });

  it("is read to the end, page by page", { timeout: 30_000 }, async () => {
    const { ref } = await edited(205);
    const edits = await forgeOf("mai").editsOf(ref, "mai");
    expect(edits).toHaveLength(206);
    expect(edits.at(-1)?.body).toBe("as filed");
  });

  it("is read no further than to an edit by somebody else", async () => {
    const { ref, issue } = await edited(120);
    await must("wes", "PATCH", issue, { body: "by another" });
    const edits = await forgeOf("mai").editsOf(ref, "mai");
    expect(edits).toHaveLength(100);
    expect(edits[0]?.by?.login).toBe("wes");
  });

  it("is asked of an Enterprise server at its own address", async () => {
    const { ref } = await edited(1);
    expect(await forgeOf("mai", `${gh().url}/api/v3`).editsOf(ref, "mai")).toHaveLength(2);
  });

  it("does not count against the limit of the REST API", async () => {
    const { ref } = await edited(1);
    const remaining = async () =>
      (await ask("mai", "GET", "/rate_limit")).json["resources"]?.["core"]?.["remaining"];
    const before = await remaining();
    await forgeOf("mai").editsOf(ref, "mai");
    expect(await remaining()).toEqual(before);
  });
});

describe("a query", () => {
  it("of a field that GitHub does not have is an error, and so is one of what may not be seen", async () => {
    const { status, json } = await ask("mai", "POST", "/graphql", {
      query: '{ repository(owner: "acme", name: "first") { colour } }',
    });
    expect(status).toBe(200);
    expect(json["errors"]?.at(0)["message"]).toContain('Cannot query field "colour"');
    await expect(forgeOf("mai").editsOf({ repo: "acme/none", number: 1 }, "mai")).rejects.toThrow(
      "the edits of acme/none#1",
    );
  });
});

describe("what a comment said before it was edited", () => {
  it("is what it was filed with, however often it was edited; nothing while it was not, or when it is gone", async () => {
    const { issue, ref } = await edited(0);
    const made = await must("mai", "POST", `${issue}/comments`, { body: "as filed" });
    const id = Number(made.json["id"]);
    const path = `/repos/${ref.repo}/issues/comments/${id}`;
    const filed = () => forgeOf("mai").commentAsFiled(ref.repo, id);
    expect(await filed()).toBeNull();
    await must("mai", "PATCH", path, { body: "edit 1" });
    await must("mai", "PATCH", path, { body: "edit 2" });
    expect(await filed()).toBe("as filed");
    await must("mai", "DELETE", path, undefined);
    expect(await filed()).toBeNull();
  });
});
