import { buildData } from "../../../src/render/data.ts";
import { Data, statuses } from "../../../src/schema/index.ts";
import {
  now,
  sampleAgent,
  sampleAlert,
  sampleEvent,
  sampleState,
  sampleTask,
} from "../../render/sample-state.ts";

/** Clean data with something in every list; a fresh copy each time, so that a test may break it. */
export function sampleData(): Data {
  const tasks = statuses.map((status, index) =>
    sampleTask(index + 1, {
      status,
      due: index % 2 === 0 ? "2026-11-20" : null,
      blocked:
        status === "blocked"
          ? { reason: "No key", by: null, on: null, since: null, from: "active" }
          : null,
      depends: index === 3 ? ["ada/fleet#1", "#2", "other/place#9"] : [],
    }),
  );
  const state = sampleState({
    tasks,
    agents: [
      sampleAgent("atlas", { current_task: "ada/fleet#5" }),
      sampleAgent("nova", { observed: "paused", health: "warning" }),
    ],
    alerts: [sampleAlert("open"), sampleAlert("shut", { resolved_at: "2026-11-21T10:00:00Z" })],
    outputs: [{ id: "o", type: "report", title: "Report", location: "reports/x.md", at: now }],
  });
  const events = [sampleEvent("b"), sampleEvent("a", { timestamp: "2026-11-21T09:00:00Z" })];
  return Data.parse(structuredClone(buildData(state, events, now)));
}

/** The texts an honest page shows for this data. */
export function honestTexts(data: Data): Record<string, string[]> {
  const texts: Record<string, string[]> = {
    tasks: [String(data.tasks.items.length)],
    overdue: [data.summary.overdue === null ? "cannot judge" : String(data.summary.overdue)],
    with_deadline: data.summary.overdue === null ? [] : [String(data.summary.with_deadline)],
    "alerts:open": [String(data.summary.alerts.open)],
    "alerts:critical": [String(data.summary.alerts.critical)],
    "alerts:urgent": [String(data.summary.alerts.urgent)],
    mismatches: [String(data.mismatches.length)],
    agents: [String(data.agents.items.length)],
    outputs: [String(data.outputs.items.length)],
    repo: [data.repo],
    health: [data.summary.health],
    why: [data.summary.why],
    mode: [data.summary.mode ?? "none"],
    generated_at: ["2026-11-21 12:00:00 UTC"],
  };
  for (const status of statuses) {
    const numbers = data.tasks.items
      .filter((task) => task.status === status)
      .map((t) => `#${t.number}`);
    texts[`status:${status}`] = [String(numbers.length)];
    texts[`cards:${status}`] = numbers;
  }
  return texts;
}
