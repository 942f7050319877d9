import { expect, it } from "vitest";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { type Ticked, tick } from "../../src/app/tick.ts";
import type { Log } from "../../src/ports.ts";
import { Agents, Config } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { board, boardLogin, boardRepo, settledIssue } from "../support/board.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const quarter = 15 * 60_000;
const block =
  '<!-- mission-control:v1 -->\n```yaml\noutput: "A fix"\nreview: "It runs"\n```\n<!-- /mission-control -->';

/** A room that nobody has looked at for days, with one task that an agent held and let lie. */
function abandoned(agents: readonly string[], timeline: readonly Record<string, unknown>[] = []) {
  const clock = handClock(Date.parse("2026-11-21T08:00:00Z"));
  const issue = settledIssue(1, "active", "2026-11-18T08:00:00Z", block);
  const owner = "owner:agent:atlas";
  issue.labels = issue.labels.map((label) => (label.startsWith("owner:") ? owner : label));
  for (const entry of issue.timeline) {
    const label = Object(entry["label"]);
    if (String(label.name).startsWith("owner:")) entry["label"] = { name: owner };
  }
  issue.timeline.push({
    event: "commented",
    id: 9000,
    user: { login: "atlas-bot", type: "User" },
    created_at: "2026-11-18T09:00:00Z",
    updated_at: "2026-11-18T09:00:00Z",
    body: "On it.",
    reactions: { "+1": 0, "-1": 0, eyes: 0 },
  });
  issue.timeline.push(...timeline);
  const hub = board(clock.now, [issue], () => clock.advance(1000));
  const registry = agents.map((id) => ({
    id,
    role: "Backend",
    login: `${id}-bot`,
    capabilities: ["backend"],
    heartbeat: "1h",
  }));
  const pass = (): Promise<Ticked> =>
    tick({
      forge: githubForge({ request: hub.request, login: boardLogin, trusted: [boardLogin], clock }),
      claims: memoryClaims(clock.now),
      clock,
      log: silent,
      policy: {
        config: Config.parse({ engine: { logins: [boardLogin] } }),
        agents: Agents.parse({ agents: registry }),
      },
      dryRun: false,
      channels: [],
      repo: boardRepo,
      random: () => 0.5,
    });
  return { clock, pass };
}

it("takes work back from an agent that fell silent, says why, and does not give it back to him", async () => {
  const { clock, pass } = abandoned(["atlas"]);
  const first = await pass();
  const id = `${boardRepo}#1`;
  expect(first.state.tasks[id]).toMatchObject({ status: "planned", owner: null, lease: null });
  expect(first.state.agents["atlas"]).toMatchObject({ health: "stale", load: 0 });
  const comment = first.tasks[0]?.writes.find(({ type }) => type === "comment");
  expect(JSON.stringify(comment)).toContain(
    "No sign of life of agent:atlas since 2026-11-18T09:00:00Z",
  );
  for (let later = 0; later < 3; later++) {
    clock.advance(quarter);
    const next = await pass();
    expect(next.state.tasks[id]).toMatchObject({ status: "planned", owner: null });
    expect(next.tasks.flatMap(({ writes }) => writes)).toEqual([]);
  }
});

it.each([
  ["referenced", "atlas-bot", "active"],
  ["cross-referenced", "atlas-bot", "active"],
  ["renamed", "Atlas-Bot", "active"],
  ["renamed", "ada", "planned"],
  // Its actor is whom somebody else mentioned.
  ["mentioned", "atlas-bot", "planned"],
])("what is %s by %s a moment ago leaves the work %s", async (event, login, status) => {
  const created_at = "2026-11-21T07:55:00Z";
  const actor = { login, type: "User" };
  const { pass } = abandoned(["atlas"], [{ event, id: 9001, actor, created_at }]);
  const { state } = await pass();
  expect(state.tasks[`${boardRepo}#1`]).toMatchObject({ status });
});
