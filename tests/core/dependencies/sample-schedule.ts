import fc from "fast-check";
import {
  hourMs,
  type ScheduleInput,
  type ScheduleNode,
} from "../../../src/core/dependencies/schedule-node.ts";

/** Hours after the start of the sample workstream, as an instant. */
export function hour(hours: number): number {
  return Date.UTC(2026, 10, 2) + hours * hourMs;
}

/** An open task that nobody has begun; `#2` depends on `#1` when given `["#1"]`. */
export function task(
  id: string,
  hours: number | null,
  dependsOn: readonly string[] = [],
  facts: Partial<ScheduleNode> = {},
): ScheduleNode {
  return { id, dependsOn, hours, progress: 0, state: "open", ...facts };
}

export function workstream(
  nodes: readonly ScheduleNode[],
  facts: Partial<ScheduleInput> = {},
): ScheduleInput {
  return { nodes, now: hour(0), start: hour(0), defaultHours: 8, ...facts };
}

const facts = fc.record({
  hours: fc.option(fc.integer({ min: 0, max: 20 }), { freq: 5 }),
  progress: fc.constantFrom(0, 0, 0, 0.25, 0.5, 1),
  state: fc.constantFrom("open", "open", "open", "open", "done", "dropped"),
  doneAt: fc.integer({ min: -50, max: 10 }).map(hour),
  startedAt: fc.integer({ min: -50, max: 10 }).map(hour),
  notBefore: fc.integer({ min: -10, max: 60 }).map(hour),
  deadline: fc.option(fc.integer({ min: 0, max: 80 }).map(hour)),
} as const);

const someFacts = fc
  .tuple(facts, fc.subarray(["doneAt", "startedAt", "notBefore", "deadline"] as const))
  .map(([{ hours, progress, state, ...times }, kept]) => ({
    hours,
    progress,
    state,
    ...Object.fromEntries(kept.map((key) => [key, times[key]])),
  }));

const ids = ["__proto__", "constructor", "#1", "#2", "#9", "#10", "#11", "a", "b", "org/x#10"];

/** Up to three of them, in any order. */
function few(candidates: readonly string[]): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray([...candidates], { maxLength: Math.min(3, candidates.length) });
}

/** Ids, each with what it depends on: earlier ones only, or now and then any, itself and a name nobody has included. */
export function arbitraryEdges(
  kind: "acyclic" | "any",
): fc.Arbitrary<{ id: string; dependsOn: string[] }[]> {
  return fc.shuffledSubarray(ids, { minLength: 1 }).chain((some) => {
    const edges = some.map((id, at) => {
      const weight = kind === "acyclic" ? 0 : 1;
      const needs = fc.oneof(
        { weight: 6, arbitrary: few(some.slice(0, at)) },
        { weight, arbitrary: few([...some, "#404"]) },
      );
      return needs.map((dependsOn) => ({ id, dependsOn }));
    });
    return fc.tuple(...edges);
  });
}

export function arbitraryWorkstream(kind: "acyclic" | "any"): fc.Arbitrary<ScheduleInput> {
  const end = fc.option(fc.integer({ min: 0, max: 120 }).map(hour));
  return fc.record({
    nodes: arbitraryEdges(kind).chain((edges) =>
      fc.tuple(...edges.map((node) => someFacts.map((known) => ({ ...known, ...node })))),
    ),
    now: fc.integer({ min: -5, max: 20 }).map(hour),
    start: fc.integer({ min: -5, max: 20 }).map(hour),
    end,
    defaultHours: fc.integer({ min: 0, max: 12 }),
  });
}
