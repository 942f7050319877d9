import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitIn } from "../../src/core/task/split.ts";
import type { FakeGitHub } from "../support/fake-github.ts";
import { anyHistory, type History } from "./history.ts";
import { play } from "./play.ts";

/** `SEED=… npx vitest run tests/properties` plays the histories of another seed. */
const seed = Number(process.env["SEED"] ?? 20261121);

async function endsWhereTheModelSays(history: History): Promise<void> {
  const { github, issue, expected, pass } = await play(history);
  const statuses = issue.labels.filter((label) => label.startsWith("status:"));
  expect(statuses).toEqual([`status:${expected.status}`]);
  expect(issue.state).toBe(expected.open ? "open" : "closed");
  expect(issue.labels.includes("halt")).toBe(expected.halted);
  expect(partsOf(github)).toEqual([...new Set(partsOf(github))]);
  expect(await pass()).toEqual([]);
}

/** The lines of `/split` that the parts were made for. */
function partsOf({ issues }: FakeGitHub): readonly string[] {
  return [...issues.values()].flatMap(({ body }) => splitIn(body)?.key ?? []);
}

describe("whatever people do and however webhooks arrive, a task ends where the model says", () => {
  test(`in 10,000 histories of the seed ${seed}`, { timeout: 600_000 }, async () => {
    await fc.assert(fc.asyncProperty(anyHistory, endsWhereTheModelSays), {
      seed,
      numRuns: 10_000,
    });
  });
});
