import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { soakDocument } from "../../src/build/soak-document.ts";
import { engineDigest, keptBy, keyOf, type Line } from "../../src/build/soak-kept.ts";
import { roughly, secondsLeft } from "../../src/build/soak-left.ts";
import type { Played } from "../../src/build/soak-worker.ts";

const small = { days: 7, tasks: 200, agents: 20, tickMinutes: 60 };
const large = { days: 30, tasks: 5000, agents: 200, tickMinutes: 60 };

function played(seed: number, size = small, findings: readonly string[] = []): Played {
  const summary = {
    runs: 1,
    tasks: size.tasks,
    steps: 1000,
    ticks: { done: 150, failed: 3, partly: 9 },
    longestGapHours: 11.5,
    webhooks: { sent: 300, lost: 900, again: 40 },
    events: 3000,
    requests: 10_000,
    rules: {
      overdue: { expected: 30, opened: 31, missed: 0, false: 0, twice: 0 },
      budget: { expected: 0, opened: 0, missed: 0, false: 0, twice: 0 },
    },
    findings: findings.length,
  };
  return { seed, size, seconds: 5, summary, findings };
}

function text(lines: readonly Line[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

test("what one engine has played is kept, of another only that there is some", () => {
  const lines: readonly Line[] = [
    { engine: "new", fleet: played(1) },
    { engine: "old", fleet: played(2) },
    { engine: "new", fleet: played(1, large) },
    { engine: "old", history: { seed: 1, isPassed: true } },
    { engine: "new", history: { seed: 2, isPassed: true } },
  ];
  const kept = keptBy("new", text(lines));
  expect([...kept.fleets.keys()]).toEqual([keyOf(played(1)), keyOf(played(1, large))]);
  expect([...kept.histories.values()]).toEqual([{ seed: 2, isPassed: true }]);
  expect(kept.others).toBe(2);
});

test("a line that was being written when the run ended is played again", () => {
  const whole = text([{ engine: "new", fleet: played(1) }]);
  const kept = keptBy("new", `${whole}{"engine":"new","fleet":{"seed":2,"si`);
  expect([...kept.fleets.values()].map(({ seed }) => seed)).toEqual([1]);
});

test("the digest is another one when a line of the engine is, and the same when a test is", () => {
  const root = mkdtempSync(join(tmpdir(), "engine-"));
  try {
    for (const folder of ["src/core/rules", "src/build", "tests"])
      mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, "src/core/rules/overdue.ts"), "export const late = 1;\n");
    const before = engineDigest(root);
    writeFileSync(join(root, "tests/overdue.test.ts"), "test();\n");
    writeFileSync(join(root, "src/build/soak.ts"), "soak();\n");
    expect(engineDigest(root)).toBe(before);
    writeFileSync(join(root, "src/core/rules/overdue.ts"), "export const late = 2;\n");
    expect(engineDigest(root)).not.toBe(before);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test.each([
  ["as long as those of the same size took", [1, 2], [played(9)], 1, 10],
  ["half of it with two workers", [1, 2], [played(9)], 2, 5],
  ["nothing when nothing is left", [], [played(9)], 1, 0],
  ["nobody knows before anything has been played", [1], [], 1, null],
] as const)("what is left takes %s", (_, seeds, done, workers, seconds) => {
  const rest = seeds.map((seed) => ({ seed, size: small }));
  expect(secondsLeft(rest, done, workers)).toBe(seconds);
});

test("a size that was not played yet is taken to be as slow as there is more in it", () => {
  const rest = [{ seed: 1, size: large }];
  expect(secondsLeft(rest, [played(9)], 1)).toBeCloseTo((5 * 5000 * 30) / (200 * 7));
});

test.each([
  [0, "0 min"],
  [61, "2 min"],
  [3600, "1 h 0 min"],
  [4801, "1 h 21 min"],
])("%i seconds are %s", (seconds, words) => {
  expect(roughly(seconds)).toBe(words);
});

test("the page says what was played, by which engine, and what was found", () => {
  const fleets = [played(1, large), played(2), played(1, small, ["seed 1: missed overdue of 7"])];
  const histories = [{ seed: 1, isPassed: true }];
  const page = soakDocument(fleets, histories, { machine: "2 × a CPU", engine: "0123456789ab" });
  expect(page).toContain("`0123456789ab`");
  expect(page).toContain("on 2 × a CPU");
  expect(page).toMatch(/\| 200 tasks, 20 agents, 7 days +\| 1–2 /);
  expect(page).toMatch(/\| 5,000 tasks, 200 agents, 30 days +\| 1–1 /);
  expect(page).toContain("**1 findings.** The first of them:\n\n- seed 1: missed overdue of 7");
  expect(page).toContain("Never called for: `budget`.");
  expect(page).toContain("1 of 1 runs ended");
});

test("without random histories the page does not speak of them", () => {
  const page = soakDocument([played(1)], [], { machine: "a CPU", engine: "0" });
  expect(page).not.toContain("Random histories");
});
