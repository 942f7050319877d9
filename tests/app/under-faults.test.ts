import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ticked } from "../../src/app/tick.ts";
import { labelSpecs } from "../../src/core/lifecycle/labels.ts";
import { OutsideError } from "../../src/errors.ts";
import type { FaultRule } from "../../src/local/github/index.ts";
import {
  type ClockedGitHub,
  type GitHubStage,
  newStage,
  push,
  startClockedGitHub,
  workflow,
} from "../support/github-stage.ts";

const start = Date.parse("2026-11-21T07:00:00Z");
const quarter = 15 * 60_000;

let room: ClockedGitHub;
let clean: Outcome;
beforeAll(async () => {
  room = await startClockedGitHub({}, start);
  clean = await outcomeOf(await play(null));
});
afterAll(() => room.github.close());

const config = `
operators: [ada]
alerts:
  routes:
    warning: [comment]
    urgent: [comment]
`;
const block = (line: string) =>
  `<!-- mission-control:v1 -->\n\`\`\`yaml\n${line}\n\`\`\`\n<!-- /mission-control -->`;
const given = '/assign @bob output="a report" review="ada reads it"\n/priority high';

/** What people do before each pass: who, on which issue, and a comment, a new issue or a label. */
type Deed =
  | { readonly by: string; readonly open: string; readonly body?: string }
  | { readonly by: string; readonly on: number; readonly say: string }
  | { readonly by: string; readonly on: number; readonly label: string };
const steps: readonly (readonly Deed[])[] = [
  [
    { by: "eve", open: "The api fails", body: block("due: 2026-11-19") },
    { by: "ada", open: "Write the manual of the server" },
    { by: "ada", on: 2, say: '/split "Write about keys" "Write about doors"' },
    { by: "bob", open: "Deploy the queue" },
    { by: "bob", on: 3, label: "status:done" },
    { by: "ada", open: "Measure the disk" },
    { by: "ada", on: 4, say: given },
    { by: "ada", open: "Test the backup" },
    { by: "ada", on: 5, say: `${given}\n/depends #4` },
    { by: "eve", open: "the API fails!" },
    { by: "eve", on: 6, say: "/approve" },
    { by: "ada", open: "Look at the dns", body: block("due: soon") },
  ],
  [
    { by: "bob", on: 4, say: "/start" },
    { by: "bob", on: 5, say: "/start" },
    { by: "ada", on: 1, say: "/explain" },
  ],
  [
    { by: "bob", on: 4, say: "/review https://example.com/report" },
    { by: "eve", on: 3, say: "/archive" },
    { by: "bob", on: 6, say: "/archive" },
  ],
  [
    { by: "ada", on: 4, say: "/approve" },
    { by: "ada", on: 1, say: "/due 2026-12-24" },
  ],
];

async function perform({ as }: GitHubStage, deed: Deed): Promise<void> {
  if ("open" in deed)
    await as(deed.by, "POST", "/issues", { title: deed.open, body: deed.body ?? "" });
  else if ("say" in deed)
    await as(deed.by, "POST", `/issues/${deed.on}/comments`, { body: deed.say });
  else await as(deed.by, "POST", `/issues/${deed.on}/labels`, { labels: [deed.label] });
}

/** How a pass ended: with what it has left, or broken off with what it says. */
type Ended = Ticked | OutsideError;

type Play = {
  readonly stage: GitHubStage;
  readonly ended: readonly Ended[];
  readonly last: Ticked;
};

/**
 * The same play, with faults in one pass of each step, or in all of them but the last two; seed null: without any. Two
 * passes come after the faulty one of a step, a minute apart.
 */
async function play(
  seed: number | null,
  until: "each step" | "the end" = "each step",
): Promise<Play> {
  room.clock.set(start);
  const stage = await newStage(room);
  await push(stage, { ".github/mission-control.yml": config });
  const ended: Ended[] = [];
  for (const [index, deeds] of steps.entries()) {
    room.clock.set(start + index * quarter);
    for (const deed of deeds) await perform(stage, deed);
    if (seed !== null) room.github.faults.set(faults, { seed: seed * 100 + index });
    ended.push(await passOrSay(stage));
    if (until === "each step") ended.push(...(await twoMorePasses(stage)));
  }
  if (until === "the end") ended.push(...(await twoMorePasses(stage)));
  const last = ended.at(-1);
  if (last === undefined || last instanceof OutsideError) throw last ?? new Error("no pass");
  return { stage, ended, last };
}

async function twoMorePasses(stage: GitHubStage): Promise<readonly Ended[]> {
  room.github.faults.clear();
  const ended: Ended[] = [];
  for (let more = 0; more < 2; more++) {
    room.clock.advance(60_000);
    ended.push(await passOrSay(stage));
  }
  return ended;
}

async function passOrSay(stage: GitHubStage): Promise<Ended> {
  try {
    return await stage.pass();
  } catch (error) {
    if (error instanceof OutsideError) return error;
    throw error;
  }
}

const ours = { login: workflow } as const;
const faults: readonly FaultRule[] = [
  { ...ours, kind: "status", status: 502, probability: 0.04 },
  { ...ours, kind: "status", status: 503, probability: 0.04, isPerformed: true },
  { ...ours, kind: "timeout", holdMs: 1, probability: 0.03 },
  { ...ours, kind: "timeout", holdMs: 1, probability: 0.03, isPerformed: true },
  { ...ours, kind: "cut", probability: 0.04 },
  { ...ours, kind: "lost", probability: 0.04 },
];

/** What is left of a play when nobody asks for numbers and instants: those depend on how often something was tried. */
type Outcome = {
  readonly issues: readonly unknown[];
  readonly alerts: readonly unknown[];
  readonly state: unknown;
};

async function outcomeOf({ stage, last }: Play): Promise<Outcome> {
  const issues = await issuesOf(stage);
  const { head: _, generated_at: _at, alerts, routines, ...state } = last.state;
  const { tick, ...others } = routines;
  expect(tick?.result ?? "nothing left").toBe("nothing left");
  const told = Object.values(alerts).map(({ id: _id, cause: _cause, ...alert }) => alert);
  return {
    issues,
    alerts: told.map((alert) => timeless(stage, alert)).toSorted(byText),
    state: timeless(stage, { ...state, routines: others }),
  };
}

async function issuesOf(stage: GitHubStage): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (const issue of await stage.as("ada", "GET", "/issues?state=all&per_page=100")) {
    const number = Number(issue["number"]);
    const comments = await stage.as("ada", "GET", `/issues/${number}/comments?per_page=100`);
    const reactions = [];
    for (const comment of comments) {
      const { id } = comment;
      const all = await stage.as("ada", "GET", `/issues/comments/${id}/reactions`);
      // Whoever is interrupted takes his eyes off.
      for (const { content } of all.filter(({ content }) => String(content) !== "eyes"))
        reactions.push(`${comment["body"]}: ${content}`);
    }
    const text = comments
      .filter((comment) => String(comment["user"]?.["login"]) === workflow)
      .map((comment) => String(comment["body"]));
    const facts = {
      title: issue["title"],
      state: issue["state"],
      reason: issue["state_reason"],
      body: issue["body"],
      labels: issue["labels"]?.map((label) => String(label["name"])).toSorted(),
      assignees: issue["assignees"]?.map((one) => String(one["login"])).toSorted(),
      parts: issue["sub_issues_summary"],
      reactions: reactions.toSorted(),
      said: text.toSorted(),
    };
    found.push(timeless(stage, facts));
  }
  return found.toSorted(byText);
}

/** What the snapshot keeps only when something else changes too: how far a task was read. */
const riders: readonly string[] = ["judged", "digest", "body_digest", "id", "comments"];

/** Plain data without instants, ids that GitHub gave, and digests of texts that hold either. */
function timeless(stage: GitHubStage, value: unknown): unknown {
  const text = JSON.stringify(value, (key, inner: unknown) =>
    riders.includes(key) ? undefined : inner,
  )
    .replaceAll(stage.repo, "acme/room")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "(then)")
    .replaceAll(/\b[ce]\d+(_\d+)*\b/g, "(entry)")
    .replaceAll(/(\(entry\),?)+/g, "(entries)");
  return JSON.parse(text);
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

/** Tags of our own comments that stand more than once on one issue. */
function repeated(issues: readonly unknown[]): readonly string[] {
  return issues.flatMap((issue) => {
    const said: unknown = Object(issue)["said"];
    const tags = Array.isArray(said) ? said.map((one) => String(one).split("\n")[0]) : [];
    return tags.filter((tag, index) => tags.indexOf(tag) !== index).map(String);
  });
}

it("the play without faults has what it is there for", () => {
  const text = JSON.stringify(clean);
  for (const tag of ["refusal", "alerts", "split", "block", "duplicate", "dependency", "explain"])
    expect(text).toContain(`<!-- mission-control:${tag} -->`);
  expect(clean.issues).toHaveLength(9);
  expect(repeated(clean.issues)).toEqual([]);
});

const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

describe("two passes after faults on reads and writes", () => {
  it.each(seeds)(
    "everything is as without them (seed %i)",
    async (seed) => {
      const before = room.github.faults.log().length;
      const played = await play(seed);
      expect(room.github.faults.log().length - before).toBeGreaterThan(10);
      const outcome = await outcomeOf(played);
      expect(repeated(outcome.issues)).toEqual([]);
      expect(outcome).toEqual(clean);
      for (const ended of played.ended) expect(isHonest(ended)).toBe(true);
    },
    60_000,
  );
});

describe("two passes after faults in pass after pass", () => {
  it.each(seeds.slice(0, 5))(
    "every task stands where it would, and nothing is there twice (seed %i)",
    async (seed) => {
      const played = await play(seed + 50, "the end");
      const outcome = await outcomeOf(played);
      expect(repeated(outcome.issues)).toEqual([]);
      expect(standingsIn(outcome)).toEqual(standingsIn(clean));
      for (const ended of played.ended) expect(isHonest(ended)).toBe(true);
    },
    60_000,
  );
});

/** What does not depend on when something was seen: an alert that was over before a pass saw it is never told of. */
function standingsIn({ issues }: Outcome): readonly unknown[] {
  return issues.map((issue) => {
    const { title, state, reason, labels, assignees, parts } = Object(issue);
    return { title, state, reason, labels, assignees, parts };
  });
}

/** A pass that did not get everything done says so. */
function isHonest(ended: Ended): boolean {
  if (ended instanceof OutsideError) return ended.message !== "";
  const failed = ended.tasks.filter(({ ending }) => ending === "outside-failed");
  return failed.every(({ repo, number }) => ended.unread.includes(`${repo}#${number}`));
}

describe("where it hurts most", () => {
  const lost = { ...ours, kind: "lost" } as const;
  const failing = { ...ours, kind: "status", status: 502 } as const;

  it("an alert's comment whose answer was lost is not written again by a pass that cannot list the issues", async () => {
    const stage = await newStage(room);
    await push(stage, { ".github/mission-control.yml": config });
    await stage.as("eve", "POST", "/issues", {
      title: "The api fails",
      body: block("due: 2026-11-19"),
    });
    room.github.faults.set({ ...lost, operation: "issues/create-comment" });
    expect((await stage.pass()).alerts.failed).toHaveLength(1);
    room.clock.advance(quarter);
    room.github.faults.set({ ...failing, operation: "issues/list-for-repo" });
    const blind = await stage.pass();
    expect(Object.keys(blind.unlisted)).toEqual([stage.repo]);
    expect(blind.unread).toEqual([`${stage.repo}#1`]);
    room.github.faults.clear();
    room.clock.advance(quarter);
    expect((await stage.pass()).unread).toEqual([]);
    const comments = await stage.as("ada", "GET", "/issues/1/comments");
    expect(comments.map(({ body }) => String(body).split("\n")[0])).toEqual([
      "<!-- mission-control:alerts -->",
    ]);
  });

  it("a policy that only half arrives is read again, and never taken for an empty one", async () => {
    const stage = await newStage(room);
    await push(stage, { ".github/mission-control.yml": config });
    const path = /mission-control\.yml$/;
    room.github.faults.set({ ...ours, kind: "cut", path, times: 2 });
    const { policy } = await stage.engine();
    expect(policy.config.operators).toEqual(["ada"]);
    room.github.faults.set({ ...ours, kind: "cut", path });
    await expect(stage.pass()).rejects.toThrow(OutsideError);
    room.github.faults.clear();
  });

  it("a first commit whose answer was lost is not made twice, and its labels are there", async () => {
    const stage = await newStage(room);
    await stage.as("ada", "POST", "/issues", { title: "The api fails" });
    room.github.faults.set([
      { ...lost, operation: "git/create-ref" },
      { ...lost, operation: "issues/create-label", nth: [3, 9] },
      { ...failing, operation: "issues/create-label", nth: [5, 12] },
    ]);
    await expect(stage.pass()).rejects.toThrow(OutsideError);
    room.github.faults.clear();
    expect((await stage.pass()).commit).toBeNull();
    const labels = await stage.as("ada", "GET", "/labels?per_page=100");
    expect(labels.map(({ name }) => String(name))).toEqual(
      expect.arrayContaining(labelSpecs().map(({ name }) => name)),
    );
  });

  it("a repository in which no label can be made is worked on all the same", async () => {
    const stage = await newStage(room);
    await stage.as("ada", "POST", "/issues", { title: "The api fails" });
    room.github.faults.set({ ...failing, operation: "issues/create-label" });
    const { tasks } = await stage.pass();
    room.github.faults.clear();
    expect(tasks.map(({ ending }) => ending)).toEqual(["applied"]);
    expect(stage.lines.join("\n")).toContain("error: labels could not be made");
  });
});
