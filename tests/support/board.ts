import type { Requester } from "../../src/adapters/github/asking.ts";

import { labelSpecs } from "../../src/core/lifecycle/labels.ts";

/** One issue of a board, as GitHub's list shows it, with its timeline beside it. */
export type BoardIssue = {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  labels: string[];
  createdAt: string;
  updatedAt: string;
  closedAt?: string;
  timeline: Record<string, unknown>[];
};

/** What was asked for, told apart as the documents count it. */
export type RequestKind = "list" | "read" | "write" | "data branch" | "other";

/**
 * GitHub's REST API for thousands of issues in memory, spoken to as Octokit is: lists with `since`, `Link` and `ETag`,
 * issues, timelines, comments, labels, and a data branch with compare-and-swap. For counting requests, not for fidelity:
 * that is the local GitHub's.
 */
export type Board = {
  readonly request: Requester;
  readonly issues: Map<number, BoardIssue>;
  readonly count: (kind?: RequestKind) => number;
  readonly reset: () => void;
  /** What somebody else does during the next write. */
  meanwhile: (() => void) | null;
  /** Requests left this hour; null: no limit. */
  quota: { remaining: number; resetsAt: number } | null;
};

export const boardLogin = "mission-control[bot]";
export const boardRepo = "acme/control";

type Parameters = Record<string, unknown>;
type Answer = { status: number; data: unknown; headers?: Record<string, string> };

export function board(
  now: () => number,
  issues: readonly BoardIssue[] = [],
  /** Told before each write to an issue: the writer may have had to wait. */
  onWrite: () => void = () => {},
): Board {
  const all = new Map(issues.map((issue) => [issue.number, issue]));
  const counts = new Map<RequestKind, number>();
  const files = new Map<string, Map<string, string>>();
  const trees = new Map<string, Map<string, string>>();
  const commitTrees = new Map<string, string>();
  const commits: unknown[] = [];
  const blobs = new Map<string, string>();
  let head: string | null = null;
  let serial = 0;
  const at = () => new Date(now()).toISOString().replace(/\.\d+Z$/, "Z");

  const self: Board = {
    issues: all,
    meanwhile: null,
    quota: null,
    count: (kind) =>
      kind === undefined
        ? [...counts.values()].reduce((sum, one) => sum + one, 0)
        : (counts.get(kind) ?? 0),
    reset: () => counts.clear(),
    request: async (route, parameters) => {
      await Promise.resolve();
      const kind = kindOf(route);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (kind === "write") {
        onWrite();
        const { meanwhile } = self;
        self.meanwhile = null;
        meanwhile?.();
      }
      if (self.quota !== null && self.quota.remaining <= 0)
        throw failure(403, "API rate limit exceeded", rateHeaders());
      if (self.quota !== null) self.quota.remaining -= 1;
      const answer = route.startsWith("GET board:") ? nextPage(route) : answerTo(route, parameters);
      if (answer.status >= 300) throw failure(answer.status, "no", rateHeaders());
      return {
        status: answer.status,
        data: answer.data,
        headers: { ...rateHeaders(), ...answer.headers },
      };
    },
  };
  return self;

  function rateHeaders(): Record<string, string> {
    if (self.quota === null) return {};
    return {
      "x-ratelimit-remaining": String(self.quota.remaining),
      "x-ratelimit-reset": String(Math.ceil(self.quota.resetsAt / 1000)),
    };
  }

  function answerTo(route: string, parameters: Parameters): Answer {
    const number = Number(parameters["issue_number"]);
    const issue = all.get(number);
    switch (route) {
      case "GET /repos/{owner}/{repo}/issues":
        return listed(parameters);
      case "GET /repos/{owner}/{repo}/issues/{issue_number}":
        return issue === undefined ? gone() : ok(wire(issue));
      case "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline":
        return issue === undefined ? gone() : ok(issue.timeline);
      case "POST /repos/{owner}/{repo}/issues/{issue_number}/comments":
        return issue === undefined ? gone() : commented(issue, String(parameters["body"]));
      case "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}":
        return edited(Number(parameters["comment_id"]), String(parameters["body"]));
      case "PATCH /repos/{owner}/{repo}/issues/{issue_number}":
        return issue === undefined ? gone() : patched(issue, parameters);
      case "GET /repos/{owner}/{repo}/collaborators/{username}/permission":
        return ok({ permission: "write", role_name: "write" });
      case "GET /repos/{owner}/{repo}/labels":
        return ok(labelSpecs());
      case "GET /repos/{owner}/{repo}/commits":
        return ok(commits.toReversed());
      case "POST /repos/{owner}/{repo}/labels":
        return ok({});
      case "GET /repos/{owner}/{repo}/git/ref/{ref}":
        return head === null ? gone() : ok({ object: { sha: head } });
      case "GET /repos/{owner}/{repo}/contents/{path}":
        return contents(parameters);
      case "GET /repos/{owner}/{repo}/git/commits/{commit_sha}":
        return ok({ tree: { sha: commitTrees.get(String(parameters["commit_sha"])) ?? "" } });
      case "POST /repos/{owner}/{repo}/git/trees":
        return ok({ sha: newTree(parameters) });
      case "POST /repos/{owner}/{repo}/git/blobs":
        return ok({ sha: newBlob(String(parameters["content"])) });
      case "POST /repos/{owner}/{repo}/git/commits":
        return ok(newCommit(parameters));
      case "POST /repos/{owner}/{repo}/git/refs":
      case "PATCH /repos/{owner}/{repo}/git/refs/{ref}":
        head = String(parameters["sha"]);
        return ok({});
      default:
        throw new Error(`the board does not know ${route}`);
    }
  }

  function listed(parameters: Parameters): Answer {
    const since = parameters["since"] === undefined ? "" : String(parameters["since"]);
    const found = [...all.values()].filter(({ updatedAt }) => updatedAt >= since);
    found.sort((a, b) =>
      a.updatedAt < b.updatedAt ? -1 : a.updatedAt > b.updatedAt ? 1 : a.number - b.number,
    );
    const shown = found.slice(0, 100).map(({ number, updatedAt }) => `${number}@${updatedAt}`);
    const etag = `"${since}:${shown.length}:${shown.at(-1) ?? ""}"`;
    const headers = Object(parameters["headers"]);
    if (headers["if-none-match"] === etag) return { status: 304, data: null };
    const page = pageOf(
      found.map(({ number }) => number),
      0,
    );
    return { ...page, headers: { ...page.headers, etag } };
  }

  function nextPage(route: string): Answer {
    const [ids = "", from = "0"] = route.slice("GET board:".length).split("@");
    return pageOf(lists.get(ids) ?? [], Number(from));
  }

  function pageOf(numbers: readonly number[], from: number): Answer {
    const data = numbers.slice(from, from + 100).map((number) => wire(all.get(number)));
    if (from + 100 >= numbers.length) return { status: 200, data, headers: {} };
    const id = `list${++serial}`;
    lists.set(id, numbers);
    return { status: 200, data, headers: { link: `<board:${id}@${from + 100}>; rel="next"` } };
  }

  function commented(issue: BoardIssue, body: string): Answer {
    const id = ++serial;
    const created_at = at();
    issue.timeline.push({
      event: "commented",
      id,
      user: { login: boardLogin, type: "Bot" },
      created_at,
      updated_at: created_at,
      body,
      reactions: { "+1": 0, "-1": 0, eyes: 0 },
    });
    issue.updatedAt = created_at;
    return ok({ id, created_at, updated_at: created_at, html_url: "https://github.com/x" });
  }

  function edited(id: number, body: string): Answer {
    for (const issue of all.values()) {
      const comment = issue.timeline.find((entry) => entry["id"] === id);
      if (comment === undefined) continue;
      Object.assign(comment, { body, updated_at: at() });
      issue.updatedAt = at();
      return ok({ id, updated_at: at() });
    }
    return gone();
  }

  function patched(issue: BoardIssue, parameters: Parameters): Answer {
    const labels = parameters["labels"];
    const actor = { login: boardLogin, type: "Bot" };
    if (Array.isArray(labels)) {
      const names = labels.map(String);
      for (const name of names.filter((one) => !issue.labels.includes(one)))
        issue.timeline.push({
          event: "labeled",
          id: ++serial,
          actor,
          created_at: at(),
          label: { name },
        });
      for (const name of issue.labels.filter((one) => !names.includes(one)))
        issue.timeline.push({
          event: "unlabeled",
          id: ++serial,
          actor,
          created_at: at(),
          label: { name },
        });
      issue.labels = names;
    }
    if (typeof parameters["body"] === "string") issue.body = parameters["body"];
    issue.updatedAt = at();
    return ok(wire(issue));
  }

  function contents({ ref, path }: Parameters): Answer {
    const text = files.get(String(ref))?.get(String(path));
    return text === undefined ? gone() : ok(text);
  }

  function newTree(parameters: Parameters): string {
    const sha = `tree${++serial}`;
    const tree = new Map(trees.get(String(parameters["base_tree"] ?? "")));
    const entries = parameters["tree"];
    if (Array.isArray(entries))
      for (const { path, content, sha: blob } of entries)
        tree.set(String(path), String(content ?? blobs.get(String(blob))));
    trees.set(sha, tree);
    return sha;
  }

  function newBlob(base64: string): string {
    const sha = `blob${++serial}`;
    blobs.set(sha, Buffer.from(base64, "base64").toString());
    return sha;
  }

  function newCommit({ tree, parents }: Parameters): { sha: string; html_url: string } {
    const sha = `commit${++serial}`.padEnd(40, "0");
    const shas: readonly unknown[] = Array.isArray(parents) ? parents : [];
    commits.push({
      sha,
      html_url: "https://github.com/x",
      parents: shas.map((parent) => ({ sha: parent })),
      author: { login: boardLogin },
      commit: { message: "A commit", author: null, committer: { date: at() } },
    });
    commitTrees.set(sha, String(tree));
    files.set(sha, trees.get(String(tree)) ?? new Map());
    return { sha, html_url: "https://github.com/x" };
  }
}

const lists = new Map<string, readonly number[]>();

/** An issue that Mission Control has long had in `status`, and nobody has touched since. */
export function settledIssue(number: number, status: string, at: string, body = ""): BoardIssue {
  const labels = [
    `status:${status}`,
    "owner:automation:sync",
    "priority:high",
    "kind:task",
    "domain:backend",
  ];
  const actor = { login: boardLogin, type: "Bot" };
  return {
    number,
    title: `Task ${number}`,
    body,
    state: "open",
    labels,
    createdAt: at,
    updatedAt: at,
    timeline: labels.map((name, index) => ({
      event: "labeled",
      id: number * 100 + index,
      actor,
      created_at: at,
      label: { name },
    })),
  };
}

function wire(issue: BoardIssue | undefined): Record<string, unknown> {
  if (issue === undefined) throw new Error("no such issue");
  return {
    number: issue.number,
    id: issue.number * 1000,
    html_url: `https://github.com/${boardRepo}/issues/${issue.number}`,
    repository_url: `https://api.github.com/repos/${boardRepo}`,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    state_reason: null,
    user: { login: "ada", type: "User" },
    labels: issue.labels.map((name) => ({ name })),
    assignees: [],
    milestone: null,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt ?? null,
    comments: issue.timeline.filter(({ event }) => event === "commented").length,
  };
}

function kindOf(route: string): RequestKind {
  if (/^GET (board:|\/repos\/\{owner\}\/\{repo\}\/issues$)/.test(route)) return "list";
  if (/git\/|contents|\/commits/.test(route)) return "data branch";
  if (/^GET .*\/issues\//.test(route)) return "read";
  if (/issues/.test(route)) return "write";
  return "other";
}

function ok(data: unknown): Answer {
  return { status: 200, data };
}

function gone(): Answer {
  return { status: 404, data: null };
}

function failure(status: number, message: string, headers: Record<string, string>): Error {
  return Object.assign(new Error(message), { status, response: { headers } });
}
