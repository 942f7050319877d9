import { request as httpRequest } from "node:http";
import { describe, expect, it } from "vitest";
import { serverForTests } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue } = serverForTests({
  users: [
    { login: "mai" },
    { login: "tri" },
    { login: "wes" },
    { login: "bob" },
    { login: "helper", type: "Bot" },
  ],
});

type Page = {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** As a browser does it; `fetch` lets nobody set the Host. */
function browse(
  path: string,
  form: Record<string, string> | null = null,
  headers: Record<string, string> = {},
): Promise<Page> {
  const { host, hostname, port } = new URL(gh().url);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        hostname,
        port,
        path,
        method: form === null ? "GET" : "POST",
        headers: {
          host,
          ...(form === null ? {} : { "content-type": "application/x-www-form-urlencoded" }),
          ...headers,
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, text, headers: response.headers }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(form === null ? undefined : new URLSearchParams(form).toString());
  });
}

/** Where people look at what is at that place of the API. */
function pageOf(path: string): string {
  return path.replace("/repos", "");
}

async function commentsOn(issue: string): Promise<unknown[]> {
  const { json } = await must("mai", "GET", `${issue}/comments`);
  return json.map((comment) => [comment["user"]?.["login"], comment["body"]]);
}

describe("the page of an issue", () => {
  it("is where the issue says that people find it", async () => {
    const issue = await newIssue(await newRepo(), "mai", { labels: ["status:inbox"] });
    const { json } = await must("mai", "GET", issue);
    const { status, text } = await browse(new URL(String(json["html_url"])).pathname);
    expect(status).toBe(200);
    expect(text).toContain("A task <span>#1</span>");
    expect(text).toContain('<span class="label status">status:inbox</span>');
  });

  it("escapes a hostile title, body, label and comment, and allows no script", async () => {
    const evil = `<script>alert(1)</script>"'><img src=x>`;
    const issue = await newIssue(await newRepo(), "mai", {
      title: evil,
      body: evil,
      labels: ["<b>bold"],
    });
    await must("bob", "POST", `${issue}/comments`, { body: `</pre>${evil}` });
    const { text, headers } = await browse(pageOf(issue));
    expect(text).not.toMatch(/<script|<img|<b>bold|<\/pre>&lt;script/);
    expect(text.split("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;")).toHaveLength(5);
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src 'self';/);
  });

  it("shows the task block, and what was said and done, with reactions", async () => {
    const repo = await newRepo();
    const issue = await newIssue(repo, "bob", {
      body: "Why\n\n<!-- mission-control:v1 -->\n```yaml\noutput: a fix\n```\n<!-- /mission-control -->",
    });
    const { json } = await must("bob", "POST", `${issue}/comments`, { body: "/plan" });
    const reactions = `${repo}/issues/comments/${json["id"]}/reactions`;
    await must("wes", "POST", reactions, { content: "-1" });
    await must("tri", "POST", `${issue}/labels`, { labels: ["status:planned"] });
    await must("tri", "PATCH", issue, { state: "closed", state_reason: "not_planned" });
    const { text } = await browse(pageOf(issue));
    expect(text).toContain("Why\n\n```yaml\noutput: a fix\n```</pre>");
    expect(text).toMatch(
      /<b>bob<\/b>[^]+\/plan<\/pre>[^]+👎 -1 by wes[^]+<b>tri<\/b> put on [^]+status:planned/,
    );
    expect(text).toMatch(/<b>tri<\/b> closed this as not planned[^]+>Reopen</);
  });

  it("lets everybody speak but bots and the account of the server", async () => {
    const { text } = await browse(pageOf(await newIssue(await newRepo())));
    const speakers = [...text.matchAll(/<option value="([^"]+)">[^<]*\((\w+)\)/g)];
    expect(speakers.map(([, login, permission]) => `${login} ${permission}`)).toEqual([
      "mai admin",
      "tri triage",
      "wes write",
      "bob read",
    ]);
  });

  it("is listed with its repository, open or closed", async () => {
    const repo = await newRepo();
    await newIssue(repo, "mai", { title: "Still to do" });
    await must("mai", "PATCH", await newIssue(repo, "mai", { title: "Over" }), { state: "closed" });
    const open = await browse(pageOf(repo));
    const closed = await browse(`${pageOf(repo)}?state=closed`);
    expect([open.text.includes("Still to do"), open.text.includes("Over")]).toEqual([true, false]);
    expect([closed.text.includes("Still to do"), closed.text.includes("Over")]).toEqual([
      false,
      true,
    ]);
  });

  it("is not given of a private repository, nor to clients of the API", async () => {
    await gh().createRepo({ owner: "acme", name: "hidden", private: true });
    expect((await browse("/acme/hidden")).status).toBe(422);
    expect((await ask("mai", "GET", pageOf(await newRepo()))).status).toBe(422);
  });
});

describe("a form", () => {
  it("leaves a comment as whom it names, with its webhook, and leads back", async () => {
    const issue = await newIssue(await newRepo());
    gh().deliveries.pause();
    const { status, headers } = await browse(
      `${pageOf(issue)}/comment`,
      { login: "bob", body: "/plan\r\nplease" },
      { origin: gh().url, "sec-fetch-site": "same-origin" },
    );
    expect([status, headers["location"]]).toEqual([303, `${pageOf(issue)}?as=bob&again=3#latest`]);
    expect(await commentsOn(issue)).toEqual([["bob", "/plan\nplease"]]);
    expect(gh().deliveries.take()).toMatchObject([
      { event: "issue_comment", action: "created", payload: { sender: { login: "bob" } } },
    ]);
  });

  it("is followed by a page that looks again for a while, and keeps who speaks", async () => {
    const page = pageOf(await newIssue(await newRepo()));
    const first = await browse(`${page}?as=wes&again=1`);
    expect(first.text).toContain(`http-equiv="refresh" content="2; url=${page}?as=wes#latest"`);
    expect(first.text).toContain('<option value="wes" selected>');
    expect((await browse(`${page}?as=wes`)).text).not.toContain("refresh");
  });

  it("puts a label on, closes and reopens as somebody who may", async () => {
    const issue = await newIssue(await newRepo());
    const seen = [];
    for (const [deed, field, value] of [
      ["label", "label", "status:active"],
      ["state", "state", "not_planned"],
      ["state", "state", "open"],
    ] as const) {
      const { status } = await browse(`${pageOf(issue)}/${deed}`, { login: "tri", [field]: value });
      const { json } = await must("mai", "GET", issue);
      const labels = json["labels"]?.map((label) => label["name"]);
      seen.push([status, labels, json["state"], json["state_reason"]]);
    }
    expect(seen).toEqual([
      [303, ["status:active"], "open", null],
      [303, ["status:active"], "closed", "not_planned"],
      [303, ["status:active"], "open", "reopened"],
    ]);
  });

  it("of somebody who may not label is refused in words, and nothing changes", async () => {
    const issue = await newIssue(await newRepo());
    const { status, text, headers } = await browse(`${pageOf(issue)}/label`, {
      login: "bob",
      label: "status:done",
    });
    expect([status, headers["content-type"]]).toEqual([403, "text/html; charset=utf-8"]);
    expect(text).toContain("bob has the permission read in acme/");
    expect((await must("mai", "GET", issue)).json["labels"]).toEqual([]);
  });

  it.each(["helper", "local-root", "nobody-such", "mission-control[bot]"])(
    "does not speak for %s",
    async (login) => {
      const issue = await newIssue(await newRepo());
      const { status, text } = await browse(`${pageOf(issue)}/comment`, { login, body: "hello" });
      expect([status, text.includes("Nobody of that name")]).toEqual([422, true]);
      expect(await commentsOn(issue)).toEqual([]);
    },
  );

  it.each([
    ["a foreign Origin", { origin: "http://evil.example" }],
    ["an opaque Origin", { origin: "null" }],
    ["another port as Origin", { origin: "http://127.0.0.1:1" }],
    ["another site", { "sec-fetch-site": "same-site" }],
    ["a foreign Host", { host: "evil.example" }],
    [
      "a name that is bound to this machine",
      { host: "evil.example:PORT", origin: "http://evil.example:PORT" },
    ],
    ["a loopback Host of another port", { host: "127.0.0.1:1" }],
  ])("with %s is refused, and nothing is said", async (_what, headers) => {
    const issue = await newIssue(await newRepo());
    const { port } = new URL(gh().url);
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace("PORT", port)]),
    );
    const { status } = await browse(
      `${pageOf(issue)}/comment`,
      { login: "mai", body: "hello" },
      sent,
    );
    expect(status).toBe(403);
    expect(await commentsOn(issue)).toEqual([]);
  });

  it("of another kind than a form's is refused", async () => {
    const issue = await newIssue(await newRepo());
    const form = { login: "mai", body: "hello" };
    const reply = await browse(`${pageOf(issue)}/comment`, form, { "content-type": "text/plain" });
    expect(reply.status).toBe(415);
    expect(await commentsOn(issue)).toEqual([]);
  });
});

it("notes no violation for the pages, and still one for what is neither page nor operation", async () => {
  const page = pageOf(await newIssue(await newRepo()));
  const before = gh().violations().length;
  await browse(page);
  await browse("/assets/page.css");
  await browse(`${page}/comment`, { login: "mai", body: "hello" });
  expect(gh().violations()).toHaveLength(before);
  expect((await browse(`${page}/nothing`)).status).toBe(422);
  expect(gh().violations()).toHaveLength(before + 1);
});
