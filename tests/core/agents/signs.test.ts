import { expect, test } from "vitest";
import { signsIn } from "../../../src/core/agents/signs.ts";
import type { Deed, HistoryEntry, LinkedPull, TaskFacts } from "../../../src/core/facts.ts";
import { samplePolicy } from "./sample-policy.ts";

type Part<T> = T extends unknown ? Omit<T, "id" | "at" | "actor"> : never;
const at = "2026-11-21T10:00:00Z";

function entry(login: string, part: Part<HistoryEntry>, when = at): HistoryEntry {
  return { id: "e1", at: when, actor: { login, bot: false }, ...part };
}

function says(login: string, body: string, when = at): HistoryEntry {
  return entry(
    login,
    { kind: "commented", commentId: 1, body, edited: false, answer: "open" },
    when,
  );
}

function facts(fields: Partial<TaskFacts>): TaskFacts {
  return {
    repo: "acme/shop",
    number: 12,
    url: "https://github.com/acme/shop/issues/12",
    title: "Mend the checkout",
    body: "",
    state: "open",
    stateReason: null,
    author: { login: "mia", bot: false },
    createdAt: "2026-11-01T10:00:00Z",
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
    pulls: [],
    blockedBy: [],
    parent: null,
    parts: [],
    tagged: {},
    settled: null,
    ...fields,
  };
}

const pull: LinkedPull = {
  number: 30,
  url: "https://github.com/acme/shop/pull/30",
  author: "atlas-bot",
  merged: true,
  mergedAt: at,
  mergedBy: "atlas-bot",
  approvedBy: [],
  checks: "green",
  revertedBy: null,
};

const ben = { login: "ben", bot: false };

function deed(kind: Deed["kind"]): Deed {
  return { kind, actor: { login: "Atlas-Bot", bot: false }, at };
}

const policy = samplePolicy([{}, { id: "iris", login: "Iris-Bot" }]);

test.each<[string, Partial<TaskFacts>, readonly string[]]>([
  ["a comment", { history: [says("atlas-bot", "On it.")] }, ["comment"]],
  ["a command", { history: [says("atlas-bot", "/start")] }, ["command"]],
  ["a command that cannot be read", { history: [says("atlas-bot", "/due soon")] }, ["command"]],
  ["a heartbeat", { history: [says("atlas-bot", "/heartbeat")] }, ["heartbeat"]],
  ["a check-in", { history: [says("atlas-bot", "/checkin progress=40")] }, ["checkin"]],
  [
    "a heartbeat and a command in one comment",
    { history: [says("atlas-bot", "/heartbeat\n/start")] },
    ["heartbeat", "command"],
  ],
  [
    "a command in a quote, which is none",
    { history: [says("atlas-bot", "> /start")] },
    ["comment"],
  ],
  ["a label put on", { history: [entry("atlas-bot", { kind: "labeled", label: "x" })] }, ["label"]],
  [
    "a label taken off",
    { history: [entry("atlas-bot", { kind: "unlabeled", label: "x" })] },
    ["label"],
  ],
  [
    "an assignment",
    { history: [entry("atlas-bot", { kind: "assigned", assignee: "ada" })] },
    ["assignment"],
  ],
  [
    "a closing",
    { history: [entry("atlas-bot", { kind: "closed", reason: "completed" })] },
    ["closing"],
  ],
  ["a reopening", { history: [entry("atlas-bot", { kind: "reopened" })] }, ["closing"]],
  ["an issue filed", { author: { login: "atlas-bot", bot: false }, createdAt: at }, ["filing"]],
  ["a pull request merged", { pulls: [pull] }, ["pull"]],
  [
    "an assignment taken back",
    { history: [entry("atlas-bot", { kind: "unassigned", assignee: "ada" })] },
    ["assignment"],
  ],
  ["a review", { deeds: [deed("review")] }, ["review"]],
  ["a pull request opened", { deeds: [deed("pull")] }, ["pull"]],
  ["a commit that names the task", { deeds: [deed("push")] }, ["push"]],
  ["another issue that names it", { deeds: [deed("mention")] }, ["mention"]],
  ["a new title", { deeds: [deed("edit")] }, ["edit"]],
  ["somebody else's review", { deeds: [{ ...deed("review"), actor: ben }] }, []],
  ["a merge that has no date", { pulls: [{ ...pull, mergedAt: null }] }, []],
  ["a merge by nobody known", { pulls: [{ ...pull, mergedBy: null }] }, []],
  ["its own pull request, merged by another", { pulls: [{ ...pull, mergedBy: "ben" }] }, []],
])("%s is a sign of its kind", (_, given, kinds) => {
  expect(signsIn([facts(given)], policy)).toEqual(
    kinds.map((kind) => ({ agent: "atlas", kind, at, what: `${kind} acme/shop#12` })),
  );
});

test("of each kind the newest sign counts, whichever task it is on", () => {
  const signs = signsIn(
    [
      facts({ number: 7, history: [says("atlas-bot", "b", "2026-11-21T11:00:00.500Z")] }),
      facts({ history: [says("atlas-bot", "a", "2026-11-21T11:00:00Z")] }),
    ],
    policy,
  );
  expect(signs).toEqual([
    {
      agent: "atlas",
      kind: "comment",
      at: "2026-11-21T11:00:00.500Z",
      what: "comment acme/shop#7",
    },
  ]);
});

test("an older sign that is read later is not the newest", () => {
  const older = says("atlas-bot", "b", "2026-11-21T10:00:00Z");
  const newer = says("atlas-bot", "a", "2026-11-21T11:00:00Z");
  for (const history of [
    [older, newer],
    [newer, older],
  ])
    expect(signsIn([facts({ history })], policy).map((sign) => sign.at)).toEqual([
      "2026-11-21T11:00:00Z",
    ]);
});

test("an agent without a login is nobody's voice", () => {
  const mute = samplePolicy([{ login: undefined }, { id: "iris", login: "iris-bot" }]);
  const signs = signsIn([facts({ history: [says("iris-bot", "Hello")] })], mute);
  expect(signs.map(({ agent }) => agent)).toEqual(["iris"]);
});

test.each([
  ["the person who answers for it", "ada", []],
  ["a login that no agent has", "nobody-bot", []],
  ["our own login", "github-actions[bot]", []],
  ["the agent's login in other letters", "iris-bot", ["iris"]],
])("what %s does is a sign of that login's agent only", (_, login, agents) => {
  const signs = signsIn([facts({ history: [says(login, "Hello")] })], policy);
  expect(signs.map(({ agent }) => agent)).toEqual(agents);
});

test("a login that is ours is no agent's, even if the registry says so", () => {
  const ours = samplePolicy([{ login: "mission-control[bot]" }]);
  expect(signsIn([facts({ history: [says("Mission-Control[bot]", "x")] })], ours)).toEqual([]);
});

test("an agent that writes as the person who answers for it keeps no other agent alive", () => {
  const shared = samplePolicy([{ login: "ada" }, { id: "iris", login: "iris-bot", owner: "ada" }]);
  const signs = signsIn([facts({ history: [says("ada", "Hello")] })], shared);
  expect(signs.map(({ agent }) => agent)).toEqual(["atlas"]);
});
