import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Requester } from "../../src/adapters/github/asking.ts";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { reads } from "../../src/adapters/github/wire.ts";
import { hintOf } from "../../src/app/delivery.ts";
import { type Ticked, tick } from "../../src/app/tick.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import type { Log } from "../../src/ports.ts";
import { Agents, Config } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const repo = "acme/control";
const where = { owner: "acme", repo: "control" };
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const quarter = 15 * 60_000;

let clock: ReturnType<typeof handClock>;
let github: LocalGitHub;

beforeEach(async () => {
  clock = handClock(Date.parse("2026-11-21T09:00:00Z"));
  github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "control" }],
    users: [{ login: "ada" }, { login: "ben" }],
    app: { slug: "mission-control" },
    reads,
  });
  github.setPermission(repo, "ada", "admin");
  github.setPermission(repo, "ben", "write");
  github.setNow(clock.now());
});
afterEach(() => github.close());

function as(login: string): Octokit {
  return new Octokit({ auth: github.token(login), baseUrl: github.url, log: silent });
}

async function pass(): Promise<Ticked> {
  clock.advance(quarter);
  github.setNow(clock.now());
  const octokit = as(github.app.login);
  const request: Requester = (route, parameters) => octokit.request(route, parameters);
  const { login } = github.app;
  const config = Config.parse({ engine: { logins: [login] } });
  return await tick({
    forge: githubForge({ request, login, trusted: [login], clock }),
    claims: memoryClaims(clock.now),
    clock,
    log: silent,
    policy: { config, agents: Agents.parse({ agents: [] }) },
    dryRun: false,
    channels: [],
    repo,
    random: () => 0.5,
  });
}

async function say(login: string, issue_number: number, body: string): Promise<void> {
  await as(login).rest.issues.createComment({ ...where, issue_number, body });
}

async function file(title: string): Promise<number> {
  return (await as("ada").rest.issues.create({ ...where, title })).data.number;
}

const statusOf = ({ state }: Ticked, number: number) => state.tasks[`${repo}#${number}`]?.status;

/** An active task of ben's. */
async function started(title: string): Promise<number> {
  const number = await file(title);
  await say("ada", number, '/assign @ben output="It works" review="It is seen"');
  await say("ben", number, "/start");
  return number;
}

it("blocks active work on what it depends on, frees it when that is done, and blocks it again when that is reopened", async () => {
  const fix = await file("Mend the api");
  const work = await started("Build the page");
  await say("ben", work, `/depends #${fix}`);
  await pass();
  const blocked = await pass();
  expect(statusOf(blocked, work)).toBe("blocked");
  expect(blocked.state.tasks[`${repo}#${work}`]?.blocked?.on).toBe(`${repo}#${fix}`);

  await say("ada", fix, '/assign @ada output="x" review="y"');
  await say("ada", fix, "/start");
  await say("ada", fix, "/review https://example.com/1");
  await say("ben", fix, "/approve");
  await pass();
  expect(statusOf(await pass(), work)).toBe("active");

  await as("ada").rest.issues.update({ ...where, issue_number: fix, state: "open" });
  await pass();
  expect(statusOf(await pass(), work)).toBe("blocked");
  const { data } = await as("ada").rest.issues.listComments({ ...where, issue_number: work });
  expect(data.filter(({ body }) => body?.includes("mission-control:dependency"))).toHaveLength(1);
});

it("refuses a circle and shows it", async () => {
  const [a, b, c] = [await file("A"), await file("B"), await file("C")];
  await say("ada", a, `/depends #${b}`);
  await say("ada", b, `/depends #${c}`);
  await pass();
  await say("ada", c, `/depends #${a}`);
  const { state } = await pass();
  expect(state.tasks[`${repo}#${c}`]?.depends).toEqual([]);
  const { data } = await as("ada").rest.issues.listComments({ ...where, issue_number: c });
  const refusal = data.find(({ body }) => body?.includes("mission-control:refusal"))?.body ?? "";
  expect(refusal).toContain(`#${c} → #${a} → #${b} → #${c}`);
});

it("finds a dependency that was made on GitHub itself, although no list shows its change", async () => {
  const [fix, work] = [await file("Mend the api"), await file("Build the page")];
  await pass();
  const { data } = await as("ada").rest.issues.get({ ...where, issue_number: fix });
  await as("ada").request(
    "POST /repos/{owner}/{repo}/issues/{issue_number}/dependencies/blocked_by",
    {
      ...where,
      issue_number: work,
      issue_id: data.id,
    },
  );
  const { state } = await pass();
  expect(state.tasks[`${repo}#${work}`]?.depends).toEqual([`${repo}#${fix}`]);
  expect((await pass()).tasks).toEqual([]);
});

it.each([
  ["issue_dependencies", { blocked_issue: { number: 7 }, blocking_issue: { number: 3 } }, [7]],
  ["sub_issues", { parent_issue: { number: 5 }, sub_issue: { number: 6 } }, [5]],
])("hears of it by the webhook %s", (event, issues, numbers) => {
  const payload = { repository: { full_name: repo }, sender: { login: "ada" }, ...issues };
  expect(hintOf(event, payload)).toMatchObject({ kind: "task", numbers });
});

it("lets go on what a person unblocked over an open dependency, until that fails", async () => {
  const [fix, work] = [await file("Mend the api"), await started("Build the page")];
  await say("ben", work, `/depends #${fix}`);
  await pass();
  expect(statusOf(await pass(), work)).toBe("blocked");
  await say("ada", work, "/unblock");
  await pass();
  for (let turn = 0; turn < 3; turn++) expect(statusOf(await pass(), work)).toBe("active");
  await say("ada", fix, '/assign @ada output="x" review="y"');
  await say("ada", fix, "/start");
  await pass();
  expect(statusOf(await pass(), work)).toBe("active");
  await say("ada", fix, "/fail It cannot be mended");
  await pass();
  expect(statusOf(await pass(), work)).toBe("blocked");
});

it("counts what was closed before the room was there, and what is in another repository, as GitHub shows it", async () => {
  const done = await file("Long done");
  const never = await file("Never done");
  const close = { ...where, state: "closed" as const };
  await as("ada").rest.issues.update({ ...close, issue_number: done });
  await as("ada").rest.issues.update({
    ...close,
    issue_number: never,
    state_reason: "not_planned",
  });
  clock.advance(90 * 24 * 3_600_000);
  github.setNow(clock.now());
  const [ready, stuck, lost] = [await started("A"), await started("B"), await started("C")];
  await say("ben", ready, `/block Waits on #${done}`);
  await say("ben", stuck, `/block Waits on #${never}`);
  await say("ben", lost, "/block Waits on acme/elsewhere#3");
  await pass();
  const { state } = await pass();
  expect(Object.keys(state.tasks)).not.toContain(`${repo}#${done}`);
  const standing = (number: number) => state.tasks[`${repo}#${number}`]?.elsewhere?.[0]?.standing;
  expect([stuck, lost].map(standing)).toEqual(["failed", "unreadable"]);
  expect([ready, stuck, lost].map((one) => state.tasks[`${repo}#${one}`]?.status)).toEqual([
    "active",
    "blocked",
    "blocked",
  ]);
  for (let turn = 0; turn < 2; turn++) await pass();
  const told = async (issue_number: number) => {
    const { data } = await as("ada").rest.issues.listComments({ ...where, issue_number });
    return data.filter(({ body }) => body?.includes("mission-control:stuck"));
  };
  expect(await told(ready)).toEqual([]);
  expect((await told(stuck))[0]?.body).toContain("closed as not planned");
  expect((await told(lost))[0]?.body).toContain("acme/elsewhere#3 cannot be read from here");
  expect(await told(lost)).toHaveLength(1);
});
