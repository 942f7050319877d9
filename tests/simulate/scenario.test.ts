import { describe, expect, test } from "vitest";
import { edgeOf } from "../../src/core/lifecycle/table.ts";
import { planScenario } from "../../src/simulate/plan/scenario.ts";
import { cast, maxSkewMs, type Status } from "../../src/simulate/scenario.ts";

const size = { days: 7, tasks: 200, agents: 20, tickMinutes: 60 };
const seeds = [1, 2, 3, 4, 5];

describe.each(seeds)("the scenario of seed %i", (seed) => {
  const scenario = planScenario(seed, size);

  test("is the same whenever it is planned", () => {
    expect(planScenario(seed, size)).toEqual(scenario);
  });

  test("has people make only moves that the lifecycle knows, but for those called foul", () => {
    const wrong: string[] = [];
    for (const { number, isClear, steps } of scenario.lives) {
      let status: Status = isClear ? "triaged" : "inbox";
      let from: Status | null = null;
      let on: number | null = null;
      for (const step of steps) {
        if (step.what !== "move" && step.what !== "foul") continue;
        // What it was blocked on is done, and the rules have sent it back.
        if (on !== null && step.from === from) [status, from] = [from, null];
        // A stranger's move is against the guards, wherever it goes.
        const isLegal = edgeOf(status, step.to, from) !== null && step.by !== cast.stranger;
        if (step.from !== status || isLegal !== (step.what === "move"))
          wrong.push(`#${number} ${step.what} ${status} → ${step.to}`);
        if (step.what === "foul") continue;
        from = step.to === "blocked" ? status : null;
        on = step.on;
        status = step.to;
      }
    }
    expect(wrong).toEqual([]);
  });

  test("has clocks that disagree, and ticks that are late, left out and broken", () => {
    const { ticks, start, end } = scenario;
    const gaps = ticks.map(({ at }, index) => at - (ticks[index - 1]?.at ?? start));
    expect(ticks.length).toBeLessThan(7 * 24);
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    expect(Math.max(...gaps)).toBeGreaterThan(90 * 60_000);
    expect(ticks.every(({ skewMs }) => Math.abs(skewMs) <= maxSkewMs)).toBe(true);
    expect(Math.max(...ticks.map(({ skewMs }) => skewMs))).toBeGreaterThan(maxSkewMs / 2);
    expect(Math.min(...ticks.map(({ skewMs }) => skewMs))).toBeLessThan(-maxSkewMs / 2);
    expect(ticks.some(({ fault }) => fault !== "none")).toBe(true);
    expect(ticks.some(({ failing }) => failing > 0)).toBe(true);
    expect(ticks.at(-1)?.at).toBeGreaterThan(end);
  });
});

test("scenarios are set in zones where the clocks change while they are played", () => {
  const changing = Array.from({ length: 40 }, (_none, seed) =>
    planScenario(seed, { ...size, tasks: 1 }),
  )
    .map(({ zone, start, end }) => [offsetOf(zone, start), offsetOf(zone, end)] as const)
    .filter(([before, after]) => before !== after);
  expect(changing.length).toBeGreaterThan(10);
});

function offsetOf(zone: string, at: number): string {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  return format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
}
