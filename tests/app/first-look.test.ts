import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Requester } from "../../src/adapters/github/asking.ts";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { reads } from "../../src/adapters/github/wire.ts";
import { type Ticked, tick } from "../../src/app/tick.ts";
import { OutsideError } from "../../src/errors.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import type { AlertState } from "../../src/schema/index.ts";
import type { Channel, Log } from "../../src/ports.ts";
import { Agents, Config } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const repo = "acme/control";
const where = { owner: "acme", repo: "control" };
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
// Nobody answers here: what is sent again for want of an answer is tested where alerts are delivered.
const config = Config.parse({
  alerts: { routes: { urgent: ["telegram", "comment"] } },
  rules: { ack_missed: { enabled: false } },
});
const overdue =
  "<!-- mission-control:v1 -->\n```yaml\ndue: 2026-11-19\n```\n<!-- /mission-control -->";

let clock: ReturnType<typeof handClock>;
let github: LocalGitHub;
let sent: string[];
let isDead: boolean;

const chat: Channel = {
  name: "telegram",
  send: ({ title }: AlertState) => {
    if (isDead) return Promise.reject(new OutsideError("no answer"));
    sent.push(title);
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
  sent = [];
  isDead = false;
});
afterEach(() => github.close());

function as(login: string): Octokit {
  return new Octokit({ auth: github.token(login), baseUrl: github.url, log: silent });
}

async function pass(channels: readonly Channel[] = [chat], ms = 900_000): Promise<Ticked> {
  clock.advance(ms);
  github.setNow(clock.now());
  const octokit = as(github.app.login);
  const { login } = github.app;
  const request: Requester = (route, parameters) => octokit.request(route, parameters);
  return await tick({
    forge: githubForge({ request, login, trusted: [login], clock }),
    claims: memoryClaims(clock.now),
    clock,
    log: silent,
    policy: { config, agents: Agents.parse({ agents: [] }) },
    dryRun: false,
    channels,
    repo,
    random: () => 0.5,
  });
}

async function file(count: number): Promise<void> {
  for (let n = 1; n <= count; n++)
    await as("ada").rest.issues.create({ ...where, title: `Send invoice ${n}`, body: overdue });
}

async function alertComments(): Promise<number> {
  const { data } = await as("ada").rest.issues.listCommentsForRepo({ ...where, per_page: 100 });
  return data.filter(({ body }) => body?.includes("mission-control:alerts")).length;
}

const open = ({ state }: Ticked) =>
  Object.values(state.alerts).filter(({ resolved_at }) => resolved_at === null);

it("tells of all that was wrong before it came in one message, and of what goes wrong later on its own", async () => {
  await file(6);
  const first = await pass();
  expect(sent).toEqual(["6 alerts opened on the first look"]);
  expect(open(first).filter(({ rule }) => rule === "overdue")).toHaveLength(6);
  expect(await alertComments()).toBe(0);
  const second = await pass();
  expect(open(second).map(({ rule }) => rule)).toContain("first-look");
  const body = `/ack first-look:${repo}`;
  await as("ada").rest.issues.createComment({ ...where, issue_number: 1, body });
  await pass();
  expect(open(await pass()).map(({ rule }) => rule)).not.toContain("first-look");
  await file(1);
  await pass();
  expect((await pass()).commit).toBeNull();
  expect(sent).toEqual(["6 alerts opened on the first look", "Overdue: Send invoice 1"]);
  expect(await alertComments()).toBe(1);
});

it("sends that message once when it could not be sent at first", async () => {
  await file(6);
  isDead = true;
  expect((await pass()).alerts.failed).toHaveLength(1);
  isDead = false;
  await pass();
  await pass();
  expect(sent).toEqual(["6 alerts opened on the first look"]);
});

it("tells of few on their own", async () => {
  await file(5);
  await pass();
  expect(sent).toHaveLength(5);
  expect(await alertComments()).toBe(5);
});

it("lets comments tell where no channel is there to", async () => {
  await file(6);
  const { state } = await pass([]);
  expect(await alertComments()).toBe(6);
  expect(Object.values(state.alerts).map(({ rule }) => rule)).not.toContain("first-look");
});

it("tells of each on its own when that message could not be sent for a day", async () => {
  await file(6);
  isDead = true;
  await pass();
  isDead = false;
  await pass([chat], 25 * 3_600_000);
  expect(sent).toHaveLength(6);
  expect(await alertComments()).toBe(6);
});

it("tells of a critical one on its own", async () => {
  await file(6);
  const labels = ["severity:critical"];
  await as("ada").rest.issues.create({ ...where, title: "The server is down", labels });
  await pass();
  expect(sent.toSorted()).toEqual([
    "6 alerts opened on the first look",
    "Critical: The server is down",
  ]);
});
