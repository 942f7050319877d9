import { afterAll, afterEach, beforeAll, expect } from "vitest";
import {
  startLocalGitHub,
  type LocalGitHub,
  type LocalGitHubOptions,
} from "../../../src/local/github/index.ts";

/** JSON of an answer, read loosely: these tests look at what GitHub's description already vouches for. */
export type Loose = { readonly [key: string]: Loose } & {
  readonly map: <T>(turn: (item: Loose) => T) => T[];
  readonly slice: (from: number) => Loose;
  readonly at: (index: number) => Loose;
};

export type Reply = {
  readonly status: number;
  readonly json: Loose;
  readonly text: string;
  readonly headers: Headers;
};
export type Ask = (
  login: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

export const start = Date.parse("2026-11-21T07:00:00Z");

/** One server a file; every test gets a repository of its own, owned by `acme`, where `mai` maintains. */
export function serverForTests(options: Partial<LocalGitHubOptions> = {}) {
  let server: LocalGitHub | null = null;
  let repos = 0;

  function gh(): LocalGitHub {
    if (server === null) throw new Error("not started");
    return server;
  }

  beforeAll(async () => {
    server = await startLocalGitHub({
      repos: [{ owner: "acme", name: "first" }],
      users: [
        { login: "mai" },
        { login: "tri" },
        { login: "wes" },
        { login: "ada" },
        { login: "bob" },
      ],
      ...options,
    });
    server.setNow(start);
  });
  afterEach(() => {
    gh().setNow(start);
    gh().deliveries.resume();
    gh().deliveries.take();
  });
  afterAll(async () => {
    await gh().close();
  });

  const ask: Ask = async (login, method, path, body?, headers = {}) => {
    const response = await fetch(gh().url + path, {
      method,
      headers: {
        ...(login === null ? {} : { authorization: `Bearer ${gh().token(login)}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return {
      status: response.status,
      json: isJson ? JSON.parse(text) : text,
      text,
      headers: response.headers,
    };
  };

  /** Asks, and insists on success. */
  const must: Ask = async (login, method, path, ...rest) => {
    const reply = await ask(login, method, path, ...rest);
    expect(
      `${method} ${path} ${reply.status} ${reply.status < 300 ? "" : JSON.stringify(reply.json)}`,
    ).toMatch(/ 20\d $/);
    return reply;
  };

  async function newRepo(): Promise<string> {
    const name = `repo-${++repos}`;
    await gh().createRepo({ owner: "acme", name });
    gh().setPermission(`acme/${name}`, "mai", "admin");
    gh().setPermission(`acme/${name}`, "wes", "write");
    gh().setPermission(`acme/${name}`, "tri", "triage");
    return `/repos/acme/${name}`;
  }

  async function newIssue(
    repo: string,
    login = "mai",
    fields: Record<string, unknown> = {},
  ): Promise<string> {
    const { json } = await must(login, "POST", `${repo}/issues`, { title: "A task", ...fields });
    return `${repo}/issues/${json["number"]}`;
  }

  /** Commits one file on a branch, which is made from the default branch when it is not there. */
  async function commitFile(
    repo: string,
    branch: string,
    path: string,
    content: string,
  ): Promise<string> {
    const standing = await ask("mai", "GET", `${repo}/git/ref/heads/${branch}`);
    const from =
      standing.status === 200 ? standing : await must("mai", "GET", `${repo}/git/ref/heads/main`);
    const parent = from.json["object"]?.["sha"];
    const { json: head } = await must("mai", "GET", `${repo}/git/commits/${parent}`);
    const { json: tree } = await must("mai", "POST", `${repo}/git/trees`, {
      base_tree: head["tree"]?.["sha"],
      tree: [{ path, mode: "100644", type: "blob", content }],
    });
    const { json: commit } = await must("mai", "POST", `${repo}/git/commits`, {
      message: `Write ${path}`,
      tree: tree["sha"],
      parents: [parent],
    });
    if (standing.status === 200) {
      await must("mai", "PATCH", `${repo}/git/refs/heads/${branch}`, { sha: commit["sha"] });
    } else {
      await must("mai", "POST", `${repo}/git/refs`, {
        ref: `refs/heads/${branch}`,
        sha: commit["sha"],
      });
    }
    return String(commit["sha"]);
  }

  return { gh, ask, must, newRepo, newIssue, commitFile };
}
