import { expect, test } from "vitest";
import { perWorld } from "../../../src/core/rules/per-world.ts";
import { samplePolicy } from "../agents/sample-policy.ts";
import { sampleWorld } from "../agents/sample-world.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

test("what is reckoned from a world is reckoned once, and from another world again", () => {
  const worlds = [1, 2].map(() => sampleWorld(samplePolicy(), [], now, null));
  let times = 0;
  const timesOf = perWorld(() => ++times);
  expect([...worlds, ...worlds].map(timesOf)).toEqual([1, 2, 1, 2]);
});

test("nothing to be reckoned is remembered too", () => {
  const world = sampleWorld(samplePolicy(), [], now, null);
  let times = 0;
  const nothing = perWorld(() => {
    times += 1;
    return undefined;
  });
  expect([nothing(world), nothing(world), times]).toEqual([undefined, undefined, 1]);
});
