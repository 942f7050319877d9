import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Requester } from "../../src/adapters/github/asking.ts";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { reads } from "../../src/adapters/github/wire.ts";
import { chained, dataPath, statePath } from "../../src/app/data-branch.ts";
import { type Ticked, tick } from "../../src/app/tick.ts";
import { fold } from "../../src/core/state/index.ts";
import { OutsideError } from "../../src/errors.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import type { Channel, Forge, Log } from "../../src/ports.ts";
import { Agents, type AlertState, Config, Data, Event, State } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const repo = "acme/control";
const where = { owner: "acme", repo: "control" };
// Nobody answers here: what is sent again for want of an answer is tested where alerts are delivered.
const config = Config.parse({ rules: { ack_missed: { enabled: false } } });
const policy = { config, agents: Agents.parse({ agents: [] }) };
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let clock: ReturnType<typeof handClock>;
let github: LocalGitHub;
let forge: Forge;
let sent: { alert: string; title: string }[];
let claims: ReturnType<typeof memoryClaims>;

const chat: Channel = {
  name: "telegram",
  send: (alert: AlertState) => {
    sent.push({ alert: alert.id, title: alert.title });
    return Promise.resolve({ reference: String(sent.length) });
  },
  close: () => Promise.resolve(),
};

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
  const octokit = as(github.app.login);
  const request: Requester = (route, parameters) => octokit.request(route, parameters);
  forge = githubForge({ request, login: github.app.login, trusted: [github.app.login], clock });
  claims = memoryClaims(clock.now);
  sent = [];
});
afterEach(() => github.close());

function as(login: string): Octokit {
  return new Octokit({ auth: github.token(login), baseUrl: github.url, log: silent });
}

async function pass(over: Partial<Parameters<typeof tick>[0]> = {}): Promise<Ticked> {
  github.setNow(clock.now());
  return await tick({
    forge,
    claims,
    clock,
    log: silent,
    policy,
    dryRun: false,
    channels: [chat],
    repo,
    random: () => 0.5,
    ...over,
  });
}

async function file(title: string, body = ""): Promise<number> {
  const { data } = await as("ada").rest.issues.create({ ...where, title, body });
  return data.number;
}

async function onBranch(path: string): Promise<string> {
  return (await forge.readFile(repo, policy.config.data_branch, path)) ?? "";
}

const late = "```yaml\ndue: 2026-11-19\n```";
const block = `<!-- mission-control:v1 -->\n${late}\n<!-- /mission-control -->`;

describe("a tick", () => {
  it("commits the snapshot, its segment and data.json at once, and each is what its schema says", async () => {
    await file("The page throws an error");
    const { commit } = await pass();
    const segment = commit?.files.find((path) => path.startsWith("state/events/")) ?? "";
    expect(commit?.files).toEqual([statePath, segment, dataPath]);
    const state = State.parse(JSON.parse(await onBranch(statePath)));
    const lines = (await onBranch(segment)).trim().split("\n");
    expect(Data.parse(JSON.parse(await onBranch(dataPath))).summary.tasks).toBe(1);
    const digest = chained(null, lines);
    expect(state.head).toEqual({ segment, digest, events: lines.length, parent: null });
  });

  it("commits a snapshot that is the fold of its events", async () => {
    await file("The page throws an error");
    await pass();
    clock.advance(60_000);
    github.setNow(clock.now());
    await file("Another one");
    await as("ada").rest.issues.createComment({ ...where, issue_number: 1, body: "/archive" });
    const { state } = await pass();
    const events: Event[] = [];
    for (const path of await segments()) {
      const lines = (await onBranch(path)).trim().split("\n");
      events.push(...lines.map((line) => Event.parse(JSON.parse(line))));
    }
    expect(events.map(({ type }) => type)).toContain("task.moved");
    const { head: _, ...folded } = fold(repo, events);
    expect(state).toMatchObject(folded);
  });

  it("sees an edit that was made in the very second of its own last write", async () => {
    const number = await file("The page throws an error");
    const { tasks, state } = await pass();
    expect(tasks.flatMap(({ writes }) => writes)).not.toEqual([]);
    const { updated_at } = state.tasks[`${repo}#${number}`] ?? {};
    await as("ada").rest.issues.update({ ...where, issue_number: number, body: block });
    const { data } = await as("ada").rest.issues.get({ ...where, issue_number: number });
    expect(data.updated_at).toBe(updated_at);
    expect((await pass()).state.tasks[`${repo}#${number}`]?.due).toBe("2026-11-19");
  });

  it("commits nothing when nothing changed, however late it is", async () => {
    await file("The page throws an error");
    await pass();
    clock.advance(24 * 3_600_000);
    expect((await pass()).commit).toBeNull();
  });

  it("sends an urgent alert once, however many ticks see it, and resolves it when its cause is gone", async () => {
    const number = await file("Send the invoices", block);
    const first = await pass();
    clock.advance(900_000);
    await pass();
    clock.advance(900_000);
    await pass();
    expect(sent.map(({ title }) => title)).toEqual(["Overdue: Send the invoices"]);
    expect(Object.values(first.state.alerts)[0]?.delivered).toEqual(["telegram"]);
    clock.advance(900_000);
    github.setNow(clock.now());
    await as("ada").rest.issues.update({
      ...where,
      issue_number: number,
      body: "No deadline after all",
    });
    const { state } = await pass();
    expect(Object.values(state.alerts)[0]?.resolved_at).not.toBeNull();
    expect(sent).toHaveLength(1);
  });

  it("sends nothing while it cannot be committed what was sent, and sends it once when it can", async () => {
    await file("Send the invoices", block);
    const closed: Forge = { ...forge, commit: () => Promise.reject(new OutsideError("protected")) };
    const forgetful = { acquire: () => Promise.resolve({ release: () => Promise.resolve() }) };
    for (let late = 0; late < 3; late++) {
      await expect(pass({ forge: closed, claims: forgetful })).rejects.toThrow("protected");
      clock.advance(900_000);
    }
    expect(sent).toEqual([]);
    await pass({ claims: forgetful });
    clock.advance(900_000);
    await pass({ claims: forgetful });
    expect(sent.map(({ title }) => title)).toEqual(["Overdue: Send the invoices"]);
  });

  it("tries a channel that failed again, and says that it failed", async () => {
    await file("Send the invoices", block);
    const dead: Channel = { ...chat, send: () => Promise.reject(new OutsideError("no answer")) };
    const first = await pass({ channels: [dead] });
    expect(first.alerts.failed).toMatchObject([{ channel: "telegram", error: "no answer" }]);
    clock.advance(900_000);
    expect((await pass()).alerts.sent).toHaveLength(1);
    expect(sent).toHaveLength(1);
  });

  it("loses nothing when another writer moves the branch while it commits", async () => {
    await file("The page throws an error");
    await pass();
    clock.advance(60_000);
    await file("Another one");
    const { commit } = await pass({ forge: overtakenOnce(forge) });
    expect(commit).not.toBeNull();
    expect(await onBranch("elsewhere.txt")).toBe("theirs");
    expect(State.parse(JSON.parse(await onBranch(statePath))).tasks).toHaveProperty([`${repo}#2`]);
  });

  it("tells of a commit on the data branch that somebody else made, with what it changed", async () => {
    await file("The page throws an error");
    await pass();
    const { data_branch: branch } = policy.config;
    const octokit = as("ada");
    const request: Requester = (route, parameters) => octokit.request(route, parameters);
    const theirs = githubForge({ request, login: "ada", trusted: [], clock });
    const head = await theirs.head(repo, branch);
    const files = [{ path: "state/note.txt", content: "mine" }];
    await theirs.commit(repo, { branch, expectedHead: head, message: "Tidy up", files });
    clock.advance(900_000);
    const { state } = await pass();
    expect(Object.values(state.foreign)).toMatchObject([
      { author: "ada", message: "Tidy up", files: ["state/note.txt"] },
    ]);
    expect(
      Object.values(state.alerts).map(({ rule, severity }) => [rule, severity]),
    ).toContainEqual(["foreign-push", "critical"]);
    clock.advance(900_000);
    expect((await pass()).commit).toBeNull();
  });

  it("leaves a snapshot alone that it cannot read, and says which commit to look at", async () => {
    await file("The page throws an error");
    await pass();
    const { data_branch: branch } = policy.config;
    const head = await forge.head(repo, branch);
    const files = [{ path: statePath, content: '{"version": 2}' }];
    await forge.commit(repo, { branch, expectedHead: head, message: "Break it", files });
    clock.advance(60_000);
    await expect(pass()).rejects.toThrow(/is not a snapshot: version/);
    expect(await onBranch(statePath)).toBe('{"version": 2}');
  });

  it("tells once of an issue with more history than is read, and leaves nothing over for it", async () => {
    const [long, other] = [await file("The page throws an error"), await file("Another one")];
    let reads = 0;
    const cut: Forge = {
      ...forge,
      readTask: async (ref, known) => {
        const facts = await forge.readTask(ref, known);
        if (facts === null || ref.number !== long) return facts;
        reads += 1;
        return { ...facts, complete: false };
      },
    };
    const first = await pass({ forge: cut });
    expect([first.left, first.unread]).toEqual([[], []]);
    expect(first.state.tasks[`${repo}#${long}`]).toMatchObject({ history_cut: true, judged: null });
    expect(first.state.tasks[`${repo}#${other}`]?.judged).not.toBeNull();
    const told = Object.values(first.state.alerts).filter(({ rule }) => rule === "history-cut");
    expect(told).toMatchObject([{ entity_id: `${repo}#${long}`, resolved_at: null }]);
    clock.advance(900_000);
    expect((await pass({ forge: cut })).commit).toBeNull();
    clock.advance(900_000);
    github.setNow(clock.now());
    await as("ada").rest.issues.update({ ...where, issue_number: long, state: "closed" });
    const closed = await pass({ forge: cut });
    expect(closed.unread).toEqual([]);
    expect(closed.state.tasks[`${repo}#${long}`]?.status).toBe("done");
    expect(closed.state.alerts[told[0]?.id ?? ""]?.resolved_at).not.toBeNull();
    expect(reads).toBe(1);
  });

  it("reads again after plain talk until it has ended, and then asks for lists alone", async () => {
    const talked = [await file("The page throws an error"), await file("The server is slow")];
    await pass();
    clock.advance(900_000);
    await pass();
    for (const issue_number of talked)
      await as("ada").rest.issues.createComment({ ...where, issue_number, body: "I see." });
    clock.advance(300_000);
    const fresh = await pass();
    expect([fresh.tasks.length, fresh.commit]).toEqual([2, null]);
    clock.advance(900_000);
    const ended = await pass();
    expect([ended.tasks.length, ended.commit === null]).toEqual([2, false]);
    for (const _ of [1, 2]) {
      clock.advance(900_000);
      const quiet = await pass();
      expect([quiet.tasks, quiet.commit]).toEqual([[], null]);
    }
  });

  it("writes nothing at all when it is a dry run, and says what it would", async () => {
    await file("Send the invoices", block);
    const { tasks, commit } = await pass({ dryRun: true });
    expect(tasks[0]?.ending).toBe("planned");
    expect(tasks[0]?.writes.map(({ type }) => type)).toEqual(["update-issue"]);
    expect(commit).toBeNull();
    expect(sent).toEqual([]);
    const writes = github
      .requestLog()
      .filter(({ method, login }) => method !== "GET" && login !== "ada");
    expect(writes).toEqual([]);
  });
});

async function segments(): Promise<readonly string[]> {
  const { data } = await as("ada").rest.git.getTree({
    ...where,
    tree_sha: (await forge.head(repo, policy.config.data_branch)) ?? "",
    recursive: "1",
  });
  return data.tree
    .map(({ path }) => path)
    .filter((path) => path.startsWith("state/events/") && path.endsWith(".jsonl"))
    .toSorted();
}

/** Before our first commit lands, somebody else's does. */
function overtakenOnce(real: Forge): Forge {
  let isFirst = true;
  return {
    ...real,
    commit: async (name, commit) => {
      if (isFirst) {
        isFirst = false;
        const files = [{ path: "elsewhere.txt", content: "theirs" }];
        await real.commit(name, { ...commit, message: "Theirs", files });
      }
      return await real.commit(name, commit);
    },
  };
}
