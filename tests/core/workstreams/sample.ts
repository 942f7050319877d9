import { worldOf, type World } from "../../../src/core/world.ts";
import { forecastOf, type WorkstreamForecast } from "../../../src/core/workstreams/forecast.ts";
import { workstreamStates } from "../../../src/core/workstreams/workstream-states.ts";
import {
  type AgentState,
  Config,
  type TaskState,
  type WorkstreamState,
} from "../../../src/schema/index.ts";
import { emptyState } from "../../../src/core/state/entities.ts";
import { toInstant } from "../../../src/core/instant.ts";
import { sampleTask } from "../sample-task.ts";

const repo = "acme/shop";
const startMs = Date.parse("2026-11-16T00:00:00Z");
type Settings = Record<string, unknown>;

/** Milliseconds since the epoch, so many hours after the start of the workstream. */
export function at(hours: number): number {
  return startMs + Math.round(hours * 3_600_000);
}

export function instant(hours: number): string {
  return toInstant(at(hours));
}

/** A task of the workstream that is planned for its owner, with an estimate of 8 h. */
export function streamTask(number: number, fields: Partial<TaskState> = {}): TaskState {
  return sampleTask({
    number,
    title: `Task ${number}`,
    status: "assigned",
    since: instant(0),
    created_at: instant(-24),
    priority: "medium",
    owner: "agent:atlas",
    workstream: "Launch",
    estimate: "8h",
    ...fields,
  });
}

export function ids(...numbers: readonly number[]): string[] {
  return numbers.map((number) => `${repo}#${number}`);
}

export function streamConfig(settings: Settings = {}, more: Settings = {}): Config {
  const entry = { milestone: "Launch", start: instant(0), hours: 168, ...settings };
  return Config.parse({ workstreams: [entry], ...more });
}

export function stateOf(
  tasks: readonly TaskState[],
  { now = 1, settings = {}, before }: Partial<Given> = {},
): WorkstreamState {
  const previous = before === undefined ? {} : { Launch: before };
  const states = workstreamStates(streamConfig(settings), repo, tasks, previous, at(now));
  const state = states["Launch"];
  if (state === undefined) throw new Error("the configuration has no workstream");
  return state;
}

type Given = {
  /** In hours of the clock. */
  readonly now: number;
  readonly settings: Settings;
  readonly before: WorkstreamState;
  readonly agents: readonly AgentState[];
};

export function worldWith(tasks: readonly TaskState[], agents: readonly AgentState[] = []): World {
  return worldOf({
    ...emptyState(repo),
    tasks: Object.fromEntries(tasks.map((task) => [task.id, task])),
    agents: Object.fromEntries(agents.map((agent) => [agent.id, agent])),
  });
}

export function forecast(
  tasks: readonly TaskState[],
  { now = 1, settings = {}, agents = [] }: Partial<Given> = {},
): WorkstreamForecast {
  const world = worldWith(tasks, agents);
  const options = { zone: "UTC", graceMinutes: 15 };
  return forecastOf(stateOf(tasks, { now, settings }), world, at(now), options);
}
