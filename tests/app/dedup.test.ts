import { describe, expect, test } from "vitest";
import { reactionClaims } from "../../src/adapters/github-claims/claims.ts";
import { type Delivery, receive, type ReceiveContext } from "../../src/app/receive.ts";
import { settle } from "../../src/app/settle.ts";
import type { Policy } from "../../src/core/policy.ts";
import type { Claims, Log } from "../../src/ports.ts";
import { Agents, Config } from "../../src/schema/index.ts";
import { type FakeForge, fakeForge } from "../support/fake-forge.ts";
import { type Act, fakeGitHub, type FakeGitHub, type FakeIssue } from "../support/fake-github.ts";
import { memoryClaims } from "../support/memory-claims.ts";

const app = "mission-control[bot]";
const actions = "github-actions[bot]";
const stranger = "other-control[bot]";
const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

type Engine = { readonly forge: FakeForge; readonly context: ReceiveContext };

function newGitHub(): FakeGitHub {
  return fakeGitHub({
    permissions: { ada: "admin", mia: "triage" },
    apps: [app, actions, stranger],
  });
}

function policyKnowing(logins: readonly string[]): Policy {
  return {
    config: Config.parse({ engine: { logins }, triage: { automatic: false } }),
    agents: Agents.parse({ agents: [] }),
  };
}

function engineOn(
  github: FakeGitHub,
  options: { login?: string; knows?: readonly string[]; claims?: Claims } = {},
): Engine {
  const login = options.login ?? app;
  const knows = options.knows ?? [app, actions];
  const forge = fakeForge(github, { login, engines: knows });
  return {
    forge,
    context: {
      forge,
      claims: options.claims ?? memoryClaims(github.now),
      clock: {
        now: github.now,
        sleep: async (ms) => {
          github.advance(ms);
          await new Promise((resolve) => setImmediate(resolve));
        },
      },
      log: silent,
      policy: policyKnowing(knows),
      dryRun: false,
      repos: null,
    },
  };
}

function claimsByReaction(github: FakeGitHub, login = app): Claims {
  return reactionClaims({
    request: github.reactions.as(login),
    login,
    trusted: [app, actions],
    clock: { now: github.now },
  });
}

/** Everything our login did on the issue, but for the reactions. */
function ourEvents(issue: FakeIssue, login = app): readonly string[] {
  return issue.lines.flatMap((line) => {
    if (line.actor.login !== login) return [];
    if (line.kind === "labeled" || line.kind === "unlabeled") return [`${line.kind} ${line.label}`];
    return [line.kind];
  });
}

function answersOn(github: FakeGitHub): readonly string[] {
  return github.reactions
    .rows()
    .filter(({ content }) => content !== "eyes")
    .map(({ place, content }) => `${place} ${content}`);
}

const everyStore = [
  ["a shared store", (github: FakeGitHub) => memoryClaims(github.now)],
  ["reactions alone", (github: FakeGitHub) => claimsByReaction(github)],
] as const;

describe.each(everyStore)("five copies of a delivery at once, with claims in %s", (_, claimsOn) => {
  test.each([
    ["with the same id", (delivery: Delivery) => delivery.id],
    ["with different ids", (delivery: Delivery, copy: number) => `${delivery.id}-${copy}`],
    ["without an id", () => null],
  ] as const)("%s, a command is obeyed once", async (__, idOf) => {
    const github = newGitHub();
    const issue = github.file("mia", { labels: ["status:triaged"] });
    const { context } = engineOn(github, { claims: claimsOn(github) });
    await settle({ repo: github.repo, number: issue.number }, context);
    const before = ourEvents(issue).length;
    const comment = github.act({ by: "mia", do: "comment", issue: issue.number, body: "/plan" });
    const delivery = github.deliveries.at(-1)!;
    await Promise.all(
      [0, 1, 2, 3, 4].map((copy) => receive({ ...delivery, id: idOf(delivery, copy) }, context)),
    );
    expect(ourEvents(issue).slice(before).toSorted()).toEqual([
      "labeled status:planned",
      "unlabeled status:triaged",
    ]);
    expect(answersOn(github)).toEqual([`acme/shop c${comment} +1`]);
  });

  test("an illegal move is undone once, with one comment", async () => {
    const github = newGitHub();
    const issue = github.file("mia", { labels: ["status:triaged"] });
    const { context } = engineOn(github, { claims: claimsOn(github) });
    github.act({ by: "mia", do: "label", issue: issue.number, add: ["status:done"] });
    const delivery = github.deliveries.at(-1)!;
    await Promise.all(
      [0, 1, 2, 3, 4].map((copy) => receive({ ...delivery, id: `copy-${copy}` }, context)),
    );
    expect(ourEvents(issue)).toEqual(["commented", "unlabeled status:done"]);
    expect(issue.labels).toEqual(["status:triaged"]);
  });

  test("a refused command is answered once, with one comment", async () => {
    const github = newGitHub();
    const issue = github.file("mia", { labels: ["status:triaged"] });
    const { context } = engineOn(github, { claims: claimsOn(github) });
    const comment = github.act({ by: "mia", do: "comment", issue: issue.number, body: "/done" });
    const delivery = github.deliveries.at(-1)!;
    await Promise.all(
      [0, 1, 2, 3, 4].map((copy) => receive({ ...delivery, id: `copy-${copy}` }, context)),
    );
    expect(ourEvents(issue)).toEqual(["commented"]);
    expect(answersOn(github)).toEqual([`acme/shop c${comment} -1`]);
  });
});

test("a delivery that was done is told from a new one by its id", async () => {
  const github = newGitHub();
  github.file("mia");
  const { context } = engineOn(github);
  const delivery = github.deliveries.at(-1)!;
  expect((await receive(delivery, context)).ending).toBe("applied");
  expect((await receive(delivery, context)).ending).toBe("duplicate-delivery");
});

/** Gives every webhook, our own writes' too, to every engine until none is left; how many there were. */
async function untilRest(
  github: FakeGitHub,
  engines: readonly Engine[],
  limit = 200,
): Promise<readonly string[]> {
  const endings: string[] = [];
  for (let index = 0; index < github.deliveries.length; index++) {
    if (index > limit) throw new Error(`no rest after ${limit} deliveries`);
    const delivery = github.deliveries[index]!;
    const received = await Promise.all(engines.map(({ context }) => receive(delivery, context)));
    endings.push(...received.map(({ ending }) => ending));
  }
  return endings;
}

const acts: readonly (readonly [string, (issue: number) => readonly Act[]])[] = [
  ["a command", (issue) => [{ by: "mia", do: "comment", issue, body: "/plan" }]],
  ["a refused command", (issue) => [{ by: "mia", do: "comment", issue, body: "/approve" }]],
  ["a legal label", (issue) => [{ by: "mia", do: "label", issue, add: ["status:planned"] }]],
  ["an illegal label", (issue) => [{ by: "mia", do: "label", issue, add: ["status:review"] }]],
  ["no status", (issue) => [{ by: "mia", do: "label", issue, remove: ["status:triaged"] }]],
  [
    "many statuses",
    (issue) => [
      { by: "mia", do: "label", issue, add: ["status:done", "status:inbox", "status:active"] },
    ],
  ],
  ["an illegal closing", (issue) => [{ by: "mia", do: "close", issue, reason: "completed" }]],
  ["a legal closing", (issue) => [{ by: "mia", do: "close", issue, reason: "not_planned" }]],
  [
    "an assignment",
    (issue) => [
      {
        by: "mia",
        do: "comment",
        issue,
        body: '/triage priority=low\n/assign @ada output="a page" review="it opens"',
      },
      { by: "ada", do: "comment", issue, body: "/start" },
    ],
  ],
];

describe.each(acts)("after %s", (_, actsOn) => {
  test("our own writes' webhooks start no further write", async () => {
    const github = newGitHub();
    const engine = engineOn(github);
    const { number } = github.file("mia", { labels: ["status:triaged"] });
    await untilRest(github, [engine]);
    for (const act of actsOn(number)) github.act(act);
    await untilRest(github, [engine]);
    const { length } = engine.forge.writes;
    const own = github.deliveries.filter(({ payload }) =>
      JSON.stringify(payload).includes(`"login":"${app}"`),
    );
    expect(own.length).toBeGreaterThan(0);
    for (const delivery of own) {
      const { ending, tasks } = await receive(
        { ...delivery, id: `${delivery.id}-late` },
        engine.context,
      );
      expect([ending, tasks]).toEqual(["own-write", []]);
    }
    expect(engine.forge.writes.length).toBe(length);
  });

  test.each([
    ["know each other", [app, actions], actions, [app, actions]],
    ["do not know each other", [app], stranger, [stranger]],
    ["are strangers one way", [app], stranger, [app, stranger]],
    ["do not even know themselves", [app], stranger, [app]],
  ] as const)(
    "two engines with nothing shared that %s come to rest",
    async (__, knows, login, otherKnows) => {
      const github = newGitHub();
      const engines = [engineOn(github, { knows }), engineOn(github, { login, knows: otherKnows })];
      const { number } = github.file("mia", { labels: ["status:triaged"] });
      await untilRest(github, engines);
      for (const act of actsOn(number)) github.act(act);
      await untilRest(github, engines);
      const written = () => engines.reduce((sum, { forge }) => sum + forge.writes.length, 0);
      const before = written();
      expect(before).toBeLessThanOrEqual(24);
      for (const { context } of engines) await settle({ repo: github.repo, number }, context);
      expect(written()).toBe(before);
      expect(
        github.issue(number).labels.filter((label) => label.startsWith("status:")),
      ).toHaveLength(1);
    },
  );
});
