import { expect, test } from "vitest";
import { orderHolds } from "../../../src/core/ordering/holds.ts";
import type { Order } from "../../../src/core/orders.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { given, inWords, ordered } from "./sample-orders.ts";

const morning = "2026-11-21T08:00:00Z";
const lease = { epoch: 3, holder: "agent:atlas", since: morning };
const silent = given(1, { since: morning, lease, last_work: "2026-11-21T07:30:00Z" });
const pause = { by: "ada", reason: "Rogue", since: "2026-11-21T11:59:00Z" };

test("work whose lease has expired is taken back, with why", () => {
  expect(ordered({ tasks: [silent], seen: morning })).toEqual([
    {
      repo: "acme/shop",
      number: 1,
      kind: "release",
      rule: "agent-silent",
      expects: {
        status: "active",
        owner: "agent:atlas",
        epoch: 3,
        last_work: "2026-11-21T07:30:00Z",
      },
      why: "No sign of life of agent:atlas since 2026-11-21T08:00:00Z; its lease, 4 intervals of 1h, ended at 2026-11-21T12:00:00Z.",
      evidence: ["https://github.com/acme/shop/issues/1"],
    },
  ]);
});

test("a lease that runs is left", () => {
  expect(ordered({ tasks: [silent], seen: "2026-11-21T08:00:01Z" })).toEqual([]);
});

test("work of an agent in quarantine is taken back whatever was done on it", () => {
  const [order] = ordered({ tasks: [silent], agents: [{ desired: "quarantined", pause }] });
  expect(order).toMatchObject({ kind: "release", rule: "agents-paused" });
  expect(order).toHaveProperty("expects", { status: "active", owner: "agent:atlas", epoch: 3 });
});

test("active work that waits is blocked, not taken back as well", () => {
  const needed = given(2, { owner: "human:ada" });
  const tasks = [{ ...silent, depends: [needed.id] }, needed];
  expect(inWords(ordered({ tasks, seen: morning }))).toEqual(["block #1 acme/shop#2"]);
});

test("silence of an agent of whom a task could not be read is none", () => {
  const unread = given(2, { status: "review" });
  const tasks = [silent, unread];
  expect(ordered({ tasks, seen: morning, unread: [unread.id] })).toEqual([]);
});

test("what is taken back is not given away in the same pass", () => {
  const agents = [{}, { id: "iris", login: "iris-bot" }];
  const complete = { ...silent, output: "A patch", review: "Tests pass" };
  const seen = { atlas: morning, iris: "2026-11-21T11:30:00Z" };
  expect(inWords(ordered({ tasks: [complete], agents, seen }))).toEqual(["release #1"]);
});

test("the rule that is switched off takes nothing back", () => {
  const config = { rules: { agent_silent: { enabled: false } } };
  expect(ordered({ tasks: [silent], seen: morning, config })).toEqual([]);
});

test.each<[string, Partial<TaskState>, boolean]>([
  ["nothing has changed", {}, true],
  ["somebody else owns it", { owner: "agent:iris" }, false],
  ["nobody owns it", { owner: null, lease: null }, false],
  ["it has moved on", { status: "review" }, false],
  ["the same agent was given it again", { lease: { ...lease, epoch: 4 } }, false],
  ["it was worked on since", { last_work: "2026-11-21T11:59:59Z" }, false],
])("an order to take it back, when %s, holds: %s", (_, fields, holds) => {
  const [order] = ordered({ tasks: [silent], seen: morning });
  expect(orderHolds(order!, { ...silent, ...fields })).toBe(holds);
});

test("an order out of quarantine holds whatever is done on the task meanwhile", () => {
  const [order] = ordered({ tasks: [silent], agents: [{ desired: "quarantined", pause }] });
  expect(orderHolds(order!, { ...silent, last_work: "2026-11-21T11:59:59Z" })).toBe(true);
  expect(orderHolds(order!, { ...silent, lease: { ...lease, epoch: 4 } })).toBe(false);
});

const base = { repo: "acme/shop", number: 1, rule: "x", why: "", evidence: [] };
const block: Order = { ...base, kind: "block", expects: { status: "active" }, on: "acme/shop#2" };
const unblock: Order = { ...base, kind: "unblock", expects: { status: "blocked" } };
const assign: Order = {
  ...base,
  kind: "assign",
  expects: { status: "planned", owner: null },
  owner: "agent:iris",
  reasons: [],
  boundary: null,
};
const tell: Order = { ...base, kind: "tell", tag: "duplicate", lines: [] };

test.each<[string, Order, Partial<TaskState>, boolean]>([
  ["to block, on active work,", block, {}, true],
  ["to block, on delivered work,", block, { status: "review" }, false],
  ["to unblock, on blocked work,", unblock, { status: "blocked" }, true],
  ["to unblock, on active work,", unblock, {}, false],
  ["to assign, once somebody owns it,", assign, { status: "planned" }, false],
  ["to assign, once it has moved,", assign, { owner: null }, false],
  ["to assign, while nobody owns it,", assign, { status: "planned", owner: null }, true],
  ["to tell something", tell, {}, true],
])("an order %s is judged by the task as it stands", (_, order, fields, holds) => {
  expect(orderHolds(order, { ...silent, ...fields })).toBe(holds);
});
