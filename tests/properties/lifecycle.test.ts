import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyHistory, type History } from "./history.ts";
import { play } from "./play.ts";

/** `SEED=… npx vitest run tests/properties` plays the histories of another seed. */
const seed = Number(process.env["SEED"] ?? 20261121);

async function endsWhereTheModelSays(history: History): Promise<void> {
  const { issue, expected, pass } = await play(history);
  const statuses = issue.labels.filter((label) => label.startsWith("status:"));
  expect(statuses).toEqual([`status:${expected.status}`]);
  expect(issue.state).toBe(expected.open ? "open" : "closed");
  expect(await pass()).toEqual([]);
}

describe("whatever people do and however webhooks arrive, a task ends where the model says", () => {
  test(`in 10,000 histories of the seed ${seed}`, { timeout: 300_000 }, async () => {
    await fc.assert(fc.asyncProperty(anyHistory, endsWhereTheModelSays), { seed, numRuns: 10_000 });
  });
});
