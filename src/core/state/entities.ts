import type { EntityType, State } from "../../schema/index.ts";

/** What the snapshot tracks, keyed by id, collection by collection. */
export type Entities = Pick<State, Collection>;
export type Collection =
  | "tasks"
  | "agents"
  | "alerts"
  | "audits"
  | "routines"
  | "outputs"
  | "projects"
  | "workstreams"
  | "outbox"
  | "foreign";

/** The entity types that have a collection; the others are history only. */
export type TrackedType = Exclude<EntityType, "integration" | "record">;

export type Fields = Readonly<Record<string, unknown>>;

/** A snapshot of nothing, older than any event. */
export function emptyState(repo: string): State {
  return {
    version: 1,
    repo,
    generated_at: "1970-01-01T00:00:00Z",
    head: { segment: null, digest: null, events: 0 },
    tasks: {},
    agents: {},
    alerts: {},
    audits: {},
    routines: {},
    outputs: {},
    projects: {},
    workstreams: {},
    outbox: {},
    foreign: {},
  };
}

/** The entity with that id, if there is one: an id such as `__proto__` finds nothing it should not. */
export function entityOf<T>(collection: Readonly<Record<string, T>>, id: string): T | undefined {
  return Object.hasOwn(collection, id) ? collection[id] : undefined;
}

/** Code-unit order, the same on every machine. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
