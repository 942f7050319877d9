import { describe, expect, test } from "vitest";
import { receive, type ReceiveContext } from "../../src/app/receive.ts";
import { claimTtlMs, settle } from "../../src/app/settle.ts";
import { readBlock, writeBlock } from "../../src/core/task/block.ts";
import { replay } from "../../src/core/task/replay.ts";
import { taskState } from "../../src/core/task/task-state.ts";
import type { TaskBlock, TaskState } from "../../src/schema/index.ts";
import { fakeForge } from "../support/fake-forge.ts";
import { type Act, fakeGitHub, type FakeGitHub } from "../support/fake-github.ts";
import { memoryClaims } from "../support/memory-claims.ts";
import { engineLogin, permissions, policy } from "./history.ts";
import type { RuleOrder } from "./lifecycle-model.ts";
import { silent } from "./play.ts";
import { orderOf } from "./rule-order.ts";

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An act on the story's one task, or its one pull request. */
type Move = Without<Act, "issue" | "pull">;

/** A person's acts, the engine coming to rest after each group; those of a group are found by it together. */
type Story = {
  readonly title: string;
  readonly labels?: readonly string[];
  readonly block?: TaskBlock;
  readonly author?: string;
  readonly pull?: { readonly approved?: boolean; readonly checks?: "green" | "red" };
  readonly groups: readonly (readonly Move[])[];
  /** Happens between the engine's reading and its first write after the last group. */
  readonly race?: readonly Move[];
  /** What the rules order after the last group, and order again at every pass as long as it fits. */
  readonly rules?: RuleOrder["kind"];
  /** Another task halts new work. */
  readonly haltedElsewhere?: boolean;
};

const say = (by: string, body: string): Move => ({ by, do: "comment", body });
const put = (by: string, ...add: string[]): Move => ({ by, do: "label", add });
const swap = (by: string, remove: string, ...add: string[]): Move => ({
  by,
  do: "label",
  add,
  remove: [remove],
});
const close = (by: string, reason: "completed" | "not_planned" = "completed"): Move => ({
  by,
  do: "close",
  reason,
});
const reopen = (by: string): Move => ({ by, do: "reopen" });

const ready: TaskBlock = { output: "a page", review: "it opens" };
const toTriaged = say("orc", "/triage priority=high");
const toAssigned = say("orc", '/assign atlas output="a page" review="it opens"');
const toActive = say("atlas-bot", "/start");
const toReview = say("atlas-bot", "/review https://example.org/1");
const toDone = say("mia", "/approve");
const upTo = (count: number): readonly (readonly Move[])[] =>
  [toTriaged, toAssigned, toActive, toReview, toDone].slice(0, count).map((one) => [one]);

const stories: readonly Story[] = [
  { title: "a plain issue is adopted", groups: [[]] },
  {
    title: "a stranger's status at filing is undone",
    labels: ["status:done"],
    author: "mia",
    groups: [[]],
  },
  { title: "triaged by command", groups: upTo(1) },
  {
    title: "triaged with labels wished for",
    groups: [[say("orc", "/triage kind=bug priority=low domain=backend risk=green")]],
  },
  { title: "assigned by command", groups: upTo(2) },
  { title: "started by the agent", groups: upTo(3) },
  { title: "delivered", groups: upTo(4) },
  { title: "accepted", groups: upTo(5) },
  {
    title: "the whole life in one reading",
    groups: [[toTriaged, toAssigned, toActive, toReview, toDone]],
  },
  { title: "a label that is legal", groups: [...upTo(1), [put("mia", "status:planned")]] },
  { title: "a label that is not", groups: [...upTo(1), [put("mia", "status:done")]] },
  {
    title: "a label that swaps the set",
    groups: [...upTo(1), [swap("mia", "status:triaged", "status:planned")]],
  },
  {
    title: "two labels in one reading",
    groups: [...upTo(1), [put("mia", "status:planned"), put("max", "status:archived")]],
  },
  { title: "no status label at all", groups: [...upTo(2), [swap("mia", "status:assigned")]] },
  {
    title: "several status labels",
    groups: [...upTo(2), [put("mia", "status:done", "status:active", "status:inbox")]],
  },
  {
    title: "an owner put on by hand",
    labels: ["priority:low"],
    author: "mia",
    block: ready,
    groups: [...upTo(1), [put("max", "owner:agent:hermes", "status:assigned")]],
  },
  { title: "a command that is refused", groups: [...upTo(1), [say("sam", "/done")]] },
  {
    title: "commands of which one is refused",
    groups: [...upTo(2), [say("orc", "/start\n/approve")]],
  },
  {
    title: "commands that undo each other",
    groups: [...upTo(2), [say("orc", "/start\n/release")]],
  },
  {
    title: "commands that undo each other, one refused",
    groups: [...upTo(2), [say("orc", "/start\n/approve\n/release")]],
  },
  {
    title: "a command and a label that says the same",
    groups: [
      ...upTo(2),
      [
        toActive,
        swap("sam", "status:assigned", "status:active"),
        swap("mia", "status:assigned", "status:active"),
      ],
    ],
  },
  {
    title: "facts, then a move, in one reading",
    groups: [...upTo(2), [say("orc", "/due 2026-12-01"), toActive, say("orc", "/estimate 3h")]],
  },
  {
    title: "facts alone",
    groups: [...upTo(2), [say("orc", "/due 2026-12-01\n/estimate 3h\n/depends #4")]],
  },
  {
    title: "blocked and unblocked",
    groups: [...upTo(3), [say("atlas-bot", "/block no key on #4")], [say("max", "/unblock")]],
  },
  {
    title: "blocked and unblocked in one reading",
    groups: [
      ...upTo(3),
      [say("atlas-bot", "/block no key"), say("max", "/unblock"), say("max", "/release")],
    ],
  },
  { title: "rejected", groups: [...upTo(4), [say("mia", "/reject not yet")]] },
  { title: "its own verdict is refused", groups: [...upTo(4), [say("aria", "/approve")]] },
  {
    title: "guards waived by an operator",
    groups: [...upTo(1), [say("ada", '/claim waive="I am alone"'), say("ada", "/start")]],
  },
  { title: "closed by hand where that is wrong", groups: [...upTo(2), [close("mia")]] },
  { title: "closed by hand where that is right", groups: [...upTo(4), [close("mia")]] },
  {
    title: "archived and reopened",
    groups: [...upTo(1), [close("mia", "not_planned")], [reopen("max")]],
  },
  {
    title: "closed by a merge that is proven",
    pull: { approved: true, checks: "green" },
    groups: [...upTo(3), [{ by: "max", do: "merge" }]],
  },
  {
    title: "closed by a merge that nobody approved",
    pull: { checks: "red" },
    groups: [...upTo(3), [{ by: "max", do: "merge" }]],
  },
  {
    title: "a merge reverted",
    pull: { approved: true },
    groups: [...upTo(3), [{ by: "max", do: "merge" }], [{ by: "max", do: "revert" }]],
  },
  { title: "help is asked for", groups: [...upTo(1), [say("sam", "/help")]] },
  {
    title: "reported",
    groups: [...upTo(3), [say("atlas-bot", "/checkin progress=40\n/cost usd=1")]],
  },
  {
    title: "reported, of which one is refused",
    groups: [...upTo(3), [say("atlas-bot", "/cost usd=1\n/cost usd=2 epoch=9\n/ack")]],
  },
  {
    title: "dependencies taken back",
    groups: [...upTo(2), [say("orc", "/depends #4\n/depends none")]],
  },
  { title: "explained", groups: [...upTo(1), [say("sam", "/explain")]] },
  { title: "split", groups: [...upTo(1), [say("orc", '/split "one half" "the other" "a third"')]] },
  {
    title: "split twice, with a move and a refusal",
    groups: [
      ...upTo(2),
      [
        say("orc", '/split "one half" "the other"\n/approve\n/start'),
        say("orc", '/split "one half" "the other"'),
      ],
    ],
  },
  { title: "halted by command", groups: [...upTo(2), [say("atlas-bot", "/halt smoke")]] },
  { title: "halted by the red label", groups: [...upTo(2), [put("mia", "security:red")]] },
  {
    title: "halted, then started, in one reading",
    groups: [...upTo(2), [say("mia", "/halt smoke\n/release"), toActive]],
  },
  { title: "resumed", groups: [...upTo(2), [say("mia", "/halt smoke")], [say("max", "/resume")]] },
  {
    title: "resumed here, halted elsewhere",
    haltedElsewhere: true,
    groups: [...upTo(2), [say("mia", "/halt smoke")], [say("max", "/resume")]],
  },
  {
    title: "resumed by an agent by hand",
    groups: [
      ...upTo(2),
      [say("mia", "/halt smoke")],
      [{ by: "renovate[bot]", do: "label", remove: ["halt"] }],
    ],
  },
  {
    title: "started while another task halts",
    haltedElsewhere: true,
    groups: [...upTo(2), [toActive]],
  },
  {
    title: "started by label while another task halts",
    haltedElsewhere: true,
    groups: [...upTo(2), [swap("orc", "status:assigned", "status:active")]],
  },
  { title: "blocked by a rule", rules: "block", groups: upTo(3) },
  {
    title: "unblocked by a rule",
    rules: "unblock",
    groups: [...upTo(3), [say("atlas-bot", "/block no key on #4")]],
  },
  { title: "taken back by a rule", rules: "release", groups: upTo(3) },
  {
    title: "assigned by a rule",
    rules: "assign",
    labels: ["priority:low"],
    author: "mia",
    block: ready,
    groups: [[say("orc", "/triage\n/plan")]],
  },
  {
    title: "a halt raced by a start",
    groups: [...upTo(2), [say("mia", "/halt smoke")]],
    race: [toActive],
  },
  {
    title: "a write raced by a halt",
    groups: [...upTo(2), [say("orc", "/due 2026-12-01"), put("mia", "status:done")]],
    race: [put("max", "halt")],
  },
  {
    title: "raced by a label",
    groups: [...upTo(2), [toActive]],
    race: [put("mia", "status:planned")],
  },
  { title: "raced by a command", groups: [...upTo(2), [toActive]], race: [say("orc", "/release")] },
  { title: "raced by a closing", groups: [...upTo(3), [toReview]], race: [close("mia")] },
  {
    title: "a refusal raced by a command",
    groups: [...upTo(1), [put("mia", "status:done")]],
    race: [say("mia", "/plan")],
  },
];

class Killed extends Error {}

type Ended = { readonly at: number; readonly end: unknown };

/** Plays a story, dies before the n-th write of its last group (never, when that is infinite), and makes one pass. */
async function playUntil(story: Story, dieAt: number): Promise<Ended> {
  const github = fakeGitHub({ permissions, apps: [engineLogin] });
  const author = story.author ?? "sam";
  const body = story.block === undefined ? "It does not work." : writeBlock("", story.block);
  const { number } = github.file(author, {
    body,
    ...(story.labels === undefined ? {} : { labels: story.labels }),
  });
  const pull = preparePull(github, number, story);
  const claims = memoryClaims(github.now);
  const last = story.groups.length - 1;
  let points = 0;
  let isDead = false;
  const race: Move[] = [];

  /** A point where the process may die; a dead one does nothing any more. */
  function point(): void {
    if (isDead) throw new Killed();
    if (points++ < dieAt) return;
    isDead = true;
    throw new Killed();
  }

  function context(mortal: boolean): ReceiveContext {
    const forge = fakeForge(github, {
      login: engineLogin,
      before: ({ type }) => {
        if (mortal && isDead) throw new Killed();
        if (type !== "write") return;
        for (const move of race.splice(0)) perform(github, number, pull, move);
        if (mortal) point();
      },
    });
    return {
      forge,
      claims: {
        acquire: async (key, ttlMs) => {
          const claim = await claims.acquire(key, ttlMs);
          if (mortal) point();
          if (claim === null) return null;
          return {
            release: async (outcome) => {
              if (mortal) point();
              await claim.release(outcome);
            },
          };
        },
      },
      clock: { now: github.now, sleep: async (ms) => github.advance(ms) },
      log: silent,
      policy,
      dryRun: false,
      repos: null,
    };
  }

  if (story.haltedElsewhere === true) {
    const other = github.file("mia", { title: "The one that halts" });
    github.act({ by: "mia", do: "label", issue: other.number, add: ["halt"] });
    await settle({ repo: github.repo, number: other.number }, context(false));
  }
  const ref = { repo: github.repo, number };
  const ordered = async (mortal: boolean) => {
    const facts = await context(false).forge.readTask(ref);
    if (facts === null || story.rules === undefined) return [];
    const state = taskState(facts, replay(facts, policy, github.now()));
    const made = mortal || orderFits(story.rules, state) ? orderOf(story.rules, state) : null;
    return made === null ? [] : [made.order];
  };

  for (const [index, group] of story.groups.entries()) {
    github.advance(120_000);
    for (const move of group) perform(github, number, pull, move);
    if (index === last) race.push(...(story.race ?? []));
    const delivery = github.deliveries.at(-1);
    if (delivery === undefined) continue;
    const isLast = index === last;
    if (!isLast || story.rules === undefined) {
      await receive(delivery, context(isLast)).catch(unlessKilled);
    } else {
      await receive(delivery, context(false));
      await settle(ref, context(true), await ordered(true)).catch(unlessKilled);
    }
  }
  for (const move of race.splice(0)) perform(github, number, pull, move);
  github.advance(2 * claimTtlMs);
  const { last: rest } = await settle(ref, context(false), await ordered(false));
  expect(rest).not.toBeNull();
  const again = await settle(ref, context(false), await ordered(false));
  expect(again.writes).toEqual([]);
  return { at: points, end: endOf(github, number, story.race !== undefined) };
}

function unlessKilled(error: unknown): void {
  if (!(error instanceof Killed)) throw error;
}

/** Whether a rule would order it still: once it is done, the task is no longer as the rule found it. */
function orderFits(kind: RuleOrder["kind"], { status, owner }: TaskState): boolean {
  switch (kind) {
    case "block":
      return status === "active";
    case "unblock":
      return status === "blocked";
    case "release":
      return status === "active" && owner !== null;
    case "assign":
      return status === "planned" && owner === null;
  }
}

function preparePull(github: FakeGitHub, number: number, { pull }: Story): number {
  if (pull === undefined) return 0;
  const made = github.act({ by: "atlas-bot", do: "open-pull", closes: [number] });
  if (pull.approved === true) github.act({ by: "mia", do: "approve", pull: made });
  if (pull.checks !== undefined)
    github.act({ by: "max", do: "check", pull: made, checks: pull.checks });
  return made;
}

function perform(github: FakeGitHub, issue: number, pull: number, move: Move): void {
  try {
    const act: object = { ...move, issue, pull };
    github.act(act as Act);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "Refused") throw error;
  }
}

/** All that people see in the end, but for the times at which the engine wrote. */
function endOf(github: FakeGitHub, number: number, isRaced: boolean): unknown {
  const issue = github.issue(number);
  const ours = issue.lines.filter(
    (line) => line.kind === "commented" && line.actor.login === engineLogin,
  );
  const said = ours.map((line) => (line.kind === "commented" ? line.body : ""));
  return {
    labels: issue.labels.toSorted(),
    state: issue.state,
    reason: issue.stateReason,
    assignees: issue.assignees,
    block: readBlock(issue.body).block,
    others: [...github.issues.values()]
      .filter((other) => other.number !== number)
      .map(({ title, body, labels, parent }) => ({
        title,
        body,
        labels: labels.toSorted(),
        parent,
      }))
      .toSorted((a, b) => (`${a.body} ${a.title}` < `${b.body} ${b.title}` ? -1 : 1)),
    // Which of two comments came first is up to the race.
    comments: isRaced ? said.toSorted() : said,
    reactions: github.reactions
      .rows()
      .map(({ place, content }) => `${place} ${content}`)
      .filter((row) =>
        issue.lines.some(
          (line) => line.kind === "commented" && row.includes(` c${line.commentId} `),
        ),
      )
      .map((row) =>
        row.replace(/ c(\d+) /, (_, id: string) => ` ${textOf(github, number, Number(id))} `),
      )
      .toSorted(),
  };
}

function textOf(github: FakeGitHub, number: number, id: number): string {
  const line = github
    .issue(number)
    .lines.find((one) => one.kind === "commented" && one.commentId === id);
  return line?.kind === "commented" ? line.body : "";
}

/** A raced refusal names the status that stood when it was written, which is before or after the race. */
const standing = /The task is in [^\\]*/g;

/** Comment ids shift with what was written before them; the entries they name are told apart by their order alone. */
function comparable(end: unknown, isRaced: boolean): string {
  const names = new Map<string, string>();
  // When a rule did it, and after what, is when it was done at last.
  const text = JSON.stringify(end, null, 1)
    .replaceAll(/"since": "[^"]*"/g, "since")
    .replaceAll(/mission-control:seen \w+/g, "seen");
  return (isRaced ? text.replaceAll(standing, "") : text).replaceAll(
    /refused ([\w,]*)/g,
    (_, ids: string) => {
      const renamed = ids.split(",").map((id) => {
        const [entry = "", part] = id.split("_");
        if (!names.has(entry)) names.set(entry, `#${names.size}`);
        return `${names.get(entry)}${part === undefined ? "" : `_${part}`}`;
      });
      return `refused ${renamed.join(",")}`;
    },
  );
}

describe("a run that dies between two effects, then a pass, ends as if it had lived", () => {
  test("there are enough stories, of which some are raced", () => {
    expect(stories.length).toBeGreaterThanOrEqual(25);
    expect(stories.filter(({ race }) => race !== undefined).length).toBeGreaterThanOrEqual(3);
  });

  test.each(stories.map((story) => [story.title, story] as const))("%s", async (_, story) => {
    const alive = await playUntil(story, Number.POSITIVE_INFINITY);
    const isRaced = story.race !== undefined;
    for (let point = 0; point < alive.at; point++) {
      const { end } = await playUntil(story, point);
      expect(comparable(end, isRaced), `killed at point ${point} of ${alive.at}`).toBe(
        comparable(alive.end, isRaced),
      );
    }
  });
});
