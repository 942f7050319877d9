import type { Config, TaskState, WorkstreamState } from "../../schema/index.ts";
import { criticalPath } from "../dependencies/critical-path.ts";
import { inIdOrder } from "../dependencies/id-order.ts";
import { hourMs } from "../dependencies/schedule-node.ts";
import { toInstant } from "../instant.ts";
import { entityOf } from "../state/entities.ts";
import { judgeCriterion, type JudgedCriterion } from "./judge-criterion.ts";
import { scheduleInput } from "./schedule.ts";

type Entry = Config["workstreams"][number];
type Known = {
  readonly config: Config;
  readonly tasks: ReadonlyMap<string, TaskState>;
  readonly now: number;
};

/**
 * The workstreams of the configuration with what is known of their tasks, by id. `home` is the control room's repository,
 * `previous` what the last snapshot says, `now` in milliseconds since the epoch. Of a protected project nothing is kept.
 */
export function workstreamStates(
  config: Config,
  home: string,
  tasks: Iterable<TaskState>,
  previous: Readonly<Record<string, WorkstreamState>>,
  now: number,
): Record<string, WorkstreamState> {
  if (config.workstreams.length === 0) return {};
  const known = { config, tasks: new Map([...tasks].map((task) => [task.id, task])), now };
  const states: [string, WorkstreamState][] = [];
  for (const entry of config.workstreams) {
    const repo = entry.repo ?? home;
    if (config.projects.some((project) => project.status === "protected" && project.repo === repo))
      continue;
    const id = idOf(entry, repo, config);
    states.push([id, stateOf(id, repo, entry, entityOf(previous, id), known)]);
  }
  return Object.fromEntries(states);
}

function idOf({ milestone }: Entry, repo: string, { workstreams }: Config): string {
  const isShared = workstreams.filter((entry) => entry.milestone === milestone).length > 1;
  return isShared ? `${milestone} (${repo})` : milestone;
}

function stateOf(
  id: string,
  repo: string,
  entry: Entry,
  before: WorkstreamState | undefined,
  { config, tasks, now }: Known,
): WorkstreamState {
  const start = Date.parse(entry.start);
  const at = (hours: number) => start + Math.round(hours * hourMs);
  const goNoGo = entry.go_no_go === undefined ? null : at(entry.go_no_go);
  const own = [...tasks.values()].filter(
    (task) => task.repo === repo && task.workstream === entry.milestone,
  );
  const ids = inIdOrder(own).map((task) => task.id);
  const judge = (item: Entry["criteria"][number], earlier: WorkstreamState["criteria"] = []) =>
    judgeCriterion(item, {
      repo,
      tasks,
      before: earlier.find(({ text }) => text === item.text),
      goNoGo,
      now,
    });
  const criteria = entry.criteria.map((item) => judge(item, before?.criteria));
  const clock = {
    start: entry.start,
    hours: entry.hours,
    default_hours: entry.default_hours,
    tasks: ids,
  };
  const schedule = criticalPath(scheduleInput(clock, tasks, config.timezone, now));
  return {
    id,
    goal: entry.goal,
    repo,
    ...clock,
    go_no_go: goNoGo === null ? null : toInstant(goNoGo),
    verdict: verdictOf(criteria, goNoGo, before, now),
    deliverables: entry.deliverables.map((item) => judge(item, before?.deliverables).criterion),
    criteria: criteria.map(({ criterion }) => criterion),
    checkins: entry.checkins.map(({ every_hours, from_hour, until_hour }) => ({
      every_hours,
      from: toInstant(at(from_hour)),
      until: toInstant(at(until_hour)),
    })),
    critical_path: [...schedule.path],
    unjudged: [...schedule.unjudged],
  };
}

/**
 * Go when every criterion was met at the hour of the go/no-go, else no-go; given once. While it is not known of one whether it
 * was, or where there is none at all, there is no verdict.
 */
function verdictOf(
  criteria: readonly JudgedCriterion[],
  goNoGo: number | null,
  before: WorkstreamState | undefined,
  now: number,
): WorkstreamState["verdict"] {
  if (goNoGo === null || now < goNoGo || criteria.length === 0) return "pending";
  if (before?.go_no_go === toInstant(goNoGo) && before.verdict !== "pending") return before.verdict;
  if (criteria.some(({ wasMet }) => wasMet === false)) return "no-go";
  return criteria.some(({ wasMet }) => wasMet === null) ? "pending" : "go";
}
