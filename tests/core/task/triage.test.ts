import { describe, expect, it } from "vitest";
import type { TaskFacts } from "../../../src/core/facts.ts";
import { decideTask } from "../../../src/core/task/decide.ts";
import { Agents, Config } from "../../../src/schema/index.ts";

const now = Date.parse("2026-11-21T07:05:00Z");

function filed(title: string, labels: readonly string[] = []): TaskFacts {
  return {
    repo: "acme/shop",
    number: 1,
    url: "https://github.com/acme/shop/issues/1",
    title,
    body: "",
    state: "open",
    stateReason: null,
    author: { login: "mia", bot: false },
    createdAt: "2026-11-21T07:00:00Z",
    updatedAt: "2026-11-21T07:00:00Z",
    comments: 0,
    blockers: 0,
    closedAt: null,
    labels,
    assignees: [],
    milestone: null,
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
  };
}

function statusOf(facts: TaskFacts, min_confidence: number): string {
  const config = Config.parse({ triage: { min_confidence } });
  return decideTask(facts, { config, agents: Agents.parse({ agents: [] }) }, now).judgement.moment
    .status;
}

describe("automatic triage", () => {
  it("takes every item when no confidence is asked for", () => {
    expect(statusOf(filed("Hello"), 0)).toBe("triaged");
  });

  it("leaves an item in the inbox of which no word says anything, and asks for what is missing", () => {
    const config = Config.parse({ triage: { min_confidence: 0.3 } });
    const { plan } = decideTask(
      filed("Hello"),
      { config, agents: Agents.parse({ agents: [] }) },
      now,
    );
    expect(plan.effects).toMatchObject([
      {
        type: "comment",
        tag: "ask",
        notice: { kind: "ask", missing: ["kind", "priority", "domain"] },
        reason: "facts-missing",
      },
      { type: "update-issue", labels: ["status:inbox"] },
    ]);
  });

  it.each([
    ["The server is down, an error", 1, "triaged"],
    ["The server is down", 1, "inbox"],
    ["The server is down", 0.6, "triaged"],
    ["The server", 0.6, "inbox"],
    ["The server", 0.3, "triaged"],
  ])("of %j asks for %d of kind, priority and domain: %s", (title, confidence, status) => {
    expect(statusOf(filed(title), confidence)).toBe(status);
  });

  it("counts what a label already says", () => {
    expect(statusOf(filed("Hello", ["kind:bug"]), 0.3)).toBe("triaged");
  });

  it("comes before what is asked of the item, also when nobody heard of the filing", () => {
    const facts: TaskFacts = {
      ...filed("The server is down"),
      permissions: { olga: "write" },
      history: [
        {
          kind: "commented",
          id: "c1",
          commentId: 1,
          at: "2026-11-21T07:01:00Z",
          actor: { login: "olga", bot: false },
          body: "/plan",
          edited: false,
          answer: "open",
        },
      ],
    };
    expect(statusOf(facts, 0)).toBe("planned");
  });
});
