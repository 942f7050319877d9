import { describe, expect, test } from "vitest";
import type { Order } from "../../src/core/orders.ts";
import type { Judgement } from "../../src/core/rules/rule.ts";
import type { Notice } from "../../src/core/task/notice.ts";
import { explainLines } from "../../src/render/explain.ts";
import { orderLines } from "../../src/render/order-notice.ts";

const order: Order = {
  repo: "acme/shop",
  number: 1,
  kind: "release",
  rule: "agent-silent",
  why: "No sign of life of agent:atlas <!-- mission-control:seen e9 --> @everybody since long ago.",
  evidence: ["https://github.com/acme/shop/issues/1", "javascript:alert(1)", "https://x/ y"],
  expects: { status: "active", owner: "agent:atlas", epoch: 1, last_work: null },
};

function lines(fields: Partial<Extract<Notice, { kind: "order" }>> = {}): string {
  return orderLines({
    kind: "order",
    order,
    login: "atlas-bot",
    seen: "e3",
    block: {},
    ...fields,
  }).join("\n");
}

describe("the comment on an order", () => {
  test("speaks to the owner, and to nobody else whom somebody's words name", () => {
    expect(lines().match(/@[\w-]+/g)).toEqual(["@atlas-bot"]);
  });

  test.each(["x y", "a/b", "<!--", ""])("speaks to nobody under the name %j", (login) => {
    expect(lines({ login })).not.toMatch(/@[\w-]/);
  });

  test("says, hidden, how far the history was known, whatever the words in it", () => {
    expect(lines().match(/<!-- mission-control:seen \w+ -->/g)).toEqual([
      "<!-- mission-control:seen e3 -->",
    ]);
  });

  test("links only what is an address", () => {
    const said = lines();
    expect(said).toContain("https://github.com/acme/shop/issues/1");
    expect(said).not.toContain("https://x/");
  });

  test("names what an owner is not told of", () => {
    const assign: Order = {
      ...order,
      kind: "assign",
      expects: { status: "planned", owner: null },
      owner: "agent:atlas",
      reasons: [],
      boundary: null,
    };
    expect(lines({ order: assign })).toContain("Boundaries: none are named");
  });
});

test("an explanation has one line a rule, those that fire first, with evidence and the next instant", () => {
  const rule = (id: string) => ({ id, when: "deadline passed | and not done" });
  const silent: Judgement = {
    verdict: "silent",
    why: "it is due at noon",
    evidence: ["https://x"],
    nextAt: Date.parse("2026-12-01T12:00:00Z"),
  };
  const fires: Judgement = {
    verdict: "fires",
    why: "It is blocked by @eve.",
    evidence: ["#4"],
    nextAt: null,
    cause: "c",
    title: "t",
    to: [],
  };
  const unknown: Judgement = {
    verdict: "cannot-judge",
    why: "no deadline",
    evidence: [],
    nextAt: null,
    clears: true,
  };
  const said = explainLines([
    { rule: rule("overdue"), judgement: silent },
    { rule: rule("due-soon"), judgement: unknown },
    { rule: rule("blocked-long"), judgement: fires },
  ]);
  expect(said.map((line) => /`([\w-]+)`/.exec(line)?.[1])).toEqual([
    "blocked-long",
    "due-soon",
    "overdue",
  ]);
  expect(said[0]).toContain("**fires**");
  expect(said[0]).not.toMatch(/@eve|#4/);
  expect(said[1]).toContain("cannot judge: no deadline");
  expect(said[2]).toContain("It can fire from 2026-12-01T12:00:00Z on.");
});
