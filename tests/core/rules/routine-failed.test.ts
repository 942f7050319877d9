import { expect, test } from "vitest";
import { routineFailed } from "../../../src/core/rules/routine-failed.ts";
import type { RoutineState } from "../../../src/schema/index.ts";
import { fired, judge, type Row, sampleRoutine } from "./harness.ts";

const broken: Partial<RoutineState> = {
  id: "policy",
  name: "Policy",
  desired: "right",
  health: "failed",
  result: ".github/mission-control.yml:3:5: expected a number",
};

test.each<Row<Partial<RoutineState>>>([
  ["it failed", broken, "2026-11-20T12:00:00Z", "fires"],
  ["it failed long ago, and has not run since", broken, "2027-11-20T12:00:00Z", "fires"],
  ["it is right again", { ...broken, health: "healthy" }, "2026-11-20T12:00:00Z", "silent"],
  ["it could not be looked at", { ...broken, health: "unknown" }, "2026-11-20T12:00:00Z", "silent"],
  ["it failed and said nothing", { ...broken, result: null }, "2026-11-20T12:00:00Z", "fires"],
  ["it failed and never ran", { ...broken, last_run: null }, "2026-11-20T12:00:00Z", "fires"],
])("%s", (_, fields, now, verdict) => {
  expect(judge(routineFailed, sampleRoutine(fields), now).verdict).toBe(verdict);
});

test("it says what the routine said, and stays one problem whatever that is", () => {
  const once = fired(routineFailed, sampleRoutine(broken), "2026-11-20T12:00:00Z");
  expect(once).toMatchObject({
    cause: "failed",
    title: "Routine failed: Policy",
    why: "It is to be right. At 2026-11-20T12:00:00Z it said: .github/mission-control.yml:3:5: expected a number",
    to: ["operator", "orchestrator"],
  });
  const other = fired(
    routineFailed,
    sampleRoutine({ ...broken, result: "x" }),
    "2026-11-21T12:00:00Z",
  );
  expect(other.cause).toBe(once.cause);
});
