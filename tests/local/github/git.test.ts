import { expect, it } from "vitest";
import { serverForTests } from "./harness.ts";

const { gh, ask, must, newRepo, commitFile } = serverForTests();

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

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
