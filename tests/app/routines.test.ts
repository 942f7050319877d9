import { Octokit } from "@octokit/rest";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Requester } from "../../src/adapters/github/asking.ts";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { reads } from "../../src/adapters/github/wire.ts";
import { dailyReport } from "../../src/app/report.ts";
import { tick } from "../../src/app/tick.ts";
import { OutsideError } from "../../src/errors.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import type { Forge, Log } from "../../src/ports.ts";
import { Agents, type AlertState, type AuditState, Config } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const repo = "acme/control";
const policy = { config: Config.parse({}), agents: Agents.parse({ agents: [] }) };
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const minute = 60_000;
const hour = 60 * minute;

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
  const octokit = as(github.app.login);
  const request: Requester = (route, parameters) => octokit.request(route, parameters);
  forge = githubForge({ request, login: github.app.login, trusted: [github.app.login], clock });
});
afterEach(() => github.close());

function as(login: string): Octokit {
  return new Octokit({ auth: github.token(login), baseUrl: github.url, log: silent });
}

async function pass(under = policy) {
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
  });
}

async function file(title: string): Promise<void> {
  github.setNow(clock.now());
  await as("ada").rest.issues.create({ owner: "acme", repo: "control", title });
}

async function report(audit: AuditState | null): Promise<void> {
  github.setNow(clock.now());
  await dailyReport({
    forge,
    clock,
    config: policy.config,
    repo,
    audit,
    screenshots: [],
    requests: () => null,
    random: () => 0.5,
  });
}

function missed(alerts: Readonly<Record<string, AlertState>>): readonly AlertState[] {
  return Object.values(alerts).filter(({ rule }) => rule === "routine-missed");
}

it("a tick that comes hours after an issue was filed says so, and the next one resolves it", async () => {
  await file("The page throws an error");
  await pass();
  clock.advance(20 * minute);
  await file("Another one");
  clock.advance(5 * hour);
  const late = await pass();
  expect(missed(late.state.alerts)).toMatchObject([
    {
      entity_id: "tick",
      severity: "warning",
      message: expect.stringMatching(
        /^It has not run since 2026-11-21T09:20:00Z and is to run every 15 min \(every 15 min\): it is late since 2026-11-21T09:35:00Z\./,
      ),
    },
  ]);
  expect(late.state.routines["tick"]).toMatchObject({
    every_minutes: 15,
    last_run: "2026-11-21T14:20:00Z",
  });
  clock.advance(15 * minute);
  const next = await pass();
  expect(missed(next.state.alerts)).toMatchObject([{ resolved_at: "2026-11-21T14:35:00Z" }]);
});

it("no tick is called late where nothing waited for it, nor in a room that is new", async () => {
  await file("Filed long before Mission Control came");
  clock.advance(48 * hour);
  expect(missed((await pass()).state.alerts)).toEqual([]);
  clock.advance(72 * hour);
  await pass();
  await file("Filed a little before a tick after a long rest in which nothing happened");
  clock.advance(29 * minute);
  expect(missed((await pass()).state.alerts)).toEqual([]);
});

it("what an earlier tick could not list for want of requests does not make the next one late", async () => {
  await file("One");
  await pass();
  clock.advance(20 * minute);
  await file("Two");
  clock.advance(15 * minute);
  await file("Three");
  const whole = forge;
  forge = {
    ...whole,
    listIssues: async function* (...asked) {
      for await (const page of whole.listIssues(...asked))
        yield { ...page, issues: page.issues.slice(0, 2) };
      throw new OutsideError("the list broke off");
    },
  };
  await pass();
  forge = whole;
  clock.advance(hour);
  expect(missed((await pass()).state.alerts)).toEqual([]);
});

const audit: AuditState = {
  id: "room@1",
  target: "room",
  at: "2026-11-21T09:00:00Z",
  verdict: "healthy",
  checks: {},
  findings: [],
  screenshots: [],
};

it("a report and its audit are expected again a day later, and are stale from then until they are made", async () => {
  await file("The page throws an error");
  await pass();
  await report(audit);
  clock.advance(24 * hour + 14 * minute);
  expect(missed((await pass()).state.alerts)).toEqual([]);
  clock.advance(minute);
  const { state } = await pass();
  expect(missed(state.alerts).map(({ title }) => title)).toEqual([
    "Routine missed: Audit",
    "Routine missed: Daily report",
  ]);
  expect(state.routines).toMatchObject({
    report: { every_minutes: 1440, health: "stale", last_run: "2026-11-21T09:00:00Z" },
    audit: { every_minutes: 1440, health: "stale" },
  });
  clock.advance(15 * minute);
  expect((await pass()).commit).toBeNull();

  await report({ ...audit, id: "room@2", at: "2026-11-22T09:30:00Z" });
  const { state: after } = await pass();
  expect(missed(after.alerts).map(({ resolved_at }) => resolved_at)).not.toContain(null);
  expect(after.routines).toMatchObject({
    report: { health: "healthy" },
    audit: { health: "healthy" },
  });
});

it("a room that has made no report owes none", async () => {
  await file("The page throws an error");
  await pass();
  clock.advance(96 * hour);
  expect(missed((await pass()).state.alerts)).toEqual([]);
});

it("a report and its audit that are taken off the clock are missed no longer", async () => {
  await file("The page throws an error");
  await pass();
  await report(audit);
  clock.advance(25 * hour);
  expect(missed((await pass()).state.alerts)).toHaveLength(2);

  const rules = { routine_missed: { report_hours: null, audit_hours: null } };
  const offClock = { ...policy, config: Config.parse({ rules }) };
  clock.advance(15 * minute);
  const { state } = await pass(offClock);
  expect(missed(state.alerts).map(({ resolved_at }) => resolved_at)).not.toContain(null);
  expect(state.routines).toMatchObject({
    report: { every_minutes: null, schedule: "when asked for", health: "healthy" },
    audit: { every_minutes: null, schedule: "when asked for", health: "healthy" },
  });
  clock.advance(48 * hour);
  expect((await pass(offClock)).commit).toBeNull();
});
