import { describe, expect, test } from "vitest";
import { collectionOf, evolve, foldOnto } from "../../../src/core/state/fold.ts";
import { emptyState } from "../../../src/core/state/index.ts";
import { entityTypes, type Event, type State } from "../../../src/schema/index.ts";
import { sampleEvent } from "../../render/sample-state.ts";
import { sampleTask } from "../sample-task.ts";

const nothing = emptyState("acme/shop");
const task = sampleTask();
const before: State = {
  ...nothing,
  tasks: { [task.id]: task },
  generated_at: "2026-11-21T07:00:00Z",
};
const change = (changes: Partial<Event>): Event =>
  sampleEvent("e", { type: "task.changed", entity_id: task.id, ...changes });

describe("the snapshot is as new as its newest event", () => {
  test.each([
    ["a newer event", "2026-11-21T07:00:01Z", "2026-11-21T07:00:01Z"],
    ["an older event", "2026-11-21T06:59:59Z", "2026-11-21T07:00:00Z"],
    ["an event of the same instant, written otherwise", "2026-11-21T07:00:00.000Z", undefined],
    [
      "an event that is newer by a part of a second",
      "2026-11-21T07:00:00.5Z",
      "2026-11-21T07:00:00.5Z",
    ],
  ])("%s", (_, recorded_at, generated_at = before.generated_at) => {
    expect(evolve(before, change({ recorded_at })).generated_at).toBe(generated_at);
  });
});

test("an event that is history only is counted and changes nothing else", () => {
  const event = change({ type: "record.appended", entity_type: "record", data: { set: { a: 1 } } });
  expect(evolve(before, { ...event, recorded_at: before.generated_at })).toEqual({
    ...before,
    head: { ...before.head, events: 1 },
  });
});

test.each([
  ["without data", undefined],
  ["that sets and unsets nothing", {}],
])("an event %s leaves the entity as it was", (_, data) => {
  const { data: _none, ...bare } = change({});
  const event: Event = data === undefined ? bare : { ...bare, data };
  expect(evolve(before, event).tasks).toEqual(before.tasks);
});

test("collections that no event names stay the very same", () => {
  const after = foldOnto(before, [change({ data: { set: { title: "B" } } })]);
  for (const name of Object.values(collectionOf)) {
    expect(after[name] === before[name], name).toBe(name !== "tasks");
  }
});

test("entities stand in the order of their ids, whenever they came", () => {
  const created = ["acme/shop#9", "acme/shop#10", "acme/shop#2"].map((id) =>
    change({ entity_id: id, data: { set: { ...task, id } } }),
  );
  expect(Object.keys(foldOnto(before, created).tasks)).toEqual([
    "acme/shop#10",
    "acme/shop#12",
    "acme/shop#2",
    "acme/shop#9",
  ]);
});

test("an entity that is removed and comes back has nothing of what it was", () => {
  const removed = change({ type: "task.removed" });
  expect(evolve(before, removed).tasks).toEqual({});
  const { due: _, ...rest } = task;
  const back = [removed, change({ data: { set: rest } })];
  expect(() => foldOnto(before, back)).toThrow(/acme\/shop#12 do not add up to a whole task: due/);
});

const tracked = entityTypes.filter((type) => Object.hasOwn(collectionOf, type));

test("every kind of entity is kept but those that are history only", () => {
  expect(entityTypes.filter((type) => !tracked.includes(type))).toEqual(["integration", "record"]);
});

test.each(tracked)("a change to %s that never was names it", (type) => {
  const event = change({ entity_type: type, entity_id: "ghost", data: { set: {} } });
  expect(() => evolve(nothing, event)).toThrow(
    `the events of ${type} ghost do not add up to a whole ${type}: `,
  );
});

test("what is missing is named with its path, why, and where to look", () => {
  const event = change({ data: { set: { blocked: { by: null } } } });
  expect(() => evolve(before, event)).toThrow(
    "the events of task acme/shop#12 do not add up to a whole task: blocked.reason Invalid input: expected string, " +
      "received undefined. An earlier event is missing or was changed; `git log` of state/events says by which commit.",
  );
});
