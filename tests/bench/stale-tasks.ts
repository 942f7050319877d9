import { githubForge } from "../../src/adapters/github/forge.ts";
import { tick, type TickContext } from "../../src/app/tick.ts";
import { toInstant } from "../../src/core/instant.ts";
import type { Log } from "../../src/ports.ts";
import { Agents, Config } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { type Board, board, boardLogin, boardRepo, settledIssue } from "../support/board.ts";
import { memoryClaims } from "../support/memory-claims.ts";
import type { Bench } from "./bench.ts";

const tasks = 300;
const start = Date.parse("2026-11-21T08:00:00Z");
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const staleTasks: Bench = {
  name: "stale tasks",
  method: `${tasks} active tasks become stale, with warnings routed to comments, so that every one is told of on its issue as actions/stale does: each is read again and commented on. Then the next pass, a quarter of an hour later. Writes are a second apart, as GitHub asks. actions/stale 10.3 made 1,208 and 608 requests for the same.`,
  async run() {
    const clock = handClock(start);
    const hub = board(
      clock.now,
      Array.from({ length: tasks }, (_, index) =>
        settledIssue(index + 1, "active", toInstant(start - 86_400_000 + index * 200_000)),
      ),
      () => clock.advance(1000),
    );
    const config = Config.parse({
      engine: { logins: [boardLogin] },
      alerts: { routes: { warning: ["comment"] } },
    });
    const context: TickContext = {
      forge: githubForge({ request: hub.request, login: boardLogin, trusted: [boardLogin], clock }),
      claims: memoryClaims(clock.now),
      clock,
      log: silent,
      policy: { config, agents: Agents.parse({ agents: [] }) },
      dryRun: false,
      channels: [],
      repo: boardRepo,
      random: () => 0.5,
    };
    await tick(context);
    clock.advance(7 * 86_400_000);
    hub.reset();
    const told = await tick(context);
    if (told.alerts.sent.length !== tasks) throw new Error("not every stale task was told of");
    const each = (hub.count("read") + hub.count("write")) / tasks;
    const lists = hub.count("list");
    const first = asked(hub);
    clock.advance(15 * 60_000);
    hub.reset();
    await tick(context);
    return [
      {
        name: `${tasks} newly stale, each`,
        value: each,
        unit: "requests",
        bound: { kind: "at most", value: 2 },
      },
      { name: "… lists", value: lists, unit: "requests" },
      {
        name: "… in all",
        value: first,
        unit: "requests",
        against: { name: "actions/stale", value: 1208 },
      },
      {
        name: `later pass with ${tasks} already stale`,
        value: asked(hub),
        unit: "requests",
        bound: { kind: "at most", value: 2 },
        against: { name: "actions/stale", value: 608 },
      },
    ];
  },
};

function asked(hub: Board): number {
  return hub.count("list") + hub.count("read") + hub.count("write");
}
