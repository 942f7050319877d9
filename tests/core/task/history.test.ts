import { describe, expect, test } from "vitest";
import type { HistoryEntry, LinkedPull } from "../../../src/core/facts.ts";
import {
  inJudgingOrder,
  mergeBehind,
  ownerAfter,
  ownerOfLabel,
  revertsOf,
} from "../../../src/core/task/history.ts";
import { context } from "../commands/given.ts";

const { people } = context;
const at = "2026-11-21T07:00:00Z";
const later = "2026-11-21T07:00:01Z";
const mia = { login: "mia", bot: false };
const base = { id: "e1", at, actor: mia };

function labeled(id: string, label: string, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return { id, at: more.at ?? at, actor: more.actor ?? mia, kind: "labeled", label };
}

const ids = (history: readonly HistoryEntry[]) =>
  inJudgingOrder(history)
    .map(({ id }) => id)
    .join("");
const status = "status:assigned";
const owner = "owner:agent:atlas";

describe("of the labels that one request puts", () => {
  test("the status is judged last", () => {
    expect(ids([labeled("s", status), labeled("o", owner)])).toBe("os");
  });

  test("those that go and those to whom it is assigned are judged before the status too", () => {
    const history: readonly HistoryEntry[] = [
      labeled("s", status),
      { ...base, id: "u", kind: "unlabeled", label: "status:planned" },
      { ...base, id: "a", kind: "assigned", assignee: "mia" },
    ];
    expect(ids(history)).toBe("uas");
  });

  test("a status that goes is no status", () => {
    const gone: HistoryEntry = { ...base, id: "u", kind: "unlabeled", label: "status:planned" };
    expect(ids([gone, labeled("o", owner)])).toBe("uo");
  });

  test.each<[string, HistoryEntry]>([
    ["later", labeled("o", owner, { at: later })],
    ["by somebody else", labeled("o", owner, { actor: { login: "max", bot: false } })],
    ["by something else than labels", { ...base, id: "o", kind: "reopened" }],
  ])("what comes %s stays behind it", (_, next) => {
    expect(ids([labeled("s", status), next])).toBe("so");
  });

  test("what does not label is judged where it stands", () => {
    const closed: HistoryEntry = { ...base, id: "c", kind: "closed", reason: "completed" };
    expect(ids([closed, labeled("s", status), labeled("o", owner)])).toBe("cos");
    expect(ids([])).toBe("");
  });
});

describe("the owner", () => {
  const human = "human:mia";
  const mine = "owner:human:mia";
  test.each<[string, string | null, object, string | null]>([
    ["a label names one", null, { kind: "labeled", label: mine }, human],
    ["a label names another", "agent:atlas", { kind: "labeled", label: mine }, human],
    ["another label comes", human, { kind: "labeled", label: "kind:bug" }, human],
    ["its label goes", human, { kind: "unlabeled", label: mine }, null],
    ["another's label goes", "agent:atlas", { kind: "unlabeled", label: mine }, "agent:atlas"],
    ["somebody is assigned", null, { kind: "assigned", assignee: "mia" }, human],
    [
      "an agent's login is assigned",
      null,
      { kind: "assigned", assignee: "atlas-bot" },
      "agent:atlas",
    ],
    ["one more is assigned", "agent:atlas", { kind: "assigned", assignee: "mia" }, "agent:atlas"],
    ["it is unassigned", human, { kind: "unassigned", assignee: "mia" }, null],
    ["another is unassigned", human, { kind: "unassigned", assignee: "max" }, human],
    ["the issue is closed", human, { kind: "closed", reason: null }, human],
    ["the issue is reopened", human, { kind: "reopened" }, human],
  ])("when %s, after %j", (_, before, what, after) => {
    const entry: object = { ...base, ...what };
    expect(ownerAfter(before, entry as HistoryEntry, people)).toBe(after);
  });

  test.each([
    ["owner:agent:atlas", "agent:atlas"],
    ["owner:nobody at all", null],
    ["kind:bug", null],
    ["help wanted", null],
  ])("of the label `%s` is %s", (label, named) => {
    expect(ownerOfLabel(label)).toBe(named);
  });
});

const pull: LinkedPull = {
  number: 5,
  url: "https://github.com/acme/shop/pull/5",
  author: "atlas-bot",
  merged: true,
  mergedAt: at,
  mergedBy: "mia",
  approvedBy: [],
  checks: "green",
  revertedBy: null,
};
const closed = { ...base, kind: "closed", reason: "completed" } as const;

describe("a merge is behind a closing", () => {
  test.each<[string, HistoryEntry, Partial<LinkedPull>, boolean]>([
    ["in the same second", closed, {}, true],
    ["a minute before", { ...closed, at: "2026-11-21T07:01:00Z" }, {}, true],
    ["more than a minute before", { ...closed, at: "2026-11-21T07:01:00.001Z" }, {}, false],
    ["after it", { ...closed, at: "2026-11-21T06:59:59Z" }, {}, false],
    ["by somebody else", closed, { mergedBy: "max" }, false],
    ["by nobody knows whom", closed, { mergedBy: null }, true],
    ["that never was", closed, { merged: false }, false],
    ["of which the time is unknown", closed, { mergedAt: null }, false],
    ["where nothing was closed", { ...base, kind: "reopened" }, {}, false],
  ])("%s", (_, entry, more, isBehind) => {
    const one = { ...pull, ...more };
    expect(mergeBehind(entry, [one])).toBe(isBehind ? one : null);
  });
});

test("of the pull requests those count as undone that another one reverted, when it did", () => {
  const undone = { ...pull, revertedBy: { number: 9, at: later } };
  expect(revertsOf([pull, undone])).toEqual([
    { kind: "reverted", id: "r5", at: later, pull: undone },
  ]);
});
