import type {
  AgentState,
  AlertState,
  AuditState,
  ForeignCommit,
  Halt,
  OutboxMessage,
  RoutineState,
  State,
  TaskState,
  WorkstreamState,
} from "../schema/index.ts";

/** Everything that is known at one moment, with what the rules ask for most looked up once. */
export type World = {
  readonly repo: string;
  readonly tasks: ReadonlyMap<string, TaskState>;
  readonly agents: ReadonlyMap<string, AgentState>;
  readonly alerts: ReadonlyMap<string, AlertState>;
  readonly routines: ReadonlyMap<string, RoutineState>;
  readonly workstreams: ReadonlyMap<string, WorkstreamState>;
  readonly audits: ReadonlyMap<string, AuditState>;
  readonly outbox: ReadonlyMap<string, OutboxMessage>;
  readonly foreign: ReadonlyMap<string, ForeignCommit>;
  /** Ids of the tasks that wait for a task, by its id: through `depends` or because they are blocked on it. */
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** Tasks by owner. */
  readonly owned: ReadonlyMap<string, readonly TaskState[]>;
  /** The oldest halt that stands, with its task; null: work may start. */
  readonly halt: (Halt & { readonly task: string }) | null;
};

type BesideTasks = Pick<
  State,
  "repo" | "agents" | "alerts" | "routines" | "workstreams" | "audits" | "outbox" | "foreign"
>;

export function worldOf(state: BesideTasks & Pick<State, "tasks">): World {
  return worldWith(mapOf(state.tasks), state);
}

/** The world of these tasks, by id, and of what the snapshot says beside tasks. */
export function worldWith(tasks: World["tasks"], state: BesideTasks): World {
  const dependents = new Map<string, string[]>();
  const owned = new Map<string, TaskState[]>();
  let halt: World["halt"] = null;
  for (const task of tasks.values()) {
    for (const id of waitsFor(task)) add(dependents, id, task.id);
    if (task.owner !== null) add(owned, task.owner, task);
    if (task.halt !== null && (halt === null || task.halt.at < halt.at))
      halt = { ...task.halt, task: task.id };
  }
  return {
    repo: state.repo,
    tasks,
    agents: mapOf(state.agents),
    alerts: mapOf(state.alerts),
    routines: mapOf(state.routines),
    workstreams: mapOf(state.workstreams),
    audits: mapOf(state.audits),
    outbox: mapOf(state.outbox),
    foreign: mapOf(state.foreign),
    dependents,
    owned,
    halt,
  };
}

/** By key, without a list of pairs in between, which for a large snapshot is a large list. */
function mapOf<T>(record: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (value !== undefined) map.set(key, value);
  }
  return map;
}

/** Ids of the tasks that this one waits for, each once. */
export function waitsFor(task: Pick<TaskState, "depends" | "blocked">): readonly string[] {
  const on = task.blocked?.on ?? null;
  return on === null || task.depends.includes(on) ? task.depends : [...task.depends, on];
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
