import { expect, test } from "vitest";
import { agentsPaused } from "../../../src/core/rules/agents-paused.ts";
import type { AgentState } from "../../../src/schema/index.ts";
import { fired, judge, type Row, sampleAgent } from "./harness.ts";

const pause = { by: "ada", reason: "costs", since: "2026-11-20T12:00:00Z", until: null };
const open = { desired: "paused", paused: pause } as const;
const limited = { ...open, paused: { ...pause, until: "2026-11-20T18:00:00Z" } };

test.each<Row<Partial<AgentState>>>([
  ["paused for a second less than 24 h", open, "2026-11-21T11:59:59Z", "silent"],
  ["paused for exactly 24 h", open, "2026-11-21T12:00:00Z", "fires"],
  ["paused for 24 h and a second", open, "2026-11-21T12:00:01Z", "fires"],
  ["a second before its own limit", limited, "2026-11-20T17:59:59Z", "silent"],
  ["at its own limit", limited, "2026-11-20T18:00:00Z", "fires"],
  ["a second past its own limit", limited, "2026-11-20T18:00:01Z", "fires"],
  [
    "a limit of its own that is later than 24 h",
    { ...open, paused: { ...pause, until: "2026-11-25T00:00:00Z" } },
    "2026-11-23T00:00:00Z",
    "silent",
  ],
  ["draining", { ...open, desired: "draining" }, "2026-11-21T12:00:00Z", "fires"],
  ["quarantined", { ...open, desired: "quarantined" }, "2026-11-21T12:00:00Z", "fires"],
  ["back at work", { desired: "active", paused: null }, "2026-11-30T12:00:00Z", "silent"],
  [
    "to be paused, nobody says since when",
    { desired: "paused" },
    "2026-11-30T12:00:00Z",
    "cannot-judge",
  ],
  [
    "seen to be quarantined, nobody says since when",
    { observed: "quarantined" },
    "2026-11-30T12:00:00Z",
    "cannot-judge",
  ],
  [
    "a configured limit of an hour",
    open,
    "2026-11-20T13:00:00Z",
    "fires",
    { config: { rules: { agents_paused: { hours: 1 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(agentsPaused, sampleAgent(fields), now, facts).verdict).toBe(verdict);
});

test("it says who paused it and why, the same for as long as it lasts", () => {
  const once = fired(agentsPaused, sampleAgent(limited), "2026-11-20T18:00:00Z");
  expect(once).toMatchObject({
    cause: pause.since,
    title: "Paused past its time limit: Atlas",
    why: "It is paused since 2026-11-20T12:00:00Z until 2026-11-20T18:00:00Z by ada: costs. It holds 1 tasks.",
    to: ["human:ada", "orchestrator"],
  });
  expect(fired(agentsPaused, sampleAgent(limited), "2027-11-20T18:00:00Z")).toEqual(once);
});
