import { afterAll, beforeAll, expect, test } from "vitest";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { dataPath } from "../../src/app/data-branch.ts";
import { dailyReport } from "../../src/app/report.ts";
import { requesterOf } from "../../src/entry/cli/github.ts";
import { Config, Data } from "../../src/schema/index.ts";
import {
  type ClockedGitHub,
  type GitHubStage,
  newStage,
  startClockedGitHub,
  workflow,
} from "../support/github-stage.ts";
import { nastyWords } from "../support/nasty.ts";
import { faultsIn } from "../support/well-formed.ts";

const hour = 3_600_000;
const longest = 65_536;
const config = Config.parse({});

let room: ClockedGitHub;
beforeAll(async () => {
  room = await startClockedGitHub();
});
afterAll(() => room.github.close());

const isHere = (address: string) =>
  ["github.com", URL.parse(room.github.url)?.host].includes(URL.parse(address)?.host);

/** As many words as fit, from that one on. */
function wordsFrom(first: number, separator: string, length: number): string {
  const words = [...nastyWords.slice(first), ...nastyWords.slice(0, first)].join(separator);
  return words
    .repeat(Math.ceil(length / words.length))
    .slice(0, length)
    .toWellFormed();
}

const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\u2028]/gu, " ").trim();

/** An outsider fills everything that he can fill, and a member quotes him in commands. */
async function fill({ as }: GitHubStage, first: number): Promise<void> {
  const title = oneLine(wordsFrom(first, " ", 250)) || "x";
  const body = wordsFrom(first, first % 2 === 0 ? "\n" : " ", longest);
  const { number } = await as("eve", "POST", "/issues", { title, body });
  const say = (login: string, text: string) =>
    as(login, "POST", `/issues/${number}/comments`, { body: text.slice(0, longest) });
  const line = oneLine(wordsFrom(first, " ", 3000));
  await say("eve", body);
  await say("eve", `/approve\n/halt ${line}\n/priority ${line}`);
  await say("ada", `/priority ${line}\n/assign ${line}\n/explain`);
  await say("ada", `/triage kind=task priority=urgent domain=backend\n/block ${line}`);
  await as("ada", "POST", `/issues/${number}/labels`, {
    labels: [`status:${oneLine(wordsFrom(first, " ", 40)).replaceAll(",", "")}`],
  });
}

/** Everything of ours that somebody reads on an issue. */
async function oursIn({ as }: GitHubStage): Promise<readonly string[]> {
  const ours: string[] = [];
  for (const { number } of await as("ada", "GET", "/issues?state=all&per_page=100"))
    for (const comment of await as("ada", "GET", `/issues/${number}/comments?per_page=100`))
      if (String(comment["user"]?.["login"]) === workflow) ours.push(String(comment["body"]));
  return ours;
}

test("whatever an outsider writes, we write nothing that calls, leads away, commands or ends early", async () => {
  const stage = await newStage(room);
  await fill(stage, 0);
  // What a first look finds is told in one message, and not on the tasks.
  await stage.pass();
  for (let first = 8; first < nastyWords.length; first += 8) await fill(stage, first);
  const before = await stage.pass();
  expect({ left: before.left, unread: before.unread }).toEqual({ left: [], unread: [] });
  room.clock.advance(50 * hour);
  const after = await stage.pass();
  expect({ left: after.left, unread: after.unread }).toEqual({ left: [], unread: [] });

  const comments = await oursIn(stage);
  expect(comments.some((body) => body.includes("mission-control:refusal"))).toBe(true);
  expect(comments.some((body) => body.includes("mission-control:alerts"))).toBe(true);
  for (const body of comments) expect(faultsIn(body, ["ada", "bob", "eve"], isHere)).toEqual([]);

  for (const task of Object.values(after.state.tasks)) {
    expect(task.priority).toBe("urgent");
    expect(["triaged", "blocked"]).toContain(task.status);
    expect(task.halt).toBeNull();
  }
  const request = requesterOf({ apiUrl: room.github.url, token: room.github.token(workflow) });
  const forge = githubForge({ request, login: workflow, trusted: [workflow], clock: room.clock });
  const data = (await forge.readFile(stage.repo, config.data_branch, dataPath)) ?? "";
  expect(Data.parse(JSON.parse(data)).summary.tasks).toBe(Object.keys(after.state.tasks).length);
  const { markdown } = await dailyReport({
    forge,
    clock: room.clock,
    config,
    repo: stage.repo,
    audit: null,
    screenshots: [],
    requests: () => 1,
    random: () => 0.5,
  });
  const inside = `<!-- mission-control:report -->\n${markdown.replaceAll(/^\|.*\|$/gm, "")}`;
  expect(faultsIn(inside, [], isHere)).toEqual([]);
  // The runner obeys lines that begin so.
  for (const text of [data, markdown, ...stage.lines]) expect(text).not.toMatch(/^\s*(::|##\[)/m);

  const settled = await oursIn(stage);
  await stage.pass();
  expect(await oursIn(stage)).toEqual(settled);
}, 120_000);
