import { expect, test } from "vitest";
import { emptyState } from "../../src/core/state/index.ts";
import { waitsFor, worldOf } from "../../src/core/world.ts";
import type { TaskState } from "../../src/schema/index.ts";
import { sampleTask } from "./sample-task.ts";

const block = { reason: "no key", by: "ada", on: null, since: null, from: "active" } as const;

function worldWith(...tasks: readonly TaskState[]) {
  const byId = Object.fromEntries(tasks.map((task) => [task.id, task]));
  return worldOf({ ...emptyState("acme/shop"), tasks: byId });
}

test.each<[string, Partial<TaskState>, readonly string[]]>([
  ["nothing", {}, []],
  [
    "what it depends on",
    { depends: ["acme/shop#5", "acme/shop#6"] },
    ["acme/shop#5", "acme/shop#6"],
  ],
  ["what it is blocked on", { blocked: { ...block, on: "acme/shop#5" } }, ["acme/shop#5"]],
  ["no task, blocked for another reason", { blocked: block }, []],
  [
    "both, each once",
    { depends: ["acme/shop#5"], blocked: { ...block, on: "acme/shop#5" } },
    ["acme/shop#5"],
  ],
  [
    "what it depends on, then what it is blocked on",
    { depends: ["acme/shop#6"], blocked: { ...block, on: "acme/shop#5" } },
    ["acme/shop#6", "acme/shop#5"],
  ],
])("a task waits for %s", (_, fields, expected) => {
  expect(waitsFor(sampleTask(fields))).toEqual(expected);
});

test("a world knows who waits for a task, and what each owner has", () => {
  const world = worldWith(
    sampleTask({ number: 1, owner: null }),
    sampleTask({ number: 2, depends: ["acme/shop#1"] }),
    sampleTask({ number: 3, blocked: { ...block, on: "acme/shop#1" }, owner: "human:mia" }),
    sampleTask({ number: 4 }),
  );
  expect([...world.dependents]).toEqual([["acme/shop#1", ["acme/shop#2", "acme/shop#3"]]]);
  expect([...world.owned].map(([owner, tasks]) => [owner, tasks.map(({ id }) => id)])).toEqual([
    ["agent:atlas", ["acme/shop#2", "acme/shop#4"]],
    ["human:mia", ["acme/shop#3"]],
  ]);
});

test("the oldest halt stands, in whatever order the tasks are", () => {
  const halted = (number: number, at: string) =>
    sampleTask({ number, halt: { reason: `r${number}`, by: "ada", at } });
  const older = halted(7, "2026-11-20T10:00:00Z");
  const newer = halted(3, "2026-11-20T11:00:00Z");
  const expected = { reason: "r7", by: "ada", at: "2026-11-20T10:00:00Z", task: "acme/shop#7" };
  expect(worldWith(older, newer, sampleTask()).halt).toEqual(expected);
  expect(worldWith(newer, sampleTask(), older).halt).toEqual(expected);
  expect(worldWith(sampleTask()).halt).toBeNull();
});

test("of halts at one instant the first that is known stands", () => {
  const at = "2026-11-20T10:00:00Z";
  const halts = [3, 4].map((number) =>
    sampleTask({ number, halt: { reason: "r", by: "ada", at } }),
  );
  expect(worldWith(...halts).halt?.task).toBe("acme/shop#3");
});
