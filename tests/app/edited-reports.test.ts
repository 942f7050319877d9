import { afterAll, beforeAll, expect, test } from "vitest";
import { settle } from "../../src/app/settle.ts";
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

/** Bob's `/cost usd=5`, answered between two passes. */
async function reported(): Promise<{ stage: GitHubStage; comment: string }> {
  const stage = await newStage(room);
  await stage.as("ada", "POST", "/issues", { title: "A page fails" });
  await pass(stage);
  const { id } = await stage.as("bob", "POST", "/issues/1/comments", { body: "/cost usd=5" });
  stage.clock.advance(2000);
  const { receiving } = await stage.engine();
  await settle({ repo: stage.repo, number: 1 }, receiving);
  stage.clock.advance(60_000);
  return { stage, comment: `/issues/comments/${String(id)}` };
}

async function pass({ clock, pass: tick }: GitHubStage): Promise<Ticked> {
  clock.advance(900_000);
  return await tick();
}

function spentIn({ state }: Ticked, { repo }: GitHubStage): readonly number[] | undefined {
  return state.tasks[`${repo}#1`]?.costs.map(({ usd }) => usd);
}

test("a cost that was answered counts though its comment is edited before any pass", async () => {
  const { stage, comment } = await reported();
  await stage.as("bob", "PATCH", comment, { body: "hi" });
  await stage.as("bob", "PATCH", comment, { body: "/cost usd=1" });
  expect(spentIn(await pass(stage), stage)).toEqual([5]);
  expect(spentIn(await pass(stage), stage)).toEqual([5]);
});

test("what is recorded is asked for no more", async () => {
  const { stage, comment } = await reported();
  await pass(stage);
  await stage.as("bob", "PATCH", comment, { body: "/cost usd=1" });
  const before = room.github.requestLog().length;
  expect(spentIn(await pass(stage), stage)).toEqual([5]);
  const asked = room.github.requestLog().slice(before);
  expect(asked.filter(({ path }) => path.includes("graphql"))).toEqual([]);
});

test("what was never obeyed is not asked for, and counts for nothing", async () => {
  const stage = await newStage(room);
  await stage.as("ada", "POST", "/issues", { title: "A page fails" });
  const { id } = await stage.as("bob", "POST", "/issues/1/comments", { body: "/cost usd=5" });
  stage.clock.advance(2000);
  await stage.as("bob", "PATCH", `/issues/comments/${String(id)}`, { body: "/cost usd=1" });
  expect(spentIn(await pass(stage), stage)).toEqual([]);
});
