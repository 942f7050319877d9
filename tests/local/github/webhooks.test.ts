import { createServer } from "node:http";
import { once } from "node:events";
import { Webhooks } from "@octokit/webhooks";
import { describe, expect, it } from "vitest";
import { serverForTests } from "./harness.ts";

const { gh, must, newRepo, newIssue, commitFile } = serverForTests();

function said(): string[] {
  return gh()
    .deliveries.take()
    .map(({ event, action }) => `${event}.${action}`);
}

/** An address that answers every delivery with `status` and keeps what came. */
async function listener(status = 200) {
  const got: { event: string; body: string; headers: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      got.push({
        event: String(request.headers["x-github-event"]),
        body,
        headers: request.headers,
      });
      response.writeHead(status).end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { got, url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

it("sends signed deliveries, in GitHub's shape, and is idle when all are there", async () => {
  const app = await listener();
  gh().setWebhookUrl(app.url);
  const repo = await newRepo();
  const issue = await newIssue(repo, "ada", { body: "old" });
  await must("ada", "PATCH", issue, { body: "new" });
  await gh().idle();
  gh().setWebhookUrl(null);
  app.close();
  expect(
    app.got.map(({ event, body }) => `${event}.${JSON.parse(body).action}`).toSorted(),
  ).toEqual(["issues.edited", "issues.opened"]);
  const hooks = new Webhooks({ secret: gh().app.webhookSecret });
  for (const { body, headers } of app.got) {
    expect(await hooks.verify(body, String(headers["x-hub-signature-256"]))).toBe(true);
    expect(headers["x-github-delivery"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  }
  const edited = app.got
    .map(({ body }) => JSON.parse(body))
    .find(({ action }) => action === "edited");
  expect(edited).toMatchObject({
    changes: { body: { from: "old" } },
    issue: { number: 1, body: "new", created_at: "2026-11-21T07:00:00Z" },
    repository: { full_name: repo.replace("/repos/", "") },
    sender: { login: "ada", type: "User" },
    installation: { id: gh().app.installationId },
  });
});

describe("what happens is said", () => {
  it("once for each difference", async () => {
    const repo = await newRepo();
    gh().deliveries.pause();
    const issue = await newIssue(repo, "mai", { labels: ["a"], assignees: ["ada"] });
    expect(said()).toEqual(["issues.opened", "issues.labeled", "issues.assigned"]);
    await must("mai", "PATCH", issue, { labels: ["b"], body: "x", state: "closed", assignees: [] });
    expect(said()).toEqual([
      "issues.edited",
      "issues.unlabeled",
      "issues.labeled",
      "issues.unassigned",
      "issues.closed",
    ]);
    await must("mai", "PATCH", issue, { state: "open" });
    expect(said()).toEqual(["issues.reopened"]);
    await must("mai", "PATCH", issue, { state: "open", labels: ["b"] });
    expect(said()).toEqual([]);
  });

  it("of comments with what they said before", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo);
    gh().deliveries.pause();
    const { json } = await must("ada", "POST", `${issue}/comments`, { body: "one" });
    await must("ada", "PATCH", `${repo}/issues/comments/${json["id"]}`, { body: "two" });
    await must("ada", "DELETE", `${repo}/issues/comments/${json["id"]}`);
    const deliveries = gh().deliveries.take();
    expect(deliveries.map(({ event, action }) => `${event}.${action}`)).toEqual([
      "issue_comment.created",
      "issue_comment.edited",
      "issue_comment.deleted",
    ]);
    expect(deliveries[1]?.payload).toMatchObject({
      changes: { body: { from: "one" } },
      comment: { body: "two" },
    });
  });

  it("of a pull request's labels too", async () => {
    const repo = await newRepo();
    await commitFile(repo, "feature", "a.txt", "1");
    await must("wes", "POST", `${repo}/pulls`, {
      title: "A change",
      head: "feature",
      base: "main",
    });
    gh().deliveries.pause();
    await must("wes", "POST", `${repo}/issues/1/labels`, { labels: ["bug"] });
    const [delivery] = gh().deliveries.take();
    expect(delivery).toMatchObject({
      event: "pull_request",
      action: "labeled",
      payload: { label: { name: "bug" }, number: 1, pull_request: { labels: [{ name: "bug" }] } },
    });
  });

  it("of a repository_dispatch with its payload", async () => {
    const repo = await newRepo();
    gh().deliveries.pause();
    await must("wes", "POST", `${repo}/dispatches`, {
      event_type: "tick",
      client_payload: { n: 1 },
    });
    const [delivery] = gh().deliveries.take();
    expect(delivery).toMatchObject({
      event: "repository_dispatch",
      action: "tick",
      payload: { client_payload: { n: 1 }, branch: "main", sender: { login: "wes" } },
    });
  });
});

it("hands a delivery out to be lost, kept or sent more than once, and logs what came of it", async () => {
  const app = await listener(500);
  gh().setWebhookUrl(app.url);
  gh().deliveries.pause();
  const repo = await newRepo();
  await newIssue(repo);
  const [delivery] = gh().deliveries.take();
  expect([await gh().deliveries.send(delivery!), await gh().deliveries.send(delivery!)]).toEqual([
    500, 500,
  ]);
  gh().setWebhookUrl(null);
  app.close();
  expect(app.got.map(({ headers }) => headers["x-github-delivery"])).toEqual([
    delivery?.id,
    delivery?.id,
  ]);
  expect(gh().deliveries.log().slice(-2)).toEqual(
    [1, 2].map(() => ({
      id: delivery?.id,
      event: "issues",
      action: "opened",
      status: 500,
      at: "2026-11-21T07:00:00Z",
    })),
  );
});

it("notes status 0 when nobody answers", async () => {
  const app = await listener();
  app.close();
  gh().setWebhookUrl(app.url);
  const repo = await newRepo();
  await newIssue(repo);
  await gh().idle();
  gh().setWebhookUrl(null);
  expect(gh().deliveries.log().at(-1)).toMatchObject({ event: "issues", status: 0 });
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
