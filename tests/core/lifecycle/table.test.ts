import { expect, test } from "vitest";
import {
  labelSpecs,
  parseLabel,
  statusLabel,
  statusOfLabel,
} from "../../../src/core/lifecycle/labels.ts";
import {
  back,
  edgeOf,
  legalMoves,
  lifecycle,
  statusNamed,
  type StatusSpec,
} from "../../../src/core/lifecycle/table.ts";
import { domains, kinds, modes, priorities, risks, statuses } from "../../../src/schema/index.ts";

/** SPEC §2, word for word; `blocked` goes back to where it came from as well. */
const specified: Readonly<Record<string, string>> = {
  inbox: "triaged, archived",
  triaged: "planned, assigned, archived",
  planned: "triaged, assigned, blocked, archived",
  assigned: "planned, active, blocked, archived",
  active: "planned, assigned, blocked, review, failed",
  blocked: "failed, archived",
  review: "active, blocked, done, failed, reverted",
  done: "triaged, reverted, archived",
  failed: "triaged, assigned, archived",
  reverted: "triaged, archived",
  archived: "triaged",
};

test.each(statuses)("from %s a task may go where the specification says", (status) => {
  expect(legalMoves(status, null).join(", ")).toBe(specified[status]);
});

test.each(statuses)(
  "from blocked a task goes back to %s only when it came from there and can have",
  (status) => {
    const spec: StatusSpec = lifecycle.blocked;
    const isOwnEdge = spec.to[status] !== undefined;
    expect(edgeOf("blocked", status, status) !== null).toBe(true);
    expect(edgeOf("blocked", status, null) !== null).toBe(isOwnEdge);
  },
);

test("only a blocked task goes back to where it came from", () => {
  expect(edgeOf("inbox", "done", "done")).toBeNull();
});

test("a task can have been blocked from exactly the statuses that lead to blocked", () => {
  const leading = statuses.filter((status) => {
    const spec: StatusSpec = lifecycle[status];
    return spec.to.blocked !== undefined;
  });
  expect(leading.toSorted()).toEqual([...back].toSorted());
});

test("every status can be reached from the inbox, and none leads to itself", () => {
  const reached = new Set(["inbox"]);
  for (const status of reached) {
    for (const to of legalMoves(statuses.find((one) => one === status) ?? "inbox", null))
      reached.add(to);
  }
  expect([...reached].toSorted()).toEqual([...statuses].toSorted());
  for (const status of statuses) expect(edgeOf(status, status, null)).toBeNull();
});

test("only done and archived close the issue", () => {
  const closed = statuses.filter((status) => lifecycle[status].issue !== "open");
  expect(closed).toEqual(["done", "archived"]);
  expect([lifecycle.done.issue, lifecycle.archived.issue]).toEqual(["completed", "not_planned"]);
});

test.each([
  ["backlog", "triaged"],
  ["pending", "planned"],
  [" Active ", "active"],
  ["nowhere", null],
  ["constructor", null],
])("the word %s names %s", (word, status) => {
  expect(statusNamed(word)).toBe(status);
});

test("labels are distinct, short enough for GitHub, and have a colour and a meaning", () => {
  const specs = labelSpecs();
  expect(new Set(specs.map(({ name }) => name.toLowerCase())).size).toBe(specs.length);
  for (const { name, color, description } of specs) {
    expect(name.length).toBeLessThanOrEqual(50);
    expect(color).toMatch(/^[0-9a-f]{6}$/);
    expect(description).not.toBe("");
    expect(description.length).toBeLessThanOrEqual(100);
  }
});

test("there is a label for every word of the vocabulary, in its order", () => {
  const words = {
    status: statuses,
    priority: priorities,
    kind: kinds,
    domain: domains,
    risk: risks,
    mode: modes,
  };
  const named = labelSpecs().map(({ name }) => name);
  expect(named.filter((name) => parseLabel(name) !== null)).toEqual(
    Object.entries(words).flatMap(([group, values]) => values.map((value) => `${group}:${value}`)),
  );
});

test.each([
  ["status:blocked", "b60205", "cannot move: reason, who can unblock, since when"],
  ["priority:urgent", "b60205", "Mission Control: priority urgent"],
  ["priority:someday", "ededed", "Mission Control: priority someday"],
  ["kind:bug", "0052cc", "Mission Control: kind bug"],
  ["domain:qa", "006b75", "Mission Control: domain qa"],
  ["risk:green", "0e8a16", "Mission Control: risk green"],
  ["risk:red", "b60205", "Mission Control: risk red"],
  ["mode:Debugging", "5319e7", "Mission Control: mode Debugging"],
])("the label %s has the colour %s and says: %s", (name, color, description) => {
  expect(labelSpecs()).toContainEqual({ name, color, description });
});

test.each(statuses)("the label of %s is read back as it", (status) => {
  expect(statusOfLabel(statusLabel(status))).toBe(status);
  expect(specsNamed(statusLabel(status))).toBe(1);
});

test.each([
  ["status:nowhere", "unknown"],
  ["status:", "unknown"],
  ["Status: Active", "active"],
  ["status", null],
  ["priority:high", null],
  ["team:status:active", null],
])("as a request for a status, the label %s says %s", (label, said) => {
  expect(statusOfLabel(label)).toBe(said);
});

test.each([
  ["owner:agent:atlas", { group: "owner", value: "agent:atlas" }],
  [" Project : shop ", { group: "project", value: "shop" }],
  ["risk:", { group: "risk", value: "" }],
  ["team:shop", null],
  [":shop", null],
  ["statuss", null],
  ["", null],
])("the label %j is read as %j", (label, parsed) => {
  expect(parseLabel(label)).toEqual(parsed);
});

function specsNamed(name: string): number {
  return labelSpecs().filter((spec) => spec.name === name).length;
}
