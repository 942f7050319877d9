import { describe, expect, it } from "vitest";
import { serverForTests, start } from "./harness.ts";

const ofCommit = ["sha", "author.login", "committer.login", "commit.committer.date"];
const { gh, ask, must, newRepo, commitFile } = serverForTests({
  reads: {
    "repos/list-commits": ofCommit,
    "repos/compare-commits-with-basehead": [
      "status",
      "ahead_by",
      "files.filename",
      ...ofCommit.map((path) => `commits.${path}`),
    ],
  },
});

it("moves a branch only forward unless forced: compare and swap", async () => {
  const repo = await newRepo();
  const before = (await must("wes", "GET", `${repo}/git/ref/heads/main`)).json["object"]?.["sha"];
  const { json: head } = await must("wes", "GET", `${repo}/git/commits/${before}`);
  const shas = [];
  for (const message of ["one", "two"]) {
    const { json } = await must("wes", "POST", `${repo}/git/commits`, {
      message,
      tree: head["tree"]?.["sha"],
      parents: [before],
    });
    shas.push(json["sha"]);
  }
  const path = `${repo}/git/refs/heads/main`;
  expect((await ask("wes", "PATCH", path, { sha: shas[0] })).status).toBe(200);
  const lost = await ask("wes", "PATCH", path, { sha: shas[1] });
  expect([lost.status, lost.json["message"]]).toEqual([422, "Update is not a fast-forward"]);
  expect((await ask("wes", "PATCH", path, { sha: shas[1], force: true })).status).toBe(200);
});

it("makes a branch without a parent, and refuses to make it twice", async () => {
  const repo = await newRepo();
  const { json: tree } = await must("wes", "POST", `${repo}/git/trees`, {
    tree: [{ path: "docs/data.json", mode: "100644", type: "blob", content: '{ "a":1 }\n' }],
  });
  const { json: commit } = await must("wes", "POST", `${repo}/git/commits`, {
    message: "Begin",
    tree: tree["sha"],
    parents: [],
  });
  const ref = { ref: "refs/heads/mission-control", sha: commit["sha"] };
  await must("wes", "POST", `${repo}/git/refs`, ref);
  const again = await ask("wes", "POST", `${repo}/git/refs`, ref);
  expect([again.status, again.json["message"]]).toEqual([422, "Reference already exists"]);
  const raw = { accept: "application/vnd.github.raw+json" };
  const file = await ask(
    "ada",
    "GET",
    `${repo}/contents/docs/data.json?ref=mission-control`,
    undefined,
    raw,
  );
  expect([file.status, file.text]).toEqual([200, '{ "a":1 }\n']);
});

it("gives a file raw or wrapped, and 404 for one that is not there", async () => {
  const repo = await newRepo();
  await commitFile(repo, "main", "a/b.txt", "text\n");
  const raw = { accept: "application/vnd.github.raw+json" };
  expect((await ask("ada", "GET", `${repo}/contents/a/b.txt`, undefined, raw)).json).toBe("text\n");
  const { json } = await must("ada", "GET", `${repo}/contents/a%2Fb.txt`);
  expect(Buffer.from(String(json["content"]), "base64").toString()).toBe("text\n");
  expect((await ask("ada", "GET", `${repo}/contents/none.txt`)).status).toBe(404);
  expect((await ask("ada", "GET", `${repo}/git/ref/heads/none`)).status).toBe(404);
});

it("keeps bytes that are no text", async () => {
  const repo = await newRepo();
  const bytes = Buffer.from([0, 255, 137, 80, 78, 71, 13, 10]);
  const { json: blob } = await must("wes", "POST", `${repo}/git/blobs`, {
    content: bytes.toString("base64"),
    encoding: "base64",
  });
  const { json } = await must("ada", "GET", `${repo}/git/blobs/${blob["sha"]}`);
  expect(Buffer.from(String(json["content"]), "base64")).toEqual(bytes);
});

describe("commits", () => {
  it("are listed of a branch, newest first, from a time on, with the logins of who wrote them", async () => {
    const repo = await newRepo();
    for (const [login, minute] of [
      ["wes", 1],
      ["github-actions[bot]", 2],
    ] as const) {
      gh().setNow(start + minute * 60_000);
      const content = Buffer.from(login).toString("base64");
      const body = { message: `By ${login}`, content, branch: "main" };
      await must(login, "PUT", `${repo}/contents/${minute}.txt`, body);
    }
    gh().setNow(start + 180_000);
    await commitFile(repo, "side", "a.txt", "a");
    const query = "sha=main&per_page=2";
    const { json, headers } = await must("ada", "GET", `${repo}/commits?${query}`);
    expect(
      json.map((one) => [
        one["commit"]?.["message"],
        one["author"]?.["login"],
        one["author"]?.["type"],
        one["committer"]?.["login"],
        one["commit"]?.["committer"]?.["date"],
      ]),
    ).toEqual([
      [
        "By github-actions[bot]",
        "github-actions[bot]",
        "Bot",
        "github-actions[bot]",
        "2026-11-21T07:02:00Z",
      ],
      ["By wes", "wes", "User", "wes", "2026-11-21T07:01:00Z"],
    ]);
    expect(headers.get("link")).toContain('rel="next"');
    const late = await must("ada", "GET", `${repo}/commits?${query}&since=2026-11-21T07:02:00Z`);
    expect(late.json.map((one) => one["author"]?.["login"])).toEqual(["github-actions[bot]"]);
    const side = await must("ada", "GET", `${repo}/commits?sha=side&per_page=1`);
    expect(side.json[0]).toMatchObject({ author: { login: "mai" } });
  });

  it("have no login where nobody has the address they were written with", async () => {
    const repo = await newRepo();
    await must("wes", "PUT", `${repo}/contents/a.txt`, {
      message: "By a stranger",
      content: "",
      author: { name: "Stranger", email: "stranger@example.com" },
    });
    const { json } = await must("ada", "GET", `${repo}/commits?per_page=1`);
    expect(json[0]).toMatchObject({ author: null, committer: { login: "wes" } });
  });

  it("between two refs are those that only the second has, oldest first, with their files", async () => {
    const repo = await newRepo();
    await commitFile(repo, "side", "a.txt", "a");
    await commitFile(repo, "side", "b.txt", "b");
    await commitFile(repo, "main", "c.txt", "c");
    const { json } = await must("ada", "GET", `${repo}/compare/main...side`);
    expect(json).toMatchObject({ status: "diverged", ahead_by: 2, behind_by: 1, total_commits: 2 });
    expect(json["commits"]?.map((one) => one["author"]?.["login"])).toEqual(["mai", "mai"]);
    expect(json["files"]?.map((one) => one["filename"])).toEqual(["a.txt", "b.txt"]);
    expect((await ask("ada", "GET", `${repo}/compare/main...none`)).status).toBe(404);
  });
});

it("keeps several repositories apart, each with its own numbers, people and branches", async () => {
  const one = await newRepo();
  const two = await newRepo();
  gh().setPermission(two.replace("/repos/", ""), "bob", "admin");
  await commitFile(one, "main", "a.txt", "a");
  const numbers = [];
  for (const repo of [one, two, one]) {
    const { json } = await must("mai", "POST", `${repo}/issues`, { title: "A task" });
    numbers.push(json["number"]);
  }
  expect(numbers).toEqual([1, 1, 2]);
  expect((await ask("ada", "GET", `${two}/contents/a.txt`)).status).toBe(404);
  const label = { name: "bug", color: "ff0000" };
  const statuses = [];
  for (const repo of [one, two])
    statuses.push((await ask("bob", "POST", `${repo}/labels`, label)).status);
  expect(statuses).toEqual([403, 201]);
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
