import { describe, expect, it } from "vitest";
import { actionsLogin } from "../../../src/local/github/world.ts";
import { serverForTests } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue, commitFile } = serverForTests();

describe("what each permission allows", () => {
  it.each([
    ["bob", "comment", 201],
    ["bob", "label", 403],
    ["bob", "close", 403],
    ["bob", "edit", 403],
    ["bob", "write a file", 403],
    ["ada", "close", 200],
    ["ada", "edit", 200],
    ["ada", "label", 403],
    ["tri", "label", 200],
    ["tri", "close", 200],
    ["tri", "edit", 403],
    ["tri", "write a file", 403],
    ["wes", "edit", 200],
    ["wes", "write a file", 201],
    ["mai", "write a file", 201],
  ])("%s may %s on ada's issue: %i", async (login, deed, status) => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "ada");
    const content = Buffer.from("x").toString("base64");
    const deeds: Record<string, [string, string, unknown]> = {
      comment: ["POST", `${issue}/comments`, { body: "hello" }],
      label: ["POST", `${issue}/labels`, { labels: ["bug"] }],
      close: ["PATCH", issue, { state: "closed" }],
      edit: ["PATCH", issue, { body: "other" }],
      "write a file": ["PUT", `${repo}/contents/a.txt`, { message: "Write", content }],
    };
    const [method, path, body] = deeds[deed]!;
    expect((await ask(login, method, path, body)).status).toBe(status);
  });

  it("drops in silence the labels of somebody who may not set them", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "bob", { labels: ["status:done"], assignees: ["bob"] });
    expect((await must("bob", "GET", issue)).json).toMatchObject({ labels: [], assignees: [] });
    await must("bob", "PATCH", issue, { title: "Mine", labels: ["status:done"] });
    expect((await must("bob", "GET", issue)).json).toMatchObject({ title: "Mine", labels: [] });
  });

  it("lets an author reopen only what the author closed", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "bob");
    await must("bob", "PATCH", issue, { state: "closed" });
    await must("bob", "PATCH", issue, { state: "open" });
    await must("tri", "PATCH", issue, { state: "closed" });
    expect((await ask("bob", "PATCH", issue, { state: "open" })).status).toBe(403);
    expect((await ask("tri", "PATCH", issue, { state: "open" })).status).toBe(200);
  });

  it("lets others' comments be edited from write on", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    const { json } = await must("ada", "POST", `${issue}/comments`, { body: "one" });
    const path = `${repo}/issues/comments/${json["id"]}`;
    expect((await ask("bob", "PATCH", path, { body: "two" })).status).toBe(403);
    expect((await ask("wes", "PATCH", path, { body: "two" })).status).toBe(200);
  });

  it("tells the role and the older permission of a collaborator, to those who may push", async () => {
    const repo = await newRepo();
    const roles = [];
    for (const login of ["mai", "wes", "tri", "bob"]) {
      const { json } = await must("wes", "GET", `${repo}/collaborators/${login}/permission`);
      roles.push([login, json["permission"], json["role_name"]]);
    }
    expect(roles).toEqual([
      ["mai", "admin", "admin"],
      ["wes", "write", "write"],
      ["tri", "read", "triage"],
      ["bob", "read", "read"],
    ]);
    expect((await ask("bob", "GET", `${repo}/collaborators/wes/permission`)).status).toBe(403);
    expect((await ask("wes", "GET", `${repo}/collaborators/nobody-such/permission`)).status).toBe(
      404,
    );
  });

  it("hides a private repository from those who may not read it", async () => {
    await gh().createRepo({ owner: "acme", name: "secret", private: true });
    gh().setPermission("acme/secret", "ada", "read");
    expect((await ask("bob", "GET", "/repos/acme/secret/issues")).status).toBe(404);
    expect((await ask("ada", "GET", "/repos/acme/secret/issues")).status).toBe(200);
    expect((await ask("ada", "GET", "/repos/acme/secret/contents/README.md")).status).toBe(200);
    expect((await ask("bob", "GET", "/repos/acme/secret/contents/README.md")).status).toBe(404);
  });

  it("asks for a token where something is written, and refuses a wrong one", async () => {
    const repo = await newRepo();
    expect((await ask(null, "POST", `${repo}/issues`, { title: "x" })).status).toBe(401);
    expect((await ask(null, "GET", `${repo}/issues`)).status).toBe(200);
    const wrong = await ask(null, "GET", `${repo}/issues`, undefined, {
      authorization: "Bearer wrong",
    });
    expect(wrong.status).toBe(401);
  });

  it("lets a workflow write as github-actions[bot], a bot", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "ada");
    await must(actionsLogin, "POST", `${issue}/labels`, { labels: ["bug"] });
    const { json } = await must(actionsLogin, "POST", `${issue}/comments`, { body: "done" });
    expect(json["user"]).toMatchObject({ login: actionsLogin, type: "Bot" });
  });

  it("leaves check runs to Apps", async () => {
    const repo = await newRepo();
    const head_sha = await commitFile(repo, "feature", "a.txt", "a");
    const check = { name: "ci", head_sha, status: "completed", conclusion: "success" };
    expect((await ask("mai", "POST", `${repo}/check-runs`, check)).status).toBe(403);
    expect((await ask(actionsLogin, "POST", `${repo}/check-runs`, check)).status).toBe(201);
  });
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
