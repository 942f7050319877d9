import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Requester } from "../../src/adapters/github/asking.ts";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { reads } from "../../src/adapters/github/wire.ts";
import { loadPolicy } from "../../src/app/load-policy.ts";
import { type Ticked, tick } from "../../src/app/tick.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import {
  sampleFleetOptions,
  type SampleFleet,
  seedSampleFleet,
} from "../../src/local/sample-fleet/index.ts";
import type { Log, Forge } from "../../src/ports.ts";
import { statuses } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const clock = handClock(Date.parse("2026-11-21T09:30:00Z"));
const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const { repo } = sampleFleetOptions;

let github: LocalGitHub;
let fleet: SampleFleet;
let forge: Forge;
let first: Ticked;

beforeAll(async () => {
  github = await startLocalGitHub({ ...sampleFleetOptions, reads });
  github.setNow(clock.now());
  fleet = await seedSampleFleet(github, clock.now());
  const login = github.app.login;
  const octokit = new Octokit({ auth: github.token(login), baseUrl: github.url, log });
  const request: Requester = (route, parameters) => octokit.request(route, parameters);
  forge = githubForge({ request, login, trusted: [login], clock });
  first = await tickOnce();
});
afterAll(() => github.close());

async function tickOnce(): Promise<Ticked> {
  const policy = await loadPolicy((path) => forge.readFile(repo, null, path));
  const claims = memoryClaims(clock.now);
  const random = () => 0.5;
  return tick({ forge, claims, clock, log, policy, dryRun: false, channels: [], repo, random });
}

describe("the sample fleet", () => {
  it("is fifteen agents and more than sixty tasks, every status among them", () => {
    expect(fleet.agents).toHaveLength(15);
    expect(Object.keys(fleet.expected.statuses).length).toBeGreaterThan(60);
    for (const status of statuses) expect(fleet.expected.counts[status], status).toBeGreaterThan(0);
  });

  it("is judged by one tick to the statuses it promises", () => {
    const judged = Object.values(first.state.tasks).map(({ number, status }) => [number, status]);
    expect(Object.fromEntries(judged)).toEqual(fleet.expected.statuses);
    expect(first.left).toEqual([]);
  });

  it("shows on GitHub one status label a task, the promised one, and open or closed with it", async () => {
    const found: Record<number, string> = {};
    for await (const { issues: page } of forge.listIssues(repo, null)) {
      for (const { number, labels } of page)
        found[number] = labels.filter((label) => label.startsWith("status:")).join(" ");
    }
    expect(found).toEqual(
      Object.fromEntries(
        Object.entries(fleet.expected.statuses).map(([number, status]) => [
          number,
          `status:${status}`,
        ]),
      ),
    );
  });

  it("asks in each item of the inbox for what nothing says of it", () => {
    const asked = first.tasks
      .filter(({ writes }) => writes.some(({ reason }) => reason === "facts-missing"))
      .map(({ number }) => fleet.expected.statuses[number]);
    expect(asked).toEqual(asked.map(() => "inbox"));
    expect(asked).toHaveLength(fleet.expected.counts.inbox);
  });

  it("has something corrected on every task that contradicts itself on GitHub, and on no other", () => {
    const written = first.tasks
      .filter(({ writes }) => writes.some(({ reason }) => reason !== "facts-missing"))
      .map(({ number }) => number);
    const visible = fleet.planted.filter(({ kind }) => kind !== "silent-agent");
    expect(written.toSorted()).toEqual(visible.map(({ number }) => number).toSorted());
  });

  it("raises the alerts it promises, and no other", () => {
    const of = (rule: string) =>
      Object.values(first.state.alerts)
        .filter((alert) => alert.rule === rule)
        .map(({ entity_id }) => Number(entity_id.split("#")[1]))
        .toSorted();
    expect(of("overdue")).toEqual(fleet.expected.overdue.toSorted());
    expect(of("blocked-long")).toEqual(fleet.expected.blockedLong.toSorted());
    expect(fleet.expected.overdue.length).toBeGreaterThan(0);
    expect(fleet.expected.blockedLong.length).toBeGreaterThan(0);
    const rules = new Set(Object.values(first.state.alerts).map(({ rule }) => rule));
    expect([...rules].toSorted()).toEqual([
      "agent-idle",
      "agent-silent",
      "agents-paused",
      "approval-expiring",
      "blocked-long",
      "dependency-blocked",
      "due-soon",
      "overdue",
      "review-waiting",
    ]);
  });

  it("has a block with a day that there is not, which takes no other fact with it", () => {
    const number = fleet.planted.find(({ kind }) => kind === "wrong-date")?.number;
    const task = first.state.tasks[`${repo}#${number}`];
    expect(task).toMatchObject({ due: null, output: expect.any(String) });
  });

  it("is the same fleet when it is put up again at the same time", async () => {
    const again = await startLocalGitHub({ ...sampleFleetOptions, reads });
    again.setNow(clock.now());
    try {
      expect(await seedSampleFleet(again, clock.now())).toEqual(fleet);
    } finally {
      await again.close();
    }
  });

  it("has one agent that should be active and is silent", () => {
    const stale = Object.values(first.state.agents).filter(({ health }) => health === "stale");
    expect(stale.map(({ id }) => id)).toEqual(fleet.expected.stale);
    expect(stale).toMatchObject([{ desired: "active" }]);
  });

  it("is at rest after one tick: the second writes nothing and commits nothing", async () => {
    const second = await tickOnce();
    expect(second.tasks.flatMap(({ writes }) => writes)).toEqual([]);
    expect(second.commit).toBeNull();
  });

  it("asks GitHub only what it describes", () => {
    expect(github.violations()).toEqual([]);
  });
});
