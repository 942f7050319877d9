import type { z } from "zod";
import { UserError } from "../../errors.ts";
import {
  AgentState,
  AlertState,
  AuditState,
  type EntityType,
  type Event,
  ForeignCommit,
  OutboxMessage,
  OutputState,
  ProjectState,
  RoutineState,
  type State,
  TaskState,
  WorkstreamState,
} from "../../schema/index.ts";
import { byCodeUnits, emptyState, entityOf, type Fields, type TrackedType } from "./entities.ts";

type Changes = ReadonlyMap<string, Fields | null>;

/** The snapshot after one more event. */
export function evolve(state: State, event: Event): State {
  return foldOnto(state, [event]);
}

/** The snapshot that a whole history gives. */
export function fold(repo: string, events: Iterable<Event>): State {
  return foldOnto(emptyState(repo), events);
}

/**
 * The snapshot after these events, in their order. Only entities they name are looked at, so the cost is that of the
 * events. `head.segment` and `head.digest` are left to whoever writes the segment. Throws UserError, naming the entity,
 * when the events do not add up to one.
 */
export function foldOnto(state: State, events: Iterable<Event>): State {
  const changes: Record<TrackedType, Map<string, Fields | null>> = {
    task: new Map(),
    agent: new Map(),
    alert: new Map(),
    audit: new Map(),
    routine: new Map(),
    output: new Map(),
    project: new Map(),
    workstream: new Map(),
    message: new Map(),
    foreign: new Map(),
  };
  let count = 0;
  let newest = state.generated_at;
  for (const event of events) {
    count += 1;
    if (Date.parse(event.recorded_at) > Date.parse(newest)) newest = event.recorded_at;
    if (!isTracked(event.entity_type)) continue;
    const changed = changes[event.entity_type];
    const before = changed.has(event.entity_id)
      ? changed.get(event.entity_id)
      : entityOf<Fields>(state[collectionOf[event.entity_type]], event.entity_id);
    changed.set(event.entity_id, after(before ?? {}, event));
  }
  return {
    ...state,
    generated_at: newest,
    head: { ...state.head, events: state.head.events + count },
    tasks: merged("task", TaskState, state.tasks, changes.task),
    agents: merged("agent", AgentState, state.agents, changes.agent),
    alerts: merged("alert", AlertState, state.alerts, changes.alert),
    audits: merged("audit", AuditState, state.audits, changes.audit),
    routines: merged("routine", RoutineState, state.routines, changes.routine),
    outputs: merged("output", OutputState, state.outputs, changes.output),
    projects: merged("project", ProjectState, state.projects, changes.project),
    workstreams: merged("workstream", WorkstreamState, state.workstreams, changes.workstream),
    outbox: merged("message", OutboxMessage, state.outbox, changes.message),
    foreign: merged("foreign", ForeignCommit, state.foreign, changes.foreign),
  };
}

export const collectionOf = {
  task: "tasks",
  agent: "agents",
  alert: "alerts",
  audit: "audits",
  routine: "routines",
  output: "outputs",
  project: "projects",
  workstream: "workstreams",
  message: "outbox",
  foreign: "foreign",
} as const satisfies Record<TrackedType, keyof State>;

function isTracked(type: EntityType): type is TrackedType {
  return Object.hasOwn(collectionOf, type);
}

function after(fields: Fields, event: Event): Fields | null {
  if (event.type.endsWith(".removed")) return null;
  const gone = new Set(event.data?.unset);
  const kept = Object.entries(fields).filter(([name]) => !gone.has(name));
  // Unlike assignment, fromEntries makes `__proto__` a field like any other.
  return Object.fromEntries([...kept, ...Object.entries(event.data?.set ?? {})]);
}

function merged<T>(
  type: TrackedType,
  schema: z.ZodType<T>,
  collection: Record<string, T>,
  changes: Changes,
): Record<string, T> {
  if (changes.size === 0) return collection;
  const entities = new Map(Object.entries(collection));
  for (const [id, fields] of changes) {
    if (fields === null) {
      entities.delete(id);
      continue;
    }
    const entity = schema.safeParse(fields);
    if (!entity.success) throw new UserError(complaint(type, id, entity.error));
    entities.set(id, entity.data);
  }
  return Object.fromEntries([...entities].sort(([a], [b]) => byCodeUnits(a, b)));
}

function complaint(type: TrackedType, id: string, error: z.ZodError): string {
  const first = error.issues[0];
  return (
    `the events of ${type} ${id} do not add up to a whole ${type}: ` +
    `${first?.path.join(".") ?? ""} ${first?.message ?? ""}. An earlier event is missing or was changed; ` +
    "`git log` of state/events says by which commit."
  );
}
