import { expect, test } from "vitest";
import type { LinkedPull, TaskFacts } from "../../../src/core/facts.ts";
import type { Moment } from "../../../src/core/task/moment.ts";
import { peopleOf } from "../../../src/core/task/people.ts";
import { reviewersOf } from "../../../src/core/task/reviewers.ts";
import { Agents, Config } from "../../../src/schema/index.ts";

const at = "2026-11-21T08:00:00Z";
const policy = {
  config: Config.parse({}),
  agents: Agents.parse({
    agents: [{ id: "atlas", role: "Backend", login: "atlas-bot", owner: "aria" }],
  }),
};
const pull: LinkedPull = {
  number: 30,
  url: "https://github.com/acme/shop/pull/30",
  author: "atlas-bot",
  merged: false,
  mergedAt: null,
  mergedBy: null,
  approvedBy: [],
  checks: "none",
  revertedBy: null,
};
const moment: Moment = {
  status: "review",
  since: at,
  from: null,
  owner: "agent:atlas",
  granted: { owner: "agent:atlas", epoch: 1, since: at },
  halt: null,
  priority: null,
  block: {},
  deliveredBy: ["dora"],
  workedBy: ["human:wim"],
};

function reviewers(...pulls: readonly LinkedPull[]): readonly string[] {
  const facts: TaskFacts = {
    repo: "acme/shop",
    number: 1,
    url: "https://github.com/acme/shop/issues/1",
    title: "Mend the checkout",
    body: "",
    state: "open",
    stateReason: null,
    author: { login: "ada", bot: false },
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    labels: [],
    assignees: [],
    milestone: null,
    comments: 0,
    blockers: 0,
    history: [],
    complete: true,
    deeds: [],
    permissions: {},
    pulls,
    blockedBy: [],
    parent: null,
    parts: [],
    tagged: {},
    settled: null,
  };
  return reviewersOf(facts, moment, peopleOf(facts, policy));
}

const review = (login: string, bot = false) => ({
  kind: "review" as const,
  actor: { login, bot },
  at,
});

test.each<[string, Partial<LinkedPull>, readonly string[]]>([
  ["who is asked for a review", { reviewers: ["rita"] }, ["rita"]],
  ["who gave one", { deeds: [review("ravi")] }, ["ravi"]],
  ["each once", { reviewers: ["rita"], deeds: [review("Rita")] }, ["Rita"]],
  ["no bot that reviews", { deeds: [review("lint[bot]", true)] }, []],
  ["nobody of a pull request that is merged", { merged: true, reviewers: ["rita"] }, []],
  [
    "nobody whose own work it is",
    { reviewers: ["atlas-bot", "aria", "dora", "wim", "rita"] },
    ["rita"],
  ],
  ["nobody who only opened it", { deeds: [{ ...review("olaf"), kind: "pull" }] }, []],
])("the reviewers of a task are %s", (_, fields, expected) => {
  expect(reviewers({ ...pull, ...fields })).toEqual(expected);
});

test("the reviewers of all its pull requests count, and without one there is none", () => {
  expect(
    reviewers({ ...pull, reviewers: ["rita"] }, { ...pull, number: 31, reviewers: ["abe"] }),
  ).toEqual(["abe", "rita"]);
  expect(reviewers()).toEqual([]);
});
