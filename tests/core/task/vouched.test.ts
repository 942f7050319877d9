import { expect, test } from "vitest";
import type { HistoryEntry, TaskFacts } from "../../../src/core/facts.ts";
import { peopleOf } from "../../../src/core/task/people.ts";
import { isVouched } from "../../../src/core/task/vouched.ts";
import { listedTask } from "../../../src/core/watch.ts";
import { Agents, Config } from "../../../src/schema/index.ts";

const policy = {
  config: Config.parse({}),
  agents: Agents.parse({ agents: [{ id: "atlas", role: "Backend", login: "atlas-bot" }] }),
};
const permissions = { ada: "write", mallory: "none" } as const;

function vouched(author: string, ...history: readonly HistoryEntry[]): boolean {
  const listed = {
    repo: "acme/shop",
    number: 1,
    url: "https://github.com/acme/shop/issues/1",
    title: "Outage",
    body: "",
    state: "open" as const,
    stateReason: null,
    author: { login: author, bot: false },
    createdAt: "2026-11-21T07:00:00Z",
    updatedAt: "2026-11-21T07:00:00Z",
    closedAt: null,
    labels: [],
    assignees: [],
    milestone: null,
    comments: 0,
    blockers: 0,
  };
  // What a list shows alone vouches for nobody.
  expect(listedTask(listed).vouched).toBe(false);
  const facts: TaskFacts = {
    ...listed,
    history,
    complete: true,
    deeds: [],
    permissions,
    pulls: [],
    blockedBy: [],
    parent: null,
    parts: [],
    tagged: {},
    settled: null,
  };
  return isVouched(facts, peopleOf(facts, policy));
}

const by = (login: string) => ({ at: "2026-11-21T08:00:00Z", actor: { login, bot: false } });
const label = (login: string): HistoryEntry => ({
  ...by(login),
  id: "e1",
  kind: "labeled",
  label: "priority:urgent",
});
const said = (
  login: string,
  body: string,
  answer: "accepted" | "refused" | "open",
): HistoryEntry => ({
  ...by(login),
  id: "c1",
  kind: "commented",
  commentId: 1,
  body,
  edited: false,
  answer,
});

test.each<[string, boolean, string, readonly HistoryEntry[]]>([
  ["a member filed it", true, "ada", []],
  ["a registered agent filed it", true, "atlas-bot", []],
  ["Mission Control filed it", true, "github-actions[bot]", []],
  ["a stranger filed it", false, "mallory", []],
  ["a stranger filed and labelled it", false, "mallory", [label("mallory")]],
  ["Mission Control labelled a stranger's", false, "mallory", [label("github-actions[bot]")]],
  ["a member labelled a stranger's", true, "mallory", [label("ada")]],
  ["a member gave a command on it", true, "mallory", [said("ada", "/plan", "accepted")]],
  ["a member only talked about it", false, "mallory", [said("ada", "Really?", "open")]],
  ["a stranger's own command was refused", false, "mallory", [said("mallory", "/plan", "refused")]],
])("%s: %s", (_, expected, author, history) => {
  expect(vouched(author, ...history)).toBe(expected);
});
