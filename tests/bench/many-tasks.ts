import { githubForge } from "../../src/adapters/github/forge.ts";
import { tick, type TickContext } from "../../src/app/tick.ts";
import { toInstant } from "../../src/core/instant.ts";
import type { Log } from "../../src/ports.ts";
import { Agents, Config, statuses } from "../../src/schema/index.ts";
import { handClock } from "../contract/clock.ts";
import { board, boardLogin, boardRepo, settledIssue } from "../support/board.ts";
import { memoryClaims } from "../support/memory-claims.ts";
import type { Bench } from "./bench.ts";

const tasks = 10_000;
const quarter = 15 * 60_000;
const start = Date.parse("2026-11-21T08:00:00Z");
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const openStatuses = statuses.filter(
  (one) => !["inbox", "done", "archived", "blocked"].includes(one),
);

export const manyTasks: Bench = {
  name: "many tasks",
  method: `${tasks.toLocaleString("en")} open tasks on a GitHub in memory, which counts the requests; writes are a second apart, as GitHub asks. A first pass reads them all; the next one, a quarter of an hour later, finds nothing changed: its requests, and the processor time of everything in it, the GitHub in memory included.`,
  async run() {
    const clock = handClock(start);
    const issues = Array.from({ length: tasks }, (_, index) => {
      const at = toInstant(start - 6 * 86_400_000 + index * 17_000).replace(".000Z", "Z");
      const status = openStatuses[index % openStatuses.length] ?? "planned";
      return settledIssue(index + 1, status, at);
    });
    const hub = board(clock.now, issues, () => clock.advance(1000));
    const config = Config.parse({ engine: { logins: [boardLogin] } });
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
    const cold = await tick(context);
    const lists = hub.count("list");
    if (cold.unread.length > 0) throw new Error("the first pass did not read everything");
    clock.advance(quarter);
    hub.reset();
    const before = process.cpuUsage();
    const quiet = await tick(context);
    const spent = process.cpuUsage(before);
    if (quiet.tasks.length > 0) throw new Error("the second pass was not quiet");
    const asked = hub.count("list") + hub.count("read") + hub.count("write");
    return [
      {
        name: `quiet pass over ${tasks.toLocaleString("en")} tasks, issues API`,
        value: asked,
        unit: "requests",
        bound: { kind: "at most", value: 2 },
      },
      {
        name: "… reads of the data branch",
        value: hub.count("data branch"),
        unit: "requests",
      },
      {
        name: "… processor time",
        value: (spent.user + spent.system) / 1000,
        unit: "ms",
        bound: { kind: "at most", value: 1000 },
      },
      {
        name: `the first pass lists ${tasks.toLocaleString("en")} tasks`,
        value: lists,
        unit: "requests",
      },
    ];
  },
};
