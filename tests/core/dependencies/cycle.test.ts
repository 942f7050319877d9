import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cyclesIn, cycleWith } from "../../../src/core/dependencies/cycle.ts";
import { dependencyGraph } from "../../../src/core/dependencies/graph.ts";
import { compareIds } from "../../../src/core/dependencies/id-order.ts";
import { arbitraryEdges } from "./sample-schedule.ts";
import { distance, knots } from "./slow-reference.ts";

type Nodes = readonly { readonly id: string; readonly dependsOn: readonly string[] }[];

/** `"1>2,3 2>3"`: #1 depends on #2 and #3, #2 on #3; whoever is not said depends on nothing, but has to be said: `"3"`. */
function nodesOf(text: string): Nodes {
  return text.split(" ").map((part) => {
    const [id, on] = part.split(">");
    return { id: `#${id}`, dependsOn: (on?.split(",") ?? []).map((other) => `#${other}`) };
  });
}

function withEdge(nodes: Nodes, from: string, to: string): Nodes {
  const others = nodes.filter((node) => node.id !== from);
  const before = nodes.find((node) => node.id === from)?.dependsOn ?? [];
  return [...others, { id: from, dependsOn: [...before, to] }];
}

/** Whether each id depends on the next, none comes twice, and the last is the first again. */
function isCycle(cycle: readonly string[], nodes: Nodes): boolean {
  const steps = cycle.slice(1).map((to, at) => ({ from: cycle[at], to }));
  return (
    steps.length > 0 &&
    cycle.at(-1) === cycle[0] &&
    new Set(cycle).size === steps.length &&
    steps.every(({ from, to }) =>
      nodes.some((node) => node.id === from && node.dependsOn.includes(to)),
    )
  );
}

describe("a new dependency", () => {
  test.each([
    ["on a task that depends on nothing", "1 2", "#1", "#2", null],
    ["that is there already", "1>2 2", "#1", "#2", null],
    ["on a task that shares what it needs", "1>3 2>3 3", "#1", "#2", null],
    ["on itself", "1", "#1", "#1", ["#1", "#1"]],
    ["on what depends on it", "1 2>1", "#1", "#2", ["#1", "#2", "#1"]],
    ["on what depends on it by way of others", "1 5>9 9>1", "#1", "#5", ["#1", "#5", "#9", "#1"]],
    [
      "with a long and a short way back",
      "1 2>3,4 3>5 4>1 5>1",
      "#1",
      "#2",
      ["#1", "#2", "#4", "#1"],
    ],
    ["with two ways of one length", "1 2>10,9 9>1 10>1", "#1", "#2", ["#1", "#2", "#9", "#1"]],
    ["on a name nobody has", "1", "#1", "#404", null],
    ["on itself, under a name nobody has", "1", "#404", "#404", ["#404", "#404"]],
    [
      "of a task not seen yet that others name",
      "1>404 2>1",
      "#404",
      "#2",
      ["#404", "#2", "#1", "#404"],
    ],
    ["of a task not seen yet that nobody names", "1>2 2", "#404", "#1", null],
    ["beside a cycle that is there", "1 2>3 3>2", "#1", "#2", null],
  ])("%s", (_name, text, from, to, expected) => {
    expect(cycleWith(dependencyGraph(nodesOf(text)), from, to)).toEqual(expected);
  });

  test("is let through when the graph stays without a cycle, else the shortest cycle is shown", () => {
    const names = fc.constantFrom("__proto__", "constructor", "#1", "#2", "#9", "#10", "a", "#404");
    let refused = 0;
    fc.assert(
      fc.property(arbitraryEdges("acyclic"), names, names, (nodes, from, to) => {
        const after = withEdge(nodes, from, to);
        const cycle = cycleWith(dependencyGraph(nodes), from, to);
        expect(cyclesIn(dependencyGraph(after)).length).toBe(cycle === null ? 0 : 1);
        expect(knots(after).length).toBe(cycle === null ? 0 : 1);
        if (cycle === null) return;
        refused += 1;
        expect(isCycle(cycle, after)).toBe(true);
        expect(cycle.slice(0, 2)).toEqual([from, to]);
        expect(cycle.length).toBe(distance(to, from, nodes) + 2);
      }),
      { numRuns: 500, seed: 20261121 },
    );
    expect(refused).toBeGreaterThan(20);
  });
});

describe("the cycles of a graph", () => {
  test.each([
    ["there are none", "1>2 2>3 3", []],
    ["a diamond is none", "1>2,3 2>4 3>4 4", []],
    ["one that depends on itself", "1>1 2", [["#1", "#1"]]],
    ["found by its second id first", "1>5 5>3 3>5", [["#3", "#5", "#3"]]],
    ["two that depend on each other", "2>1 1>2", [["#1", "#2", "#1"]]],
    ["what leads in or out is no part of it", "1>2 2>3 3>2,4 4", [["#2", "#3", "#2"]]],
    [
      "two apart, by first id",
      "9>10 10>9 2>3 3>2",
      [
        ["#2", "#3", "#2"],
        ["#9", "#10", "#9"],
      ],
    ],
    ["of two that share a task, the shorter", "1>2,4 2>3 3>1 4>1", [["#1", "#4", "#1"]]],
    ["of two as short, the first id", "1>10,9 9>1 10>1", [["#1", "#9", "#1"]]],
    [
      "two joined one way only stay two",
      "1>2 2>1,3 3>4 4>3",
      [
        ["#1", "#2", "#1"],
        ["#3", "#4", "#3"],
      ],
    ],
    ["a name nobody has closes none", "1>404", []],
  ])("%s", (_name, text, expected) => {
    expect(cyclesIn(dependencyGraph(nodesOf(text)))).toEqual(expected);
  });

  test("are one for each set of tasks that all depend on each other, through its first id", () => {
    fc.assert(
      fc.property(arbitraryEdges("any"), (nodes) => {
        const expected = knots(nodes);
        const cycles = cyclesIn(dependencyGraph(nodes));
        const owners = cycles.map((cycle) => {
          expect(isCycle(cycle, nodes)).toBe(true);
          const [first = ""] = cycle;
          const knot = expected.find((ids) => ids.includes(first)) ?? [];
          expect(first).toBe(knot.toSorted(compareIds)[0]);
          const ways = nodes.find((node) => node.id === first)?.dependsOn ?? [];
          const shortest = Math.min(...ways.map((id) => distance(id, first, nodes)));
          expect(cycle.length).toBe(shortest + 2);
          return expected.findIndex((knot) => cycle.every((id) => knot.includes(id)));
        });
        expect(owners.toSorted()).toEqual([...expected.keys()]);
        expect(cyclesIn(dependencyGraph(nodes.toReversed()))).toEqual(cycles);
      }),
      { numRuns: 500 },
    );
  });

  test("include one that was put into a graph without any", () => {
    const twoOrMore = arbitraryEdges("acyclic").filter((nodes) => nodes.length > 1);
    fc.assert(
      fc.property(twoOrMore, fc.nat(), fc.nat(), (nodes, one, other) => {
        const to = nodes[one % nodes.length]!.id;
        const from = nodes[other % nodes.length]!.id;
        const tied = withEdge(withEdge(nodes, from, to), to, from);
        const cycles = cyclesIn(dependencyGraph(tied));
        // Every cycle leads through one of the two edges, and so through both tasks: there is one set.
        expect(cycles.map((cycle) => isCycle(cycle, tied))).toEqual([true]);
      }),
    );
  });
});

describe("10,000 tasks in one chain", () => {
  const size = 10_000;
  const chain = Array.from({ length: size }, (_, at) => ({
    id: `#${at + 1}`,
    dependsOn: at + 1 < size ? [`#${at + 2}`] : [],
  }));

  test("have no cycle", () => {
    expect(cyclesIn(dependencyGraph(chain))).toEqual([]);
  });

  test("are one cycle when the last would depend on the first", () => {
    const expected = [...chain.map((node) => node.id), "#1"];
    expect(cycleWith(dependencyGraph(chain), `#${size}`, "#1")?.toSorted()).toEqual(
      [...chain.map((node) => node.id), `#${size}`].toSorted(),
    );
    expect(cyclesIn(dependencyGraph(withEdge(chain, `#${size}`, "#1")))).toEqual([expected]);
  });
});
