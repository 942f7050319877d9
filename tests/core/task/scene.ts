import type { TaskFacts } from "../../../src/core/facts.ts";
import type { Order } from "../../../src/core/orders.ts";
import type { Effect } from "../../../src/core/plan.ts";
import type { Policy } from "../../../src/core/policy.ts";
import { decideTask, type Decision } from "../../../src/core/task/decide.ts";
import { writeBlock } from "../../../src/core/task/block.ts";
import { taskState } from "../../../src/core/task/task-state.ts";
import { writesOf } from "../../../src/render/notice.ts";
import { Agents, Config, type TaskBlock, type TaskState } from "../../../src/schema/index.ts";
import { factsOf, fakeForge } from "../../support/fake-forge.ts";
import {
  type Act,
  fakeGitHub,
  type FakeGitHub,
  type FakeIssue,
} from "../../support/fake-github.ts";

export const engine = "mission-control[bot]";

const policy: Policy = {
  config: Config.parse({
    operators: ["oda"],
    orchestrators: ["orc"],
    triage: { automatic: false },
  }),
  agents: Agents.parse({
    agents: [
      { id: "atlas", role: "Backend", login: "atlas-bot", owner: "aria" },
      { id: "hermes", role: "QA", login: "hermes[bot]", owner: "max" },
      { id: "iris", role: "Research", owner: "mia" },
    ],
  }),
};

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Deed = Without<Act, "issue">;

export type Scene = {
  readonly github: FakeGitHub;
  readonly issue: FakeIssue;
  readonly does: (deed: Deed) => number;
  /** A second later, somebody comments. */
  readonly says: (by: string, body: string) => number;
  readonly puts: (by: string, ...labels: readonly string[]) => void;
  readonly facts: () => TaskFacts;
  readonly decides: (given?: Given) => Decision;
  /** Decides and writes until nothing is left; the effects, in order. */
  readonly settles: (given?: Given) => Promise<readonly Effect[]>;
  /** The task as the snapshot would keep it; `known`: as it was kept until now. */
  readonly state: (known?: TaskState) => TaskState;
  /** Our comment with that tag, as it now stands. */
  readonly said: (tag: string) => string | undefined;
  /** Our answer to a comment. */
  readonly answer: (comment: number) => string | undefined;
  readonly refusals: () => readonly string[];
  readonly statuses: () => readonly string[];
};

/** What the rules order, and what was asked for beyond the task. */
export type Given = Partial<
  Pick<TaskFacts, "halts" | "cycles" | "explanation" | "blockedBy" | "settled">
> & {
  readonly orders?: readonly Order[];
};

/** One task on a GitHub in memory, and the engine's decisions about it, without the engine's IO. */
export function scene(
  given: { labels?: readonly string[]; block?: TaskBlock; author?: string } = {},
): Scene {
  const github = fakeGitHub({
    apps: [engine],
    permissions: {
      ada: "admin",
      oda: "triage",
      orc: "triage",
      mia: "triage",
      max: "write",
      aria: "write",
      "atlas-bot": "read",
    },
  });
  const body =
    given.block === undefined ? "It does not work." : writeBlock("It does not work.", given.block);
  const issue = github.file(given.author ?? "mia", {
    body,
    ...(given.labels === undefined ? {} : { labels: given.labels }),
  });
  const forge = fakeForge(github, { login: engine });
  const facts = () => factsOf(github, issue, new Set([engine]));
  const decides = ({ orders, ...more }: Given = {}) =>
    decideTask({ ...facts(), ...more }, policy, github.now(), orders);

  function does(deed: Deed): number {
    github.advance(1000);
    const act: object = { ...deed, issue: issue.number };
    return github.act(act as Act);
  }

  async function settles(given?: Given): Promise<readonly Effect[]> {
    const all: Effect[] = [];
    for (let round = 0; round < 6; round++) {
      github.advance(1000);
      const { effects } = decides(given).plan;
      const writes = writesOf(effects, facts());
      if (writes.length === 0) return all;
      for (const write of writes) await forge.apply(write);
      all.push(...effects);
    }
    throw new Error("no rest");
  }

  return {
    github,
    issue,
    does,
    says: (by, text) => does({ by, do: "comment", body: text }),
    puts: (by, ...add) => void does({ by, do: "label", add }),
    facts,
    decides,
    settles,
    state: (known) => taskState(facts(), { ...decides().judgement, known }),
    said: (tag) => facts().tagged[tag]?.body,
    answer: (comment) =>
      github.reactions.rows().find(({ place }) => place.endsWith(` c${comment}`))?.content,
    refusals: () => decides().judgement.refusals.map(({ why }) => why),
    statuses: () => issue.labels.filter((label) => label.startsWith("status:")),
  };
}

/** A task that has come as far as this, with everything judged. */
export async function sceneIn(
  status: "triaged" | "assigned" | "active" | "review" | "done",
): Promise<Scene> {
  const one = scene();
  const steps = [
    ["triaged", "orc", "/triage priority=high"],
    ["assigned", "orc", '/assign atlas output="a page" review="it opens"'],
    ["active", "atlas-bot", "/start"],
    ["review", "atlas-bot", "/review https://example.org/1"],
    ["done", "mia", "/approve"],
  ] as const;
  for (const [reached, by, command] of steps) {
    one.says(by, command);
    await one.settles();
    if (reached === status) break;
  }
  one.github.advance(120_000);
  return one;
}
