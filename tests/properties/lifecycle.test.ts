import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyHistory, type History } from "./history.ts";
import { play } from "./play.ts";

const fixedSeed = 20261121;

async function endsWhereTheModelSays(history: History): Promise<void> {
  const { issue, expected, pass } = await play(history);
  const statuses = issue.labels.filter((label) => label.startsWith("status:"));
  expect(statuses).toEqual([`status:${expected.status}`]);
  expect(issue.state).toBe(expected.open ? "open" : "closed");
  expect(await pass()).toEqual([]);
}

describe("whatever people do and however webhooks arrive, a task ends where the model says", () => {
  test("in 10,000 histories of a fixed seed", { timeout: 240_000 }, async () => {
    await fc.assert(fc.asyncProperty(anyHistory, endsWhereTheModelSays), {
      seed: fixedSeed,
      numRuns: Number(process.env["RUNS"] ?? 10_000),
    });
  });
});
