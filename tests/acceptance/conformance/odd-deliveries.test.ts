import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reads } from "../../../src/adapters/github/wire.ts";
import { hintOf } from "../../../src/app/delivery.ts";
import { webhookPath } from "../../../src/entry/probot/webhooks.ts";
import { type LocalGitHub, startLocalGitHub } from "../../../src/local/github/index.ts";
import { hostUsers, type RealHost, realHosts } from "../../support/four-hosts.ts";
import { signedDelivery } from "../../support/signed-delivery.ts";

const stands: { readonly github: LocalGitHub; readonly host: RealHost }[] = [];

beforeAll(async () => {
  for (const start of Object.values(realHosts)) {
    const github = await startLocalGitHub({
      repos: [{ owner: "acme", name: "first" }],
      users: [{ login: "ben" }, ...hostUsers],
      app: { slug: "mission-control" },
      reads,
    });
    stands.push({ github, host: await start(github, 1) });
  }
});
afterAll(async () => {
  for (const { host, github } of stands) {
    await host.close();
    await github.close();
  }
});

/** What each host says of it: how it ended, and the HTTP status or the exit code. */
async function said(event: string, body: string) {
  const all: Record<string, string> = {};
  for (const { github, host } of stands) {
    await host.deliver(signedDelivery(github, event, body));
    all[host.name] = `${host.endings.at(-1)} ${host.answers.at(-1)}`;
  }
  return all;
}

const refusedAs = (reason: string) => ({
  App: `${reason} 400`,
  Action: `${reason} 2`,
  CLI: `${reason} 2`,
  Local: `${reason} 400`,
});
const endedAs = (ending: string) => ({
  App: `${ending} 200`,
  Action: `${ending} 0`,
  CLI: `${ending} 0`,
  Local: `${ending} 200`,
});

describe("what cannot be a webhook is refused by all four hosts, with a line", () => {
  it.each([
    ["nothing", ""],
    ["half an object", '{"action": "opened", "issue":'],
    ["no JSON at all", "payload=%7B%7D"],
    ["a list", "[]"],
    ["a list of objects", '[{"repository": {"full_name": "acme/first"}}]'],
    ["a text", '"x"'],
    ["a number", "5"],
    ["null", "null"],
    ["true", "true"],
  ])("a body that is %s", async (_what, body) => {
    const { App: app, Local: local, ...others } = await said("issues", body);
    expect(others).toEqual({ Action: "bad-payload 2", CLI: "bad-payload 2" });
    // Without a body there is nothing that a signature could be of.
    const refused = body === "" ? "bad-signature 401" : "bad-payload 400";
    expect([app, local]).toEqual([refused, refused]);
  });

  it.each(["nope", "Issues", "issues.opened", "__proto__", "constructor", "x".repeat(5000)])(
    "an event %s",
    async (event) => {
      expect(await said(event, "{}")).toEqual(refusedAs("unknown-event"));
    },
  );

  it.each([
    ["no issue", {}],
    ["an issue that is a number", { issue: 5 }],
    ["an issue without a number", { issue: { title: "x" } }],
    ["an issue whose number is a text", { issue: { number: "1" } }],
    ["an issue whose number is negative", { issue: { number: -1 } }],
    ["an issue whose number is a fraction", { issue: { number: 1.5 } }],
    ["an issue whose number is beyond all numbers", { issue: { number: 1e99 } }],
    ["an issue that is a list", { issue: [{ number: 1 }] }],
  ])("an issues event with %s", async (_what, part) => {
    const body = JSON.stringify({
      action: "opened",
      repository: { full_name: "acme/first" },
      ...part,
    });
    expect(await said("issues", body)).toEqual(refusedAs("bad-payload"));
  });
});

describe("what is odd but harmless is taken by all four hosts alike", () => {
  const issue = { number: 404 };
  const repository = { full_name: "acme/first" };

  it.each([
    ["no repository", { issue }, "ignored-event"],
    ["a repository that is a text", { issue, repository: "acme/first" }, "ignored-event"],
    [
      "a repository that leads elsewhere",
      { issue, repository: { full_name: "../../etc" } },
      "ignored-event",
    ],
    [
      "a repository with three parts",
      { issue, repository: { full_name: "a/b/c" } },
      "ignored-event",
    ],
    ["a sender that is nobody", { issue, repository, sender: null }, "not-a-task"],
    ["a sender that is a list", { issue, repository, sender: [] }, "not-a-task"],
    ["an action that is an object", { issue, repository, action: {} }, "not-a-task"],
    [
      "labels of every type",
      { issue: { ...issue, labels: [1, null, "x", {}] }, repository },
      "not-a-task",
    ],
    [
      "10 MB of text in it",
      { issue: { ...issue, body: "x".repeat(10_000_000) }, repository },
      "not-a-task",
    ],
  ])("an issues event with %s", async (_what, payload, ending) => {
    const { installationId } = stands[0]?.github.app ?? {};
    expect(
      await said("issues", JSON.stringify({ ...payload, installation: { id: installationId } })),
    ).toEqual(endedAs(ending));
  });

  it("lists a hundred thousand deep", async () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const body = `{"repository": {"full_name": "acme/first"}, "action": "created", "deep": ${deep}}`;
    expect(await said("star", body)).toEqual(endedAs("ignored-event"));
  });

  it("a prototype in the payload, which becomes nobody's", async () => {
    const body =
      '{"__proto__": {"repository": {"full_name": "acme/first"}}, "constructor": {"prototype": {"polluted": true}}}';
    expect(await said("issues", body)).toEqual(endedAs("ignored-event"));
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("the webhook's address", () => {
  const body = '{"zen": "Keep it logically awesome."}';

  /** Status and reason of an answer to a request that differs from a good one in this. */
  async function answer(changes: Record<string, string | null>, init: RequestInit = {}) {
    const [stand] = stands;
    if (stand === undefined) throw new Error("there is no App");
    const good = signedDelivery(stand.github, "ping", body).headers;
    const headers = Object.entries({ ...good, ...changes }).flatMap(([name, value]) =>
      value === null ? [] : [[name, value] as [string, string]],
    );
    const response = await fetch(`${stand.host.url}${webhookPath}`, {
      method: "POST",
      headers,
      body,
      ...init,
    });
    const { reason }: { reason?: string } = JSON.parse(
      (await response.text()).replace(/^ok\s*$/, "{}") || "{}",
    );
    return [response.status, reason ?? ""];
  }

  it("takes a good delivery", async () => {
    expect(await answer({})).toEqual([200, ""]);
  });

  it.each<[string, Record<string, string | null>, number, string]>([
    [
      "a signature with another secret",
      { "x-hub-signature-256": `sha256=${"0".repeat(64)}` },
      401,
      "bad-signature",
    ],
    ["a signature of another length", { "x-hub-signature-256": "sha256=00" }, 401, "bad-signature"],
    ["a signature that is none", { "x-hub-signature-256": "trust me" }, 401, "bad-signature"],
    [
      "only the old kind of signature",
      { "x-hub-signature-256": null, "x-hub-signature": "sha1=00" },
      401,
      "bad-signature",
    ],
    ["no delivery id", { "x-github-delivery": null }, 400, "missing-header"],
    ["no event", { "x-github-event": null }, 400, "missing-header"],
    [
      "a form instead of JSON",
      { "content-type": "application/x-www-form-urlencoded" },
      415,
      "bad-content-type",
    ],
    ["no content type", { "content-type": "" }, 415, "bad-content-type"],
  ])("refuses %s", async (_what, changes, status, reason) => {
    expect(await answer(changes)).toEqual([status, reason]);
    expect(stands[0]?.host.endings.at(-1)).toBe(reason);
  });

  it("refuses a body changed on its way", async () => {
    expect(await answer({}, { body: `${body} ` })).toEqual([401, "bad-signature"]);
  });

  it("refuses what is larger than anything GitHub sends, told or not", async () => {
    const large = Buffer.alloc(25_000_001, " ");
    expect(await answer({}, { body: large })).toEqual([413, "bad-payload"]);
    const chunks = new Blob([large]).stream();
    const streamed: RequestInit & { duplex: "half" } = { body: chunks, duplex: "half" };
    expect(await answer({}, streamed)).toEqual([413, "bad-payload"]);
  });

  it.each(["GET", "PUT", "DELETE"])("refuses %s", async (method) => {
    const init = method === "GET" ? { method, body: null } : { method };
    expect(await answer({}, init)).toEqual([405, "bad-method"]);
  });

  it("is alive after all that", async () => {
    const response = await fetch(`${stands[0]?.host.url}/health/live`);
    expect([response.status, await response.json()]).toEqual([200, { status: "live" }]);
    expect(await answer({})).toEqual([200, ""]);
  });
});

describe("a hint", () => {
  const events = [
    "issues",
    "issue_comment",
    "pull_request",
    "pull_request_review",
    "check_suite",
    "push",
    "star",
  ];
  const part = fc.constantFrom(
    "repository",
    "sender",
    "issue",
    "pull_request",
    "check_suite",
    "action",
    "full_name",
    "login",
    "number",
    "pull_requests",
  );
  const leaf = fc.oneof(
    fc.constantFrom("acme/first", "a/b/c", "opened", "mission-control[bot]", 1, -1, 1.5, null),
    fc.anything({ maxDepth: 1 }),
  );
  const inner = fc.oneof(leaf, fc.dictionary(part, leaf), fc.array(fc.dictionary(part, leaf)));
  const payload = fc.oneof(
    fc.anything(),
    fc.dictionary(part, fc.oneof(inner, fc.dictionary(part, inner))),
  );

  it("is taken of anything without a throw, and names only what can be asked for", () => {
    fc.assert(
      fc.property(fc.constantFrom(...events), payload, (event, payload) => {
        const hint = hintOf(event, payload);
        if (hint.kind !== "task" && hint.kind !== "pull") return;
        expect(hint.repo).toMatch(/^[\w.-]+\/[\w.-]+$/);
        expect(hint.numbers.every((number) => Number.isSafeInteger(number) && number > 0)).toBe(
          true,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
