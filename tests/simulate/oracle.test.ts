import { describe, expect, test } from "vitest";
import { oracleOf } from "../../src/simulate/oracle/index.ts";
import { planNumbers } from "../../src/simulate/plan/room.ts";
import type { Life, Scenario, Status, Step, Tick } from "../../src/simulate/scenario.ts";

const minute = 60_000;
const hour = 60 * minute;
const start = Date.parse("2026-11-21T00:00:00Z");

function life(number: number, filedAt: number, steps: readonly Step[] = []): Life {
  return { number, filedAt, by: "orc", labels: [], isClear: true, due: null, steps };
}

function move(at: number, from: Status, to: Status, on: number | null = null): Step {
  return { at, by: "pia", what: "move", from, to, way: "command", on, owner: "human:pia" };
}

/** A tick at every hour; `faults` says of some of them what goes wrong. */
function scenarioOf(
  lives: readonly Life[],
  hours: readonly number[],
  faults: Readonly<Record<number, Tick["fault"]>> = {},
): Scenario {
  return {
    // Of this seed no webhook arrives for any of these tasks.
    seed: 3,
    repo: "fleet/room",
    start,
    end: start + 48 * hour,
    zone: "UTC",
    tickMinutes: 60,
    numbers: planNumbers(1, 14, 10),
    agents: [],
    lives,
    ticks: hours.map((one) => ({
      at: start + one * hour,
      skewMs: 0,
      failing: 0,
      fault: faults[one] ?? "none",
    })),
  };
}

/** What the oracle says after each tick, each of them ten seconds long. */
function foreseen(scenario: Scenario) {
  const oracle = oracleOf(scenario);
  return scenario.ticks.map(({ at }, index) =>
    oracle.after({ index, start: at, end: at + 10_000 }),
  );
}

describe("active work that depends on something", () => {
  const needed = (steps: readonly Step[] = []) => life(1, start, steps);
  const waits = (...steps: readonly Step[]) =>
    life(2, start, [
      { at: start + minute, by: "pia", what: "depend", on: 1 },
      move(start + 2 * minute, "triaged", "assigned"),
      move(start + 3 * minute, "assigned", "active"),
      ...steps,
    ]);
  const statuses = (...lives: readonly Life[]) =>
    foreseen(scenarioOf(lives, [1, 2, 3, 4])).map((one) => one.statuses.get(2));
  const go = move(start + hour + 10 * minute, "blocked", "active");
  const halfPast = start + 2 * hour + 30 * minute;

  test("is blocked until that is done", () => {
    const done = move(halfPast, "triaged", "done");
    expect(statuses(needed([done]), waits())).toEqual(["blocked", "blocked", "active", "active"]);
  });

  test("goes on when somebody says so", () => {
    expect(statuses(needed(), waits(go))).toEqual(["blocked", "active", "active", "active"]);
  });

  test("and goes on while the other makes progress", () => {
    const planned = move(halfPast, "triaged", "planned");
    expect(statuses(needed([planned]), waits(go))).toEqual([
      "blocked",
      "active",
      "active",
      "active",
    ]);
  });

  test("and is blocked again once the other has failed", () => {
    const failed = move(halfPast, "active", "failed");
    expect(statuses(needed([failed]), waits(go))).toEqual([
      "blocked",
      "active",
      "blocked",
      "blocked",
    ]);
  });

  test("or when it is named again", () => {
    const again: Step = { at: halfPast, by: "pia", what: "depend", on: 1 };
    expect(statuses(needed(), waits(go, again))).toEqual([
      "blocked",
      "active",
      "blocked",
      "blocked",
    ]);
  });
});

describe("a tick is late", () => {
  const early = life(1, start);
  const verdicts = (scenario: Scenario) =>
    foreseen(scenario).map(
      ({ expected }) => expected.find(({ rule }) => rule === "routine-missed")?.verdict ?? "no",
    );
  const filed = start + hour + 5 * minute;

  test.each<[string, readonly Life[], readonly number[], Record<number, Tick["fault"]>, string]>([
    ["when a task has waited for it", [life(2, filed)], [1, 3], {}, "must"],
    ["and not when nothing has", [], [1, 3], {}, "no"],
    ["nor when it came in time", [life(2, filed)], [1, 2], {}, "no"],
    [
      "perhaps when somebody has changed the task since",
      [life(2, filed, [{ at: filed + minute, by: "pia", what: "remark" }])],
      [1, 3],
      {},
      "may",
    ],
    ["though another one came to nothing", [life(2, filed)], [1, 2, 3], { 2: "down" }, "must"],
    [
      "perhaps when another one could not commit",
      [life(2, filed)],
      [1, 2, 3],
      { 2: "commit" },
      "may",
    ],
    [
      "perhaps when the one before may have seen it",
      [life(2, start + hour + 5000)],
      [1, 3],
      {},
      "may",
    ],
  ])("%s", (_, lives, hours, faults, verdict) => {
    expect(verdicts(scenarioOf([early, ...lives], hours, faults)).at(-1)).toBe(verdict);
  });
});
