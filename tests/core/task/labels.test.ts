import { expect, test } from "vitest";
import type { HistoryEntry } from "../../../src/core/facts.ts";
import { sameLabels, wantedLabels } from "../../../src/core/task/labels.ts";
import type { Moment } from "../../../src/core/task/moment.ts";

const at = "2026-11-21T07:00:00Z";

function momentWith(fields: Partial<Moment> = {}): Moment {
  return {
    status: "active",
    since: at,
    from: null,
    owner: null,
    priority: null,
    block: {},
    deliveredBy: [],
    workedBy: [],
    granted: { owner: null, epoch: 0, since: null },
    halt: null,
    ...fields,
  };
}

function puts(...labels: readonly string[]): readonly HistoryEntry[] {
  return labels.map((label, index) => ({
    id: `e${index}`,
    at,
    actor: { login: "mia", bot: false },
    kind: "labeled",
    label,
  }));
}

test.each([
  ["a missing status is put on", [], {}, ["status:active"]],
  ["a wrong status is replaced", ["status:done"], {}, ["status:active"]],
  [
    "of several statuses one is left",
    ["status:done", "status:active", "status:inbox"],
    {},
    ["status:active"],
  ],
  [
    "a status by another name is replaced",
    ["status:pending"],
    { status: "planned" },
    ["status:planned"],
  ],
  ["a status that is none is taken off", ["status:nowhere"], {}, ["status:active"]],
  [
    "other people's labels stay",
    ["good first issue", "area:status"],
    {},
    ["good first issue", "area:status", "status:active"],
  ],
  ["an owner is put on", [], { owner: "agent:atlas" }, ["status:active", "owner:agent:atlas"]],
  [
    "another owner is taken off",
    ["owner:human:mia"],
    { owner: "agent:atlas" },
    ["status:active", "owner:agent:atlas"],
  ],
  [
    "an owner that is none any more is taken off",
    ["owner:human:mia"],
    { owner: null },
    ["status:active"],
  ],
  [
    "a priority is put on",
    ["priority:low"],
    { priority: "high" },
    ["status:active", "priority:high"],
  ],
  [
    "a priority stays where nobody asked for another",
    ["priority:low"],
    { priority: "low" },
    ["priority:low", "status:active"],
  ],
] as const)("%s", (_, labels, fields, wanted) => {
  expect(wantedLabels(labels, [], momentWith(fields), {})).toEqual(wanted);
});

test("what a command wishes for replaces what stands", () => {
  const labels = ["kind:bug", "risk:red"];
  expect(wantedLabels(labels, [], momentWith(), { kind: "task", domain: "infra" })).toEqual([
    "risk:red",
    "status:active",
    "kind:task",
    "domain:infra",
  ]);
});

test.each([
  [["kind:bug", "kind:task"], "kind:task"],
  [["kind:task", "kind:bug"], "kind:bug"],
])("of two labels of a group the one put on last stays", (order, stays) => {
  const labels = ["kind:task", "kind:bug"];
  expect(wantedLabels(labels, puts(...order), momentWith(), {})).toEqual([stays, "status:active"]);
});

test("of two labels that nobody is known to have put on, always the same one stays", () => {
  const once = wantedLabels(["kind:task", "kind:bug"], [], momentWith(), {});
  const again = wantedLabels(["kind:bug", "kind:task"], [], momentWith(), {});
  expect(once).toEqual(again);
  expect(once).toHaveLength(2);
});

test.each([
  [["a", "b"], ["b", "a"], true],
  [["a"], ["a", "b"], false],
  [["a", "b"], ["a", "c"], false],
])("%j and %j are the same set: %s", (a, b, same) => {
  expect(sameLabels(a, b)).toBe(same);
});
