import { expect, test } from "vitest";
import { byCodeUnits, emptyState } from "../../../src/core/state/entities.ts";
import { State } from "../../../src/schema/index.ts";

test.each([
  ["a", "b", -1],
  ["b", "a", 1],
  ["a", "a", 0],
  ["Z", "a", -1],
  ["#10", "#9", -1],
  ["", "a", -1],
])("by code units, %j and %j compare as %i", (a, b, sign) => {
  expect(byCodeUnits(a, b)).toBe(sign);
});

test("the snapshot of nothing is valid, of the repository, and older than any event", () => {
  const nothing = emptyState("acme/shop");
  expect(State.parse(nothing)).toEqual(nothing);
  expect(nothing).toMatchObject({ repo: "acme/shop", head: { events: 0 } });
  expect(Date.parse(nothing.generated_at)).toBe(0);
});
