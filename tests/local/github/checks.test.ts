import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  startLocalGitHub,
  type LocalGitHub,
  type LocalGitHubOptions,
} from "../../../src/local/github/index.ts";

const running: LocalGitHub[] = [];
afterAll(async () => {
  await Promise.all(running.map((gh) => gh.close()));
});

async function server(options: Partial<LocalGitHubOptions>) {
  const gh = await startLocalGitHub({
    repos: [{ owner: "ada", name: "r" }],
    users: [{ login: "ada" }],
    ...options,
  });
  running.push(gh);
  async function ask(method: string, path: string, body?: unknown): Promise<number> {
    const response = await fetch(gh.url + path, {
      method,
      headers: { authorization: `Bearer ${gh.token("ada")}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    return response.status;
  }
  return { gh, ask };
}

describe("requests that GitHub does not describe", () => {
  it("are refused and noted, each with its fault", async () => {
    const { gh, ask } = await server({});
    const wrong = [
      ["GET", "/repos/ada/r/tasks"],
      ["GET", "/repos/ada/r/issues?page_size=3"],
      ["GET", "/repos/ada/r/issues?state=done"],
      ["GET", "/repos/ada/r/issues?since=yesterday"],
      ["GET", "/repos/ada/r/issues/one"],
      ["POST", "/repos/ada/r/issues", { body: "no title" }],
      ["POST", "/repos/ada/r/issues", { title: "x", stateReason: "completed" }],
      ["POST", "/repos/ada/r/issues", { title: "x", labels: "bug" }],
      ["POST", "/repos/ada/r/issues/1/reactions", { content: "thumbs" }],
    ] as const;
    for (const [method, path, body] of wrong) expect(await ask(method, path, body)).toBe(422);
    expect(gh.violations().map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      "request: GitHub has no such operation",
      "request: the query parameter page_size is unknown",
      expect.stringContaining(
        "the query parameter state: /value must be equal to one of the allowed values",
      ),
      expect.stringContaining('the query parameter since: /value must match format "date-time"'),
      expect.stringContaining("the path parameter issue_number: /value must be integer"),
      expect.stringContaining("the body: / must have required property 'title'"),
      "request: the body's property stateReason is unknown",
      expect.stringContaining("the body: /labels must be array"),
      expect.stringContaining("the body: /content must be equal to one of the allowed values"),
    ]);
  });

  it("are only noted when asked so", async () => {
    const { gh, ask } = await server({ check: "record" });
    expect(await ask("GET", "/repos/ada/r/issues?page_size=3")).toBe(200);
    expect(gh.violations()).toHaveLength(1);
  });
});

describe("what is read of the emulator's answers", () => {
  it("is held against GitHub's description, and nothing else of them is", async () => {
    const { gh, ask } = await server({
      reads: {
        "repos/get-branch": ["commit.sha", "name"],
        "git/get-ref": z.toJSONSchema(z.object({ object: z.object({ sha: z.string() }) })),
      },
    });
    expect(await ask("GET", "/repos/ada/r/git/ref/heads/main")).toBe(200);
    expect(await ask("GET", "/repos/ada/r/branches/main")).toBe(200);
    expect(gh.violations()).toEqual([]);
  });

  it("is noted when GitHub does not describe it", async () => {
    const { gh, ask } = await server({
      reads: { "git/get-ref": ["object.sha", "object.author", "colour"] },
    });
    await ask("GET", "/repos/ada/r/git/ref/heads/main");
    expect(gh.violations().map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      "read: GitHub does not describe object.author",
      "read: GitHub does not describe colour",
    ]);
  });

  it("is noted when the emulator leaves out what GitHub always gives", async () => {
    const { gh, ask } = await server({
      reads: { "checks/create": ["app.id"], "repos/get": ["network_count"] },
    });
    await ask("GET", "/repos/ada/r");
    expect(gh.violations()).toEqual([
      expect.objectContaining({
        kind: "read",
        operation: "repos/get",
        message: expect.stringContaining("network_count"),
      }),
    ]);
  });
});
