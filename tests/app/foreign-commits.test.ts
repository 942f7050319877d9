import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Requester } from "../../src/adapters/github/asking.ts";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { reads } from "../../src/adapters/github/wire.ts";
import { dataPath, statePath } from "../../src/app/data-branch.ts";
import { dailyReport } from "../../src/app/report.ts";
import { type TickContext, type Ticked, tick } from "../../src/app/tick.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import type { Forge, Log, NewFile } from "../../src/ports.ts";
import { Agents, Config, Data, State } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const repo = "acme/control";
const branch = "mission-control";
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const config = Config.parse({});
const policy = { config, agents: Agents.parse({ agents: [] }) };

let clock: ReturnType<typeof handClock>;
let github: LocalGitHub;
let forge: Forge;

beforeEach(async () => {
  clock = handClock(Date.parse("2026-11-21T09:00:00Z"));
  github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "control" }],
    users: [{ login: "ada" }],
    app: { slug: "mission-control" },
    reads,
  });
  github.setPermission(repo, "ada", "admin");
  github.setNow(clock.now());
  forge = forgeOf(github.app.login);
  await as("ada").rest.issues.create({ owner: "acme", repo: "control", title: "A page fails" });
  await pass();
});
afterEach(() => github.close());

function as(login: string): Octokit {
  return new Octokit({ auth: github.token(login), baseUrl: github.url, log: silent });
}

function forgeOf(login: string): Forge {
  const octokit = as(login);
  const request: Requester = (route, parameters) => octokit.request(route, parameters);
  return githubForge({ request, login, trusted: [github.app.login], clock });
}

async function pass(under = policy, over: Partial<TickContext> = {}): Promise<Ticked> {
  clock.advance(900_000);
  github.setNow(clock.now());
  return await tick({
    forge,
    claims: memoryClaims(clock.now),
    clock,
    log: silent,
    policy: under,
    dryRun: false,
    channels: [],
    repo,
    random: () => 0.5,
    ...over,
  });
}

async function push(login: string, ...files: readonly NewFile[]): Promise<string> {
  const expectedHead = await forge.head(repo, branch);
  const commit = { branch, expectedHead, message: "Tidy up\n\nall", files };
  return (await forgeOf(login).commit(repo, commit))?.sha ?? "";
}

const onBranch = async (path: string) => (await forge.readFile(repo, branch, path)) ?? "";
const foreignIn = ({ state }: Ticked) =>
  Object.values(state.foreign).map(({ id, author, files }) => ({ id, author, files }));

it.each(["ada", "mission-control[bot]"])(
  "tells once of what %s pushed, with its SHA and files, whoever's login it was",
  async (author) => {
    const login = author === "ada" ? author : github.app.login;
    const first = await push(login, { path: "a.txt", content: "1" });
    const second = await push(login, { path: "b.txt", content: "2" });
    const told = await pass();
    expect(foreignIn(told)).toEqual(
      expect.arrayContaining([
        { id: first, author: login, files: ["a.txt"] },
        { id: second, author: login, files: ["b.txt"] },
      ]),
    );
    expect(foreignIn(told)).toHaveLength(2);
    expect((await pass()).commit).toBeNull();
  },
);

it("tells of nothing when nobody but us has pushed", async () => {
  await as("ada").rest.issues.create({ owner: "acme", repo: "control", title: "Another" });
  expect(foreignIn(await pass())).toEqual([]);
});

const where = { owner: "acme", repo: "control" };

/** One commit after the other on top of the data branch, all of one tree, moved there by a single push. */
async function pushMany(
  many: number,
  content: (head: string) => string,
  by?: { readonly name: string; readonly email: string; readonly date?: string },
): Promise<string> {
  const ada = as("ada").rest.git;
  let head = (await forge.head(repo, branch)) ?? "";
  const { data } = await ada.createTree({
    ...where,
    base_tree: (await ada.getCommit({ ...where, commit_sha: head })).data.tree.sha,
    tree: [{ path: statePath, mode: "100644", type: "blob", content: content(head) }],
  });
  const named = by === undefined ? {} : { author: by, committer: by };
  for (let made = 0; made < many; made++) {
    const commit = { ...where, message: `Push ${made}`, tree: data.sha, parents: [head], ...named };
    head = (await ada.createCommit(commit)).data.sha;
  }
  await ada.updateRef({ ...where, ref: `heads/${branch}`, sha: head });
  return head;
}

it("tells of a commit that is dated years ago", async () => {
  const long = { name: "Ada", email: "ada@example.com", date: "2019-01-01T00:00:00Z" };
  const sha = await pushMany(1, () => "{}", long);
  const told = await pass();
  expect(foreignIn(told).map(({ id }) => id)).toEqual([sha]);
  expect(Object.keys(told.state.alerts)).toContainEqual(expect.stringContaining(sha));
});

it("believes no commit for the name in it, which anybody can write", async () => {
  const state = State.parse(JSON.parse(await onBranch(statePath)));
  const forged = (parent: string) =>
    JSON.stringify({ ...state, tasks: {}, head: { ...state.head, parent } });
  const name = { name: github.app.login, email: "nobody@example.com" };
  const sha = await pushMany(1, forged, name);
  const told = await pass();
  expect(foreignIn(told)).toEqual([{ id: sha, author: github.app.login, files: [statePath] }]);
  expect(Object.keys(told.state.tasks)).toEqual([`${repo}#1`]);
});

it.each([100, 130])("finds its own last commit below %i others", async (many) => {
  const state = State.parse(JSON.parse(await onBranch(statePath)));
  const sha = await pushMany(many, () => JSON.stringify({ ...state, tasks: {} }));
  const told = await pass();
  expect(foreignIn(told)).toHaveLength(100);
  expect(told.state.foreign[sha]?.message).toBe(`Push ${many - 1}`);
  const more = Object.values(told.state.foreign).filter(({ message }) =>
    message.startsWith("And "),
  );
  expect(more.map(({ message }) => message)).toEqual(
    many === 100 ? [] : ["And 30 more below it: Push 30"],
  );
  expect(Object.keys(told.state.tasks)).toEqual([`${repo}#1`]);
});

it("goes by no snapshot that stands on a branch without a commit of its own", async () => {
  const state = State.parse(JSON.parse(await onBranch(statePath)));
  const files = [{ path: statePath, content: JSON.stringify({ ...state, tasks: {} }) }];
  const { sha } = await forgeOf("ada").replaceBranch(repo, branch, "All of it", files);
  await expect(pass()).rejects.toThrow(
    /^mission-control of acme\/control holds a snapshot, and none of its 1 newest commits is Mission Control's own .* put that login into engine.logins; the newest commit is by ada\./,
  );
  expect(await forge.head(repo, branch)).toBe(sha);
});

it("writes the snapshot, data.json and the events again as its own last commit had them", async () => {
  const state = State.parse(JSON.parse(await onBranch(statePath)));
  const segment = state.head.segment ?? "";
  const events = await onBranch(segment);
  await push(
    "ada",
    { path: statePath, content: JSON.stringify({ ...state, tasks: {} }) },
    { path: dataPath, content: '{"summary":"all is well"}' },
    { path: segment, content: null },
    { path: "state/events/2026/11/21/forged.jsonl", content: "{}\n" },
  );
  const told = await pass();
  expect(told.commit).not.toBeNull();
  expect(Object.keys(told.state.tasks)).toEqual([`${repo}#1`]);
  expect(State.parse(JSON.parse(await onBranch(statePath))).tasks).toEqual(told.state.tasks);
  expect(Data.parse(JSON.parse(await onBranch(dataPath))).summary.tasks).toBe(1);
  expect(await onBranch(segment)).toBe(events);
  expect(await forge.readFile(repo, branch, "state/events/2026/11/21/forged.jsonl")).toBeNull();
  expect((await pass()).commit).toBeNull();
});

it("restores a snapshot that somebody else has broken", async () => {
  await push("ada", { path: statePath, content: "not JSON" });
  const told = await pass();
  expect(Object.keys(told.state.tasks)).toEqual([`${repo}#1`]);
  expect(State.parse(JSON.parse(await onBranch(statePath))).tasks).toEqual(told.state.tasks);
});

it("reads again what an older version has kept otherwise", async () => {
  const { head, ...state } = State.parse(JSON.parse(await onBranch(statePath)));
  const { comments: _, ...older } = state.tasks[`${repo}#1`] ?? {};
  const { parent: __, ...before } = head;
  const content = JSON.stringify({ ...state, head: before, tasks: { [`${repo}#1`]: older } });
  await push(github.app.login, { path: statePath, content });
  const told = await pass();
  expect(told.state.tasks).toEqual(state.tasks);
  expect(told.state.foreign).toEqual({});
  expect(State.parse(JSON.parse(await onBranch(statePath))).tasks).toEqual(state.tasks);
});

it("has for foreign on a default branch only what changes its own files", async () => {
  const onMain = { ...policy, config: Config.parse({ data_branch: "main" }) };
  expect(foreignIn(await pass(onMain))).toEqual([]);
  const put = (path: string) =>
    as("ada").rest.repos.createOrUpdateFileContents({
      ...where,
      path,
      message: `Write ${path}`,
      content: Buffer.from("1").toString("base64"),
      branch: "main",
    });
  await put("src/page.ts");
  const { data } = await put("state/events/forged.jsonl");
  await put("docs/guide.md");
  expect(foreignIn(await pass(onMain))).toEqual([
    { id: data.commit.sha, author: "ada", files: ["state/events/forged.jsonl"] },
  ]);
  expect(await forge.readFile(repo, "main", "state/events/forged.jsonl")).toBeNull();
  expect(await forge.readFile(repo, "main", "src/page.ts")).toBe("1");
});

const byAda = () => ({ forge: forgeOf("ada") });
const notHers =
  /^mission-control\[bot\] writes mission-control of acme\/control: to it, a commit by ada would be foreign, .* Run the workflow instead .* put it into engine.logins/;

it("writes nothing with a token of somebody else's, to whom it says what to do instead", async () => {
  const head = await forge.head(repo, branch);
  await as("ada").rest.issues.create({ ...where, title: "Another" });
  await expect(pass(policy, byAda())).rejects.toThrow(notHers);
  const report = dailyReport({
    ...byAda(),
    clock,
    config,
    repo,
    audit: null,
    screenshots: [{ name: "page.png", png: new Uint8Array([1]) }],
    requests: () => null,
    random: () => 0.5,
  });
  await expect(report).rejects.toThrow(notHers);
  expect(await forge.head(repo, branch)).toBe(head);
  expect(await forge.head(repo, config.screenshot_branch)).toBeNull();
  const labels = await as("ada").rest.issues.listLabelsOnIssue({ ...where, issue_number: 2 });
  expect(labels.data).toEqual([]);
});

it("plans with a token of anybody's, and says nothing of a foreign commit after it", async () => {
  await as("ada").rest.issues.create({ ...where, title: "Another" });
  const planned = await pass(policy, { ...byAda(), dryRun: true });
  expect(planned.tasks.map(({ ending }) => ending)).toContain("planned");
  expect(foreignIn(await pass())).toEqual([]);
});

it("writes with a token of somebody whom the configuration names", async () => {
  await as("ada").rest.issues.create({ ...where, title: "Another" });
  const engine = { logins: [github.app.login, "ada"] };
  const named = { ...policy, config: Config.parse({ engine }) };
  expect((await pass(named, byAda())).commit).not.toBeNull();
  expect(foreignIn(await pass(named))).toEqual([]);
});

it("writes with a token of anybody's where nobody else does", async () => {
  const own = { ...policy, config: Config.parse({ data_branch: "of-ada" }) };
  expect((await pass(own, byAda())).commit).not.toBeNull();
  await as("ada").rest.issues.create({ ...where, title: "Another" });
  const again = await pass(own, byAda());
  expect(again.commit).not.toBeNull();
  expect(foreignIn(again)).toEqual([]);
});
