import { workstreamStates } from "../../../src/core/workstreams/workstream-states.ts";
import { buildData } from "../../../src/render/data.ts";
import { Config, Data, statuses, type TaskState } from "../../../src/schema/index.ts";
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
      workstream: index >= 3 && index <= 8 ? "Launch" : null,
      estimate: index === 4 ? "2h" : null,
    }),
  );
  const state = {
    ...sampleState({
      tasks,
      agents: [
        sampleAgent("atlas", { current_task: "ada/fleet#5" }),
        sampleAgent("nova", { observed: "paused", health: "warning" }),
      ],
      alerts: [sampleAlert("open"), sampleAlert("shut", { resolved_at: "2026-11-21T10:00:00Z" })],
      outputs: [{ id: "o", type: "report", title: "Report", location: "reports/x.md", at: now }],
    }),
    workstreams: launch(tasks),
  };
  const events = [sampleEvent("b"), sampleEvent("a", { timestamp: "2026-11-21T09:00:00Z" })];
  return Data.parse(structuredClone(buildData(state, events, now)));
}

function launch(tasks: readonly TaskState[]) {
  const entry = {
    milestone: "Launch",
    goal: "Open the shop",
    start: "2026-11-20T12:00:00Z",
    hours: 48,
    go_no_go: 40,
    criteria: [{ text: "built", tasks: ["#8"] }, { text: "seen" }],
    deliverables: [{ text: "a page", tasks: ["#7"] }],
  };
  const config = Config.parse({ workstreams: [entry] });
  return workstreamStates(config, "ada/fleet", tasks, {}, Date.parse(now));
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
    workstreams: [String(data.workstreams.items.length)],
    outputs: [String(data.outputs.items.length)],
    repo: [data.repo],
    health: [data.summary.health],
    why: [data.summary.why],
    mode: [data.summary.mode ?? "none"],
    generated_at: ["2026-11-21 12:00:00 UTC"],
    ...launchTexts,
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

/** The same, of the workstream: worked out by hand. #1 is outside of it, and #4 waits for it. */
const launchTexts: Record<string, string[]> = {
  "workstream:name": ["Launch"],
  "workstream:clock": ["hour 24 of 48"],
  "workstream:finish": ["hour 40"],
  "workstream:spare": ["8 h before the end"],
  "workstream:verdict": ["pending"],
  "workstream:progress": ["38 %"],
  "workstream:tasks": ["6"],
  "workstream:done": ["1"],
  "workstream:critical": ["1"],
  "workstream:criteria": ["1 of 2"],
  "workstream:risks": ["12"],
  "workstream:next": ["Triage #1 (Task 1)"],
  "workstream:number": ["#8", "#7", "#5", "#6", "#1", "#9", "#4"],
  "workstream:left": ["~0 of 8 h", "~0 of 8 h", "2 h", "~8 h", "~8 h", "~8 h", "~8 h"],
  "workstream:slack": ["–", "24 h", "22 h", "16 h", "8 h", "16 h", "8 h"],
  "workstream:due": ["–", "hour 12", "hour 12", "–", "hour 12", "hour 12", "–"],
};
