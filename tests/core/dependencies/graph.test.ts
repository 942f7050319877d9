import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dependencyGraph } from "../../../src/core/dependencies/graph.ts";
import { compareIds } from "../../../src/core/dependencies/id-order.ts";
import { arbitraryEdges } from "./sample-schedule.ts";

const node = (id: string, ...dependsOn: readonly string[]) => ({ id, dependsOn });

/** Ids alone, so that the whole of a graph can be compared. */
function flat(nodes: Parameters<typeof dependencyGraph>[0]) {
  return [...dependencyGraph(nodes).vertices].map(([id, vertex]) => ({
    id,
    place: vertex.place,
    needs: vertex.needs.map((need) => need.node.id),
    feeds: vertex.feeds.map((feed) => feed.node.id),
    unknown: vertex.unknown,
  }));
}

describe("a graph of dependencies", () => {
  test("links its nodes both ways, in the order of their ids", () => {
    expect(flat([node("#10", "#9", "#2"), node("#9"), node("#2", "#9")])).toEqual([
      { id: "#2", place: 0, needs: ["#9"], feeds: ["#10"], unknown: [] },
      { id: "#9", place: 1, needs: [], feeds: ["#2", "#10"], unknown: [] },
      { id: "#10", place: 2, needs: ["#2", "#9"], feeds: [], unknown: [] },
    ]);
  });

  test("keeps references that name no node apart, each once and in order", () => {
    const graph = dependencyGraph([node("#2", "#30", "#4", "#30"), node("#1", "#2", "x")]);
    expect(graph.unknown).toEqual([
      { from: "#1", to: "x" },
      { from: "#2", to: "#4" },
      { from: "#2", to: "#30" },
    ]);
  });

  test("takes a reference said twice for one", () => {
    const [first, second] = flat([node("#1"), node("#2", "#1", "#1")]);
    expect(first?.feeds).toEqual(["#2"]);
    expect(second?.needs).toEqual(["#1"]);
  });

  test("keeps a node that depends on itself", () => {
    expect(flat([node("#1", "#1")])).toEqual([
      { id: "#1", place: 0, needs: ["#1"], feeds: ["#1"], unknown: [] },
    ]);
  });

  test.each(["__proto__", "constructor", "toString", "", "hasOwnProperty"])(
    "takes %j for an id like any other",
    (id) => {
      const unknown = dependencyGraph([node("#1", id)]).unknown;
      expect(unknown).toEqual([{ from: "#1", to: id }]);
      expect(flat([node("#1", id), node(id)]).find((vertex) => vertex.id === id)?.feeds).toEqual([
        "#1",
      ]);
    },
  );

  test("refuses two nodes with one id", () => {
    expect(() => dependencyGraph([node("#1"), node("#1", "#2")])).toThrow(
      new RangeError('two nodes are called "#1"'),
    );
  });

  test("takes 30,000 references of one node that name none", () => {
    const many = Array.from({ length: 30_000 }, (_, at) => `#${at + 2}`);
    expect(dependencyGraph([node("#1", ...many.toReversed())]).unknown).toEqual(
      many.map((to) => ({ from: "#1", to })),
    );
  });

  test("is the same whatever the order of nodes and references", () => {
    fc.assert(
      fc.property(arbitraryEdges("any"), (nodes) => {
        const other = nodes.toReversed().map(({ id, dependsOn }) => {
          return { id, dependsOn: dependsOn.toReversed() };
        });
        expect(flat(other)).toEqual(flat(nodes));
      }),
    );
  });
});

describe("ids are in order", () => {
  test.each([
    ["#9", "#10"],
    ["#0", "#1"],
    ["b#1", "a#2"],
    ["a#2", "b#2"],
    ["#02", "#2"],
    ["#99", "a"],
    ["#5", "#5x"],
    ["A", "a"],
    ["7", "#8"],
    ["", "a"],
  ])("%s before %s", (one, other) => {
    expect(compareIds(one, other)).toBe(-1);
    expect(compareIds(other, one)).toBe(1);
  });

  test("any of them, and only equal ones are equal", () => {
    const id = fc.string({
      unit: fc.constantFrom("#", "/", ":", "0", "1", "9", "a"),
      maxLength: 4,
    });
    fc.assert(
      fc.property(id, id, id, (one, two, three) => {
        expect(compareIds(one, two) === 0).toBe(one === two);
        const [first = "", second = "", third = ""] = [one, two, three].sort(compareIds);
        expect(compareIds(first, third)).toBe(
          Math.min(compareIds(first, second), compareIds(second, third)),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("a run of a million digits is one number like any other", () => {
    const huge = "9".repeat(1_000_000);
    expect(compareIds(`#1`, huge)).toBe(-1);
    expect(compareIds(`${huge}x`, `${huge}y`)).toBe(-1);
  });
});
