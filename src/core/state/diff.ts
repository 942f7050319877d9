import type { Event, State } from "../../schema/index.ts";
import { toInstant } from "../instant.ts";
import { digestOf } from "./digest.ts";
import { byCodeUnits, type Entities, entityOf, type TrackedType } from "./entities.ts";
import { isSame, present } from "./equal.ts";
import {
  agentStory,
  alertStory,
  auditStory,
  foreignStory,
  messageStory,
  outputStory,
  projectStory,
  routineStory,
  type Story,
  taskStory,
  workstreamStory,
} from "./narrate.ts";

type Tell<T> = (before: T | undefined, now: T, changed: readonly string[]) => Story;
type Context = { readonly recordedAt: string; readonly source: string; readonly place: number };

/**
 * The events that lead from the snapshot to these entities, in a fixed order; none when they say the same. How far a
 * task has been judged is no change by itself and only rides along with one; nor is plain talk while it goes on. The same change from the same snapshot has
 * the same id. `now` is in milliseconds since the epoch; `source` is who saw it, where the entity does not say.
 */
export function diffState(
  before: State,
  after: Entities,
  now: number,
  source: string = "github",
): readonly Event[] {
  const recordedAt = toInstant(Math.max(now, Date.parse(before.generated_at)));
  const context = { recordedAt, source, place: before.head.events };
  return [
    ...changes("task", before.tasks, after.tasks, taskStory, context),
    ...changes("agent", before.agents, after.agents, agentStory, context),
    ...changes("alert", before.alerts, after.alerts, alertStory, context),
    ...changes("audit", before.audits, after.audits, auditStory, context),
    ...changes("routine", before.routines, after.routines, routineStory, context),
    ...changes("output", before.outputs, after.outputs, outputStory, context),
    ...changes("project", before.projects, after.projects, projectStory, context),
    ...changes("workstream", before.workstreams, after.workstreams, workstreamStory, context),
    ...changes("message", before.outbox, after.outbox, messageStory, context),
    ...changes("foreign", before.foreign, after.foreign, foreignStory, context),
  ];
}

/** A time alone is no change: these ride along with one, and where a task stood once it has come to rest. */
const riders: ReadonlySet<string> = new Set([
  "judged",
  "updated_at",
  "comments",
  "body_digest",
  "blockers",
  "last_seen",
  "last_sign",
  "signs",
  "last_work",
]);

function changes<T extends object>(
  type: TrackedType,
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  tell: Tell<T>,
  context: Context,
): readonly Event[] {
  const events: Event[] = [];
  for (const [id, now] of Object.entries(after)) {
    const event = change(type, id, entityOf(before, id), now, tell, context);
    if (event !== null) events.push(event);
  }
  for (const id of Object.keys(before))
    if (!Object.hasOwn(after, id)) events.push(removal(type, id, context));
  return events.sort((a, b) => byCodeUnits(a.entity_id, b.entity_id));
}

function change<T extends object>(
  type: TrackedType,
  id: string,
  before: T | undefined,
  after: T,
  tell: Tell<T>,
  context: Context,
): Event | null {
  // Most of a snapshot is what it was: there is no need to ask of each field whether it is.
  if (isSame(before, after)) return null;
  const old = new Map(present(before ?? {}));
  const fields = new Map(present(after));
  const set = [...fields].filter(
    ([name, value]) => !old.has(name) || !isSame(old.get(name), value),
  );
  const unset = [...old.keys()].filter((name) => !fields.has(name)).sort(byCodeUnits);
  const isKept = before !== undefined && isAtRest(after, context);
  const changed = [...set.map(([name]) => name), ...unset]
    .filter(
      (name) => !riders.has(name) || isFirstJudgement(name, old) || (isKept && position.has(name)),
    )
    .sort(byCodeUnits);
  if (changed.length === 0) return null;

  const story = tell(before, after, changed);
  const data = { set: Object.fromEntries(set), ...(unset.length > 0 && { unset }) };
  return {
    id: `${story.type}:${id}:${story.key ?? `${digestOf(data)}@${context.place}`}`,
    timestamp: story.at ?? context.recordedAt,
    recorded_at: context.recordedAt,
    type: story.type,
    source: story.source ?? context.source,
    entity_type: type,
    entity_id: id,
    status: story.status,
    message: story.message,
    data: { ...data, ...(story.evidence && { evidence: [...story.evidence] }) },
  };
}

/** What a list shows of a task, and a task is read again for. */
const position: ReadonlySet<string> = new Set([
  "updated_at",
  "comments",
  "body_digest",
  "blockers",
]);

/** As long as a tick is apart from the next, in milliseconds. */
const restMs = 15 * 60_000;

/**
 * Where nothing was left to be changed by plain talk, each pass would read the task again. The pass after it has ended says
 * how it stands; while it goes on, each pass has to read the task anyway.
 */
function isAtRest(after: object, { recordedAt }: Context): boolean {
  if (!("updated_at" in after) || typeof after.updated_at !== "string") return false;
  return Date.parse(recordedAt) - Date.parse(after.updated_at) >= restMs;
}

/** That a timeline has been read at all is worth an event, how far it has been is not. */
function isFirstJudgement(name: string, old: ReadonlyMap<string, unknown>): boolean {
  return name === "judged" && old.has(name) && old.get(name) === null;
}

function removal(type: TrackedType, id: string, context: Context): Event {
  return {
    id: `${type}.removed:${id}:${context.place}`,
    timestamp: context.recordedAt,
    recorded_at: context.recordedAt,
    type: `${type}.removed`,
    source: context.source,
    entity_type: type,
    entity_id: id,
    status: null,
    message: `${type === "task" ? "" : `${type} `}${id} is no longer there.`,
  };
}
