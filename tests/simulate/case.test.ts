import { expect, test } from "vitest";
import { judgeCase, newCase } from "../../src/simulate/case.ts";
import type { Expected } from "../../src/simulate/oracle/index.ts";

type Tick = readonly [verdict: Expected["verdict"], cause: string, ids: readonly string[]];

function wrongs(ticks: readonly Tick[]): readonly (string | null)[] {
  const one = newCase();
  return ticks.map(([verdict, cause, ids]) => {
    const expected = { rule: "overdue", entity: "1", verdict, cause, why: "" };
    return judgeCase(one, ids, verdict === "no" ? null : expected).wrong?.kind ?? null;
  });
}

test.each<{ name: string; given: readonly Tick[]; then: readonly (string | null)[] }>([
  {
    name: "what has to be open and is, until it has not to be and is not",
    given: [
      ["no", "", []],
      ["must", "a", ["1"]],
      ["must", "a", ["1"]],
      ["no", "", []],
    ],
    then: [null, null, null, null],
  },
  { name: "missed", given: [["must", "a", []]], then: ["missed"] },
  { name: "false", given: [["no", "", ["1"]]], then: ["false"] },
  {
    name: "open for too long",
    given: [
      ["must", "a", ["1"]],
      ["no", "", ["1"]],
    ],
    then: [null, "false"],
  },
  {
    name: "opened twice at a time",
    given: [["must", "a", ["1", "2"]]],
    then: ["twice"],
  },
  {
    name: "opened again while the problem is the same",
    given: [
      ["must", "a", ["1"]],
      ["must", "a", ["2"]],
    ],
    then: [null, "twice"],
  },
  {
    name: "opened again for the next problem",
    given: [
      ["must", "a", ["1"]],
      ["must", "b", ["2"]],
    ],
    then: [null, null],
  },
  {
    name: "opened again after the problem was gone",
    given: [
      ["must", "a", ["1"]],
      ["no", "", []],
      ["must", "a", ["2"]],
    ],
    then: [null, null, null],
  },
  {
    name: "either is right while clocks disagree",
    given: [
      ["may", "a", []],
      ["may", "a", ["1"]],
      ["must", "a", ["1"]],
    ],
    then: [null, null, null],
  },
  {
    name: "opened again although it had been opened while clocks disagreed",
    given: [
      ["may", "a", ["1"]],
      ["must", "a", ["2"]],
    ],
    then: [null, "twice"],
  },
  {
    name: "what stood may stand while its task cannot be read",
    given: [
      ["must", "a", ["1"]],
      ["held", "", ["1"]],
      ["held", "", []],
    ],
    then: [null, null, null],
  },
  {
    name: "opened without a look",
    given: [["held", "a", ["1"]]],
    then: ["false"],
  },
])("$name", ({ given, then }) => {
  expect(wrongs(given)).toEqual(then);
});
