import { expect, test } from "vitest";
import { stillReadable } from "../../src/app/older-snapshot.ts";
import { emptyState } from "../../src/core/state/index.ts";
import type { RoutineState } from "../../src/schema/index.ts";
import { sampleTask } from "../core/sample-task.ts";

const routine: RoutineState = {
  id: "tick",
  name: "Tick",
  schedule: "every quarter of an hour",
  desired: "nothing left",
  every_minutes: null,
  last_run: "2026-11-21T09:00:00Z",
  result: "nothing left",
  failures: 0,
  health: "healthy",
};
const list = { ...routine, id: "list:acme/shop" };
const task = sampleTask();
const routines = { tick: routine, "list:acme/shop": list };
const state = { ...emptyState("acme/shop"), tasks: { [task.id]: task }, routines };
const { comments: _, ...shorter } = sampleTask({ number: 13 });

test.each<[string, object]>([
  ["an entity that lacks a field", { ...state, tasks: { ...state.tasks, [shorter.id]: shorter } }],
  [
    "an entity with a field that there is no more",
    { ...state, tasks: { ...state.tasks, x: { ...task, mood: "good" } } },
  ],
  ["a collection that there is no more", { ...state, moods: {} }],
])("of %s, what is whole is kept, and everything is listed anew", (_name, value) => {
  expect(stillReadable(value)).toEqual({ ...state, routines: { tick: routine } });
});

test("a collection that is not there yet is empty", () => {
  const { workstreams: _none, ...older } = state;
  expect(stillReadable(older)).toEqual({ ...state, routines: { tick: routine } });
});

test.each([null, "a text", {}, { version: 1 }, { ...state, head: null }, []])(
  "%j is no snapshot",
  (value) => {
    expect(stillReadable(value)).toBeNull();
  },
);
