import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Ticked } from "../../src/app/tick.ts";
import { isIncomplete } from "../../src/app/outcome.ts";
import {
  type ClockedGitHub,
  type GitHubStage,
  newStage,
  push,
  startClockedGitHub,
} from "../support/github-stage.ts";

const quarter = 15 * 60_000;
/** Of up to 100 tasks every part is looked at within so many passes. */
const bound = 3;

let room: ClockedGitHub;
beforeAll(async () => {
  room = await startClockedGitHub();
});
afterAll(() => room.github.close());

const config = `
operators: [ada]
assignment: { automatic: false }
alerts: { routes: { warning: [comment], urgent: [comment] } }
`;
const late =
  "<!-- mission-control:v1 -->\n```yaml\ndue: 2026-11-19\n```\n<!-- /mission-control -->";
const given = '/assign @bob output="a report" review="ada reads it"\n/priority high';

/**
 * A room where #1 is overdue, #2 is being worked on, and #3 waits for it because a person said so, #4 because GitHub knows
 * it.
 */
async function stageWith(more: string = ""): Promise<GitHubStage> {
  const stage = await newStage(room);
  await push(stage, { ".github/mission-control.yml": config + more });
  await stage.as("ada", "POST", "/issues", { title: "The api fails", body: late });
  for (const title of ["Measure the disk", "Test the backup", "Test the restore"])
    await stage.as("ada", "POST", "/issues", { title });
  const needed = await stage.as("ada", "GET", "/issues/2");
  await stage.as("ada", "POST", "/issues/4/dependencies/blocked_by", { issue_id: needed["id"] });
  await say(stage, 2, given);
  await say(stage, 3, `${given}\n/depends #2`);
  await say(stage, 4, given);
  await stage.pass();
  for (const number of [2, 3, 4])
    await stage.as("bob", "POST", `/issues/${number}/comments`, { body: "/start" });
  await stage.pass();
  return stage;
}

async function say({ as }: GitHubStage, number: number, body: string): Promise<void> {
  await as("ada", "POST", `/issues/${number}/comments`, { body });
}

const statusesOf = ({ state }: Ticked) =>
  Object.values(state.tasks).map(({ number, status }) => `${number} ${status}`);
const openOn = ({ state }: Ticked, id: string) =>
  Object.values(state.alerts).filter(
    ({ entity_id, resolved_at }) => entity_id === id && resolved_at === null,
  );

async function passesUntilGone(stage: GitHubStage, id: string): Promise<Ticked> {
  for (let passes = 1; passes <= bound; passes++) {
    room.clock.advance(quarter);
    const ticked = await stage.pass();
    expect(ticked.tasks.filter(({ ending }) => isIncomplete(ending))).toEqual([]);
    if (ticked.state.tasks[id] === undefined) return ticked;
  }
  throw new Error(`${id} is still there`);
}

describe("without a webhook", () => {
  it("the room that this begins with is as it says", async () => {
    const stage = await stageWith();
    const ticked = await stage.pass();
    expect(statusesOf(ticked)).toEqual(["1 triaged", "2 active", "3 blocked", "4 blocked"]);
    expect(openOn(ticked, `${stage.repo}#1`)).toHaveLength(1);
    expect(openOn(ticked, `${stage.repo}#3`)).toHaveLength(1);
  });

  it.each(["deleted", "transferred to a repository that is nobody's concern"])(
    "an issue that was %s is noticed, and its alerts end",
    async (how) => {
      const stage = await stageWith();
      if (how === "deleted") await room.github.deleteIssue(stage.repo, 1);
      else await room.github.transferIssue(stage.repo, 1, "acme/first");
      const ticked = await passesUntilGone(stage, `${stage.repo}#1`);
      expect(openOn(ticked, `${stage.repo}#1`)).toEqual([]);
      expect(ticked.unread).toEqual([]);
      room.clock.advance(quarter);
      expect((await stage.pass()).commit).toBeNull();
    },
  );

  it.each([
    ["deleted", "4 active"],
    // Where it is now GitHub still says that it is waited for, and that it is open.
    ["transferred to a repository that is nobody's concern", "4 blocked"],
  ])(
    "whoever waited for an issue that was %s goes on, and is told why; the one GitHub knows of: %s",
    async (how, four) => {
      const stage = await stageWith();
      if (how === "deleted") await room.github.deleteIssue(stage.repo, 2);
      else await room.github.transferIssue(stage.repo, 2, "acme/first");
      await passesUntilGone(stage, `${stage.repo}#2`);
      const ticked = await stage.pass();
      expect(statusesOf(ticked).slice(1)).toEqual(["3 active", four]);
      expect(openOn(ticked, `${stage.repo}#3`)).toEqual([]);
      expect(openOn(ticked, `${stage.repo}#4`)).toHaveLength(four === "4 active" ? 0 : 1);
      const comments = await stage.as("ada", "GET", "/issues/3/comments");
      expect(comments.map(({ body }) => String(body)).join()).toContain(
        "Nothing is known any more of what it waited for",
      );
      room.clock.advance(quarter);
      expect((await stage.pass()).commit).toBeNull();
    },
  );

  it("an issue that was transferred within the room is one task, in its new place, and is still waited for where GitHub says so", async () => {
    const other = await newStage(room);
    const stage = await stageWith(`projects: [{ id: other, name: Other, repo: ${other.repo} }]\n`);
    const number = await room.github.transferIssue(stage.repo, 2, other.repo);
    await passesUntilGone(stage, `${stage.repo}#2`);
    const ticked = await stage.pass();
    const { tasks } = ticked.state;
    expect(tasks[`${other.repo}#${number}`]?.title).toBe("Measure the disk");
    expect(tasks[`${stage.repo}#4`]?.depends).toEqual([`${other.repo}#${number}`]);
    expect(tasks[`${stage.repo}#4`]?.status).toBe("blocked");
    expect(tasks[`${stage.repo}#3`]?.status).toBe("active");
  });

  it("the oldest and the newest of many are noticed as soon as any", async () => {
    const stage = await newStage(room);
    for (let n = 1; n <= 40; n++) {
      await stage.as("ada", "POST", "/issues", { title: `Bug ${n}: the api fails` });
      room.clock.advance(5000);
    }
    await stage.pass();
    await room.github.deleteIssue(stage.repo, 1);
    await room.github.deleteIssue(stage.repo, 40);
    await passesUntilGone(stage, `${stage.repo}#1`);
    const { state } = await passesUntilGone(stage, `${stage.repo}#40`);
    expect(Object.keys(state.tasks)).toHaveLength(38);
  });
});

describe("an issue that goes in the middle of a pass is no failure of it", () => {
  it.each<[string, string, RegExp]>([
    ["between the list and its timeline", "GET", /issues\/2\/timeline$/],
    ["before it is claimed", "POST", /issues\/2\/reactions$/],
    ["between the decision and the write", "PATCH", /issues\/2$/],
    ["before it is told why", "POST", /issues\/2\/comments$/],
    ["before the claim is given back", "DELETE", /issues\/2\/reactions\//],
  ])("%s", async (_, method, path) => {
    const stage = await newStage(room);
    await stage.as("ada", "POST", "/issues", { title: "The api fails" });
    await stage.as("ada", "POST", "/issues", { title: "The disk fails" });
    await stage.as("ada", "POST", "/issues/2/labels", { labels: ["status:done"] });
    let isGone = false;
    const end = room.github.onRequest(async (request) => {
      if (isGone || request.method !== method || !path.test(request.path)) return;
      isGone = true;
      await room.github.deleteIssue(stage.repo, 2);
    });
    const { tasks, unread, left, state } = await stage.pass();
    end();
    expect(isGone).toBe(true);
    expect({ unread, left }).toEqual({ unread: [], left: [] });
    expect(tasks.map(({ number, ending }) => `${number} ${ending}`).toSorted()).toEqual([
      "1 applied",
      "2 not-a-task",
    ]);
    expect(Object.keys(state.tasks)).toEqual([`${stage.repo}#1`]);
  });

  it("even while its alert is told of", async () => {
    const stage = await newStage(room);
    await push(stage, { ".github/mission-control.yml": config });
    await stage.as("ada", "POST", "/issues", { title: "The api fails", body: late });
    let isGone = false;
    const end = room.github.onRequest(async ({ method, path }) => {
      if (isGone || method !== "POST" || !path.endsWith("/issues/1/comments")) return;
      isGone = true;
      await room.github.deleteIssue(stage.repo, 1);
    });
    await stage.pass();
    end();
    expect(isGone).toBe(true);
    const after = await passesUntilGone(stage, `${stage.repo}#1`);
    expect(after.alerts.failed).toEqual([]);
    expect(openOn(after, `${stage.repo}#1`)).toEqual([]);
  });
});
