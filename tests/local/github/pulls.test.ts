import { expect, it } from "vitest";
import { actionsLogin } from "../../../src/local/github/world.ts";
import { serverForTests, start } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue, commitFile } = serverForTests();

it("closes what a pull request fixes when it is merged, as the one who merged", async () => {
  const repo = await newRepo();
  const issue = await newIssue(repo, "ada");
  const head_sha = await commitFile(repo, "feature", "a.txt", "a");
  const { json: pull } = await must("wes", "POST", `${repo}/pulls`, {
    title: "A change",
    head: "feature",
    base: "main",
    body: "Fixes #1",
  });
  await must("bob", "POST", `${repo}/pulls/2/reviews`, { event: "APPROVE" });
  await must(actionsLogin, "POST", `${repo}/check-runs`, {
    name: "ci",
    head_sha,
    status: "completed",
    conclusion: "success",
  });
  gh().setNow(start + 60_000);
  gh().deliveries.pause();
  const { json: merge } = await must("mai", "PUT", `${repo}/pulls/2/merge`, {});
  expect(pull["head"]?.["sha"]).toBe(head_sha);
  expect((await must("ada", "GET", issue)).json).toMatchObject({
    state: "closed",
    state_reason: "completed",
    closed_at: "2026-11-21T07:01:00Z",
    closed_by: { login: "mai" },
  });
  const { json: timeline } = await must("ada", "GET", `${issue}/timeline`);
  expect(timeline.at(-1)).toMatchObject({
    event: "closed",
    actor: { login: "mai" },
    commit_id: merge["sha"],
  });
  const said = gh()
    .deliveries.take()
    .map(({ event, action }) => `${event}.${action}`);
  expect(said).toEqual(["pull_request.closed", "push.null", "issues.closed"]);
  expect((await must("ada", "GET", `${repo}/pulls/2`)).json).toMatchObject({
    merged: true,
    merged_at: "2026-11-21T07:01:00Z",
    merged_by: { login: "mai" },
  });
  const { json: reviews } = await must("ada", "GET", `${repo}/pulls/2/reviews`);
  expect(reviews[0]).toMatchObject({ state: "APPROVED", user: { login: "bob" } });
  const { json: checks } = await must("ada", "GET", `${repo}/commits/${head_sha}/check-runs`);
  expect(checks["check_runs"]?.[0]).toMatchObject({ conclusion: "success" });
});

async function opened(repo: string, branch: string, body = ""): Promise<string> {
  const { json } = await must("wes", "POST", `${repo}/pulls`, {
    title: branch,
    head: branch,
    base: "main",
    body,
  });
  return `${repo}/pulls/${json["number"]}`;
}

async function fileAt(repo: string, branch: string, path: string): Promise<string> {
  const accept = "application/vnd.github.raw+json";
  const reply = await ask("ada", "GET", `${repo}/contents/${path}?ref=${branch}`, undefined, {
    accept,
  });
  return reply.status === 200 ? String(reply.json) : `${reply.status}`;
}

it("merges one pull request after another without losing the files of the first", async () => {
  const repo = await newRepo();
  await commitFile(repo, "one", "one.txt", "1");
  await commitFile(repo, "two", "two.txt", "2");
  const one = await opened(repo, "one");
  const two = await opened(repo, "two");
  await must("mai", "PUT", `${one}/merge`, {});
  const { json: merge } = await must("mai", "PUT", `${two}/merge`, { merge_method: "squash" });
  expect([await fileAt(repo, "main", "one.txt"), await fileAt(repo, "main", "two.txt")]).toEqual([
    "1",
    "2",
  ]);
  const { json: ref } = await must("ada", "GET", `${repo}/git/ref/heads/main`);
  expect(ref["object"]).toMatchObject({ sha: merge["sha"] });
  const { json: commit } = await must("ada", "GET", `${repo}/git/commits/${merge["sha"]}`);
  expect(commit["parents"]).toHaveLength(1);
});

it("does not merge what changed the same file on both sides", async () => {
  const repo = await newRepo();
  await commitFile(repo, "one", "a.txt", "1");
  await commitFile(repo, "two", "a.txt", "2");
  const one = await opened(repo, "one");
  const two = await opened(repo, "two");
  await must("mai", "PUT", `${one}/merge`, {});
  expect((await ask("mai", "PUT", `${two}/merge`, {})).status).toBe(405);
  expect((await must("ada", "GET", two)).json).toMatchObject({ state: "open", merged: false });
});

it("follows the branch of an open pull request, and says so", async () => {
  const repo = await newRepo();
  await commitFile(repo, "feature", "a.txt", "1");
  const pull = await opened(repo, "feature");
  gh().deliveries.pause();
  const sha = await commitFile(repo, "feature", "a.txt", "2");
  expect((await must("ada", "GET", pull)).json["head"]).toMatchObject({ sha });
  const said = gh()
    .deliveries.take()
    .find(({ event }) => event === "pull_request");
  expect(said).toMatchObject({
    action: "synchronize",
    payload: { pull_request: { head: { sha } } },
  });
  await must("mai", "PUT", `${pull}/merge`, {});
  expect(await fileAt(repo, "main", "a.txt")).toBe("2");
});

it("closes nothing when it is merged into another branch than the default one", async () => {
  const repo = await newRepo();
  const issue = await newIssue(repo);
  await commitFile(repo, "next", "a.txt", "1");
  await commitFile(repo, "feature", "b.txt", "1");
  const { json } = await must("wes", "POST", `${repo}/pulls`, {
    title: "A change",
    head: "feature",
    base: "next",
    body: "Fixes #1",
  });
  await must("mai", "PUT", `${repo}/pulls/${json["number"]}/merge`, {});
  expect((await must("ada", "GET", issue)).json["state"]).toBe("open");
});

it.each(["close", "closes", "closed", "fix", "fixes", "Fixed", "resolve", "RESOLVES", "resolved:"])(
  "takes `%s #1` for a promise to close",
  async (word) => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    await commitFile(repo, "feature", "b.txt", "1");
    const pull = await opened(repo, "feature", `This ${word} #1.`);
    await must("mai", "PUT", `${pull}/merge`, {});
    expect((await must("ada", "GET", issue)).json["state"]).toBe("closed");
  },
);

it("refuses a pull request from no branch, a second one from the same, and one's own approval", async () => {
  const repo = await newRepo();
  const fields = { title: "A change", head: "feature", base: "main" };
  expect((await ask("wes", "POST", `${repo}/pulls`, fields)).status).toBe(422);
  await commitFile(repo, "feature", "b.txt", "1");
  const pull = await opened(repo, "feature");
  expect((await ask("wes", "POST", `${repo}/pulls`, fields)).status).toBe(422);
  expect((await ask("bob", "POST", `${repo}/pulls`, fields)).status).toBe(403);
  expect((await ask("wes", "POST", `${pull}/reviews`, { event: "APPROVE" })).status).toBe(422);
});

it("labels, comments on and closes a pull request by the requests for issues", async () => {
  const repo = await newRepo();
  await commitFile(repo, "feature", "b.txt", "1");
  const pull = await opened(repo, "feature");
  const issue = pull.replace("/pulls/", "/issues/");
  await must("mai", "POST", `${issue}/labels`, { labels: ["bug"] });
  await must("bob", "POST", `${issue}/comments`, { body: "nice" });
  await must("mai", "PATCH", issue, { state: "closed" });
  const { json } = await must("ada", "GET", pull);
  expect(json).toMatchObject({ state: "closed", merged: false, labels: [{ name: "bug" }] });
  const { json: timeline } = await must("ada", "GET", `${issue}/timeline`);
  expect(timeline.map((line) => line["event"])).toEqual(["labeled", "commented", "closed"]);
});

it("combines the newest status of each context", async () => {
  const repo = await newRepo();
  const sha = await commitFile(repo, "feature", "b.txt", "1");
  const combined = async () =>
    (await must("ada", "GET", `${repo}/commits/${sha}/status`)).json["state"];
  expect(await combined()).toBe("pending");
  await must("wes", "POST", `${repo}/statuses/${sha}`, { state: "failure", context: "ci" });
  expect(await combined()).toBe("failure");
  await must("wes", "POST", `${repo}/statuses/${sha}`, { state: "success", context: "ci" });
  expect(await combined()).toBe("success");
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
