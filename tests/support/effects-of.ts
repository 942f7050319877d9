import type { LocalGitHub } from "../../src/local/github/index.ts";
import { readBlock } from "../../src/core/task/block.ts";
import { askAs, type Loose } from "./ask-as.ts";
import type { Played, WriteRecord } from "./play-history.ts";

/** An issue as a play left it, in words that are the same whatever the repository, the host, its ids and the time. */
export type IssueEffects = {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly stateReason: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly body: string;
  readonly block: Readonly<Record<string, unknown>>;
  readonly comments: readonly {
    readonly by: string;
    readonly body: string;
    /** The engine's own, without those by which it claims a command. */
    readonly reactions: readonly string[];
  }[];
};

export type Effects = {
  readonly issues: readonly IssueEffects[];
  /** What the engine wrote, in order, claims left out: one list a step of the history. */
  readonly writes: readonly (readonly string[])[];
};

/** Reads what a host has done on the repository of a play; two hosts did the same when these are deeply equal. */
export async function effectsOf(
  github: LocalGitHub,
  login: string,
  played: Played,
): Promise<Effects> {
  const { repo, start } = played;
  const list = (path: string) => askAs(github, login, "GET", `/repos/${repo}${path}`);
  const all = await list("/issues?state=all&direction=asc&per_page=100");
  const issues = all.filter((issue) => issue["pull_request"] === undefined);
  const ids = new Map<string, string>();
  for (const { number } of issues) {
    const timeline = await list(`/issues/${Number(number)}/timeline?per_page=100`);
    for (const entry of timeline) {
      const kind = String(entry["event"]) === "commented" ? "c" : "e";
      if (entry["id"] !== undefined)
        ids.set(`${kind}${Number(entry["id"])}`, `${kind}${ids.size + 1}`);
    }
  }
  const plain = (text: string) =>
    text
      .replaceAll(github.url, "")
      // Where it is escaped, the address is broken up.
      .replaceAll(/127\.0\.0\.1:\d+/g, "{host}")
      .replaceAll(repo, "{repo}")
      .replaceAll(login, "{engine}")
      .replaceAll(/\b[ec]\d{3,}(?!\d)/g, (id) => ids.get(id) ?? "gone")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (at) => `+${(Date.parse(at) - start) / 1000}s`);
  return {
    issues: await Promise.all(issues.map((issue) => issueEffects(issue, list, login, plain))),
    writes: played.writes.map((writes) => writes.flatMap((write) => writeText(write, ids, plain))),
  };
}

async function issueEffects(
  issue: Loose,
  list: (path: string) => Promise<Loose>,
  login: string,
  plain: (text: string) => string,
): Promise<IssueEffects> {
  const number = Number(issue["number"]);
  const comments = await list(`/issues/${number}/comments?per_page=100`);
  return {
    number,
    title: String(issue["title"]),
    state: String(issue["state"]),
    stateReason: (issue["state_reason"] ?? null) === null ? null : String(issue["state_reason"]),
    labels: namesOf(issue["labels"], "name"),
    assignees: namesOf(issue["assignees"], "login"),
    body: plain(String(issue["body"] ?? "")),
    block: JSON.parse(plain(JSON.stringify(readBlock(String(issue["body"] ?? "")).block))),
    comments: await Promise.all(
      comments.map(async (comment) => ({
        by: plain(String(comment["user"]?.["login"])),
        body: plain(String(comment["body"])),
        reactions: await reactionsOf(Number(comment["id"]), list, login),
      })),
    ),
  };
}

async function reactionsOf(
  comment: number,
  list: (path: string) => Promise<Loose>,
  login: string,
): Promise<readonly string[]> {
  const reactions = await list(`/issues/comments/${comment}/reactions`);
  return reactions
    .filter(({ user, content }) => String(user?.["login"]) === login && String(content) !== "eyes")
    .map(({ content }) => String(content));
}

function namesOf(items: Loose | undefined, key: string): readonly string[] {
  return (items ?? []).map((item) => String(item[key])).toSorted();
}

/** A claim (`eyes`, or taking one back) is how a host does things, not what it does. */
function writeText(
  { method, path, body }: WriteRecord,
  ids: ReadonlyMap<string, string>,
  plain: (text: string) => string,
): readonly string[] {
  const text = JSON.stringify(sortedKeys(body)) ?? "";
  if (path.includes("/reactions") && (method === "DELETE" || text.includes('"eyes"'))) return [];
  const where = plain(path).replace(
    /comments\/(\d+)/,
    (_all, id: string) => `comments/${ids.get(`c${id}`) ?? "gone"}`,
  );
  return [`${method} ${where} ${plain(text)}`];
}

function sortedKeys(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
