/** Judges every rule on 100,000 tasks, and prints what that took. Run as a process of its own. */
import { alertsFor } from "../../src/core/alerts.ts";
import { ordersFor } from "../../src/core/ordering/orders-for.ts";
import { emptyState } from "../../src/core/state/index.ts";
import { listedTask } from "../../src/core/watch.ts";
import { worldOf } from "../../src/core/world.ts";
import { Agents, Config, statuses, type TaskState } from "../../src/schema/index.ts";
import { boardRepo } from "../support/board.ts";

const count = 100_000;
const now = Date.parse("2026-11-21T08:00:00Z");
const dayMs = 86_400_000;

const tasks: Record<string, TaskState> = {};
for (let index = 0; index < count; index++) {
  const at = new Date(now - 60 * dayMs + index * 40_000).toISOString().replace(".000Z", "Z");
  const due = new Date(now + ((index % 90) - 10) * dayMs).toISOString().slice(0, 10);
  const task = listedTask({
    repo: boardRepo,
    number: index + 1,
    url: `https://github.com/${boardRepo}/issues/${index + 1}`,
    title: `Task ${index + 1}`,
    body: "",
    state: "open",
    stateReason: null,
    author: { login: "ada", bot: false },
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    labels: [
      `status:${statuses[index % statuses.length]}`,
      `owner:agent:agent-${index % 1000}`,
      "priority:high",
      "kind:task",
      "domain:backend",
    ],
    assignees: [],
    milestone: null,
    comments: 0,
    blockers: 0,
  });
  // As if its timeline had been read: else most rules cannot judge, which is too easy.
  tasks[task.id] = { ...task, due: index % 3 === 0 ? due : null, judged: { at, ids: [] } };
}

const policy = { config: Config.parse({}), agents: Agents.parse({ agents: [] }) };
globalThis.gc?.();
const cpu = process.cpuUsage();
const began = performance.now();
const world = worldOf({ ...emptyState(boardRepo), tasks });
const alerts = alertsFor(world, policy, now);
const orders = ordersFor(world, policy, now);
const ms = performance.now() - began;
const used = process.cpuUsage(cpu);
process.stdout.write(
  JSON.stringify({
    ms,
    cpu: (used.user + used.system) / 1000,
    alerts: Object.keys(alerts).length,
    orders: orders.length,
    rss: process.resourceUsage().maxRSS / 1000,
  }),
);
