import { afterAll, beforeAll, expect, test } from "vitest";
import { type Explanation, explain } from "../../src/app/explain.ts";
import type { Ticked } from "../../src/app/tick.ts";
import {
  type ClockedGitHub,
  type GitHubStage,
  newStage,
  startClockedGitHub,
} from "../support/github-stage.ts";

let room: ClockedGitHub;
beforeAll(async () => {
  room = await startClockedGitHub();
});
afterAll(() => room.github.close());

function say({ as }: GitHubStage, number: number, body: string): Promise<unknown> {
  return as("ada", "POST", `/issues/${number}/comments`, { body });
}

async function pass({ clock, pass: tick }: GitHubStage): Promise<Ticked> {
  clock.advance(900_000);
  return await tick();
}

async function explained(stage: GitHubStage, number: number): Promise<Explanation> {
  const { repo, clock } = stage;
  const { forge, policy } = await stage.engine();
  const found = await explain({ repo, number }, { forge, policy, clock, repo });
  if (found === null) throw new Error("there is no such task");
  return found;
}

function verdictOn({ verdicts }: Explanation, rule: string): string | undefined {
  return verdicts.find((one) => one.rule === rule)?.verdict;
}

function openIn({ state }: Ticked): readonly string[] {
  const open = Object.values(state.alerts).filter(({ resolved_at }) => resolved_at === null);
  return open.map(({ rule }) => rule);
}

test("knows of what a task waits for elsewhere what the rules know, also in a comment", async () => {
  const stage = await newStage(room);
  await stage.as("ada", "POST", "/issues", { title: "Old wish" });
  const dropped = { state: "closed", state_reason: "not_planned" };
  await stage.as("ada", "PATCH", "/issues/1", dropped);
  stage.clock.advance(20 * 86_400_000);
  await stage.as("ada", "POST", "/issues", { title: "The server fails" });
  await pass(stage);
  await say(stage, 2, "/plan\n/block waits for the old wish on #1");
  await pass(stage);
  expect(openIn(await pass(stage))).toContain("dependency-blocked");
  expect(verdictOn(await explained(stage, 2), "dependency-blocked")).toBe("fires");
  await say(stage, 2, "/explain");
  await pass(stage);
  const comments = await stage.as("ada", "GET", "/issues/2/comments");
  expect(JSON.stringify(comments)).toMatch(/`dependency-blocked` \([^)]*\) \*\*fires/);
});

test("counts an edit of the facts for as much as the rules do", async () => {
  const stage = await newStage(room);
  await stage.as("eve", "POST", "/issues", { title: "A page fails" });
  await pass(stage);
  await say(stage, 1, "/plan due=2027-02-01");
  await pass(stage);
  const { body } = await stage.as("ada", "GET", "/issues/1");
  const moved = String(body).replace("2027-02-01", "2026-11-20");
  expect(moved).not.toBe(body);
  await stage.as("eve", "PATCH", "/issues/1", { body: moved });
  const before = await explained(stage, 1);
  expect(before.task.due).toBe("2027-02-01");
  expect(verdictOn(before, "overdue")).toBe("silent");
  expect(openIn(await pass(stage))).not.toContain("overdue");
});
