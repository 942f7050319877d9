import { describe, expect, test } from "vitest";
import type { Order } from "../../../src/core/orders.ts";
import { scene, sceneIn } from "./scene.ts";

const url = "https://github.com/acme/shop/issues/9";
const about = { repo: "acme/shop", number: 1, evidence: [url] };
const block: Order = {
  ...about,
  kind: "block",
  rule: "dependency-blocked",
  why: "It depends on acme/shop#9, which is active.",
  expects: { status: "active" },
  on: "acme/shop#9",
};
const unblock: Order = {
  ...about,
  kind: "unblock",
  rule: "done",
  why: "What it waited for is done: acme/shop#9.",
  expects: { status: "blocked" },
};
const assign: Order = {
  ...about,
  kind: "assign",
  rule: "new-task",
  why: "agent:atlas suits it best, with a score of 0.9.",
  expects: { status: "planned", owner: null },
  owner: "agent:atlas",
  reasons: ["it can do backend work", "it holds nothing else"],
  boundary: "No production database",
};
const tell: Order = {
  ...about,
  kind: "tell",
  rule: "new-task",
  why: "It says the same as acme/shop#9.",
  tag: "duplicate",
  lines: ["It says the same as #9, which is older and open: " + url],
};

function release(fields: { epoch?: number; last_work?: string | null } = {}): Order {
  return {
    ...about,
    kind: "release",
    rule: "agent-silent",
    why: "No sign of life of agent:atlas since 2026-11-20T07:00:00Z.",
    expects: { status: "active", owner: "agent:atlas", epoch: 1, last_work: null, ...fields },
  };
}

async function planned() {
  const one = scene({
    labels: ["priority:high"],
    block: { output: "a page", review: "it opens", boundaries: "Only the shop" },
  });
  one.says("orc", "/triage\n/plan");
  await one.settles();
  return one;
}

describe("an order to block", () => {
  test("blocks active work, and says by whom, on what and since when", async () => {
    const one = await sceneIn("active");
    await one.settles({ orders: [block] });
    expect(one.statuses()).toEqual(["status:blocked"]);
    expect(one.state().blocked).toEqual({
      reason: block.why,
      by: "mission-control",
      on: "acme/shop#9",
      since: expect.stringMatching(/^2026-11-21T07:0\d:\d\dZ$/),
      from: "active",
    });
    expect(one.said("dependency")).toContain("@atlas-bot: It depends on acme/shop");
  });

  test("leaves what is no longer active", async () => {
    const one = await sceneIn("review");
    expect(one.decides({ orders: [block] }).plan.effects).toEqual([]);
  });

  test("and one to unblock bring it back, in the same comment", async () => {
    const one = await sceneIn("active");
    await one.settles({ orders: [block] });
    one.github.advance(300_000);
    await one.settles({ orders: [unblock] });
    expect(one.statuses()).toEqual(["status:active"]);
    expect(one.said("dependency")).toContain("### Goes on");
    expect(one.state().blocked).toBeNull();
    const ours = one.issue.lines.filter(({ kind, actor }) => kind === "commented" && actor.bot);
    expect(ours).toHaveLength(1);
  });

  test("is not undone by a move of the same minute that it had seen", async () => {
    const one = await sceneIn("assigned");
    one.does({ by: "oda", do: "label", add: ["status:active"], remove: ["status:assigned"] });
    await one.settles({ orders: [block] });
    expect(one.statuses()).toEqual(["status:blocked"]);
    expect(one.decides().plan.effects).toEqual([]);
  });

  test("does not swallow a move that it had not seen", async () => {
    const one = await sceneIn("active");
    const { effects } = one.decides({ orders: [block] }).plan;
    one.puts("mia", "status:planned");
    const [comment, update] = effects;
    expect([comment?.type, update?.type]).toEqual(["comment", "update-issue"]);
    if (update?.type !== "update-issue") throw new Error("nothing is written");
    one.github.patch("mission-control[bot]", 1, update);
    await one.settles();
    // From blocked nobody may plan it again: it is judged, and refused with a word.
    expect(one.refusals()).toEqual([]);
    expect(one.said("refusal")).toContain("a task cannot go from blocked to planned");
  });
});

describe("an order to take work back", () => {
  test("plans the task again, without an owner, and tells the one who had it", async () => {
    const one = await sceneIn("active");
    const { last_work } = one.state();
    await one.settles({ orders: [release({ last_work })] });
    expect([one.statuses(), one.state().owner]).toEqual([["status:planned"], null]);
    expect(one.said("lease")).toContain("@atlas-bot: No sign of life of agent:atlas since 2026");
    expect(one.said("lease")).toContain(`Looked at: ${url}`);
  });

  test.each([
    ["somebody else's lease", { epoch: 2 }],
    ["work that has gone on since", { last_work: "2026-11-01T07:00:00Z" }],
  ])("leaves %s alone", async (_, fields) => {
    const one = await sceneIn("active");
    const { last_work } = one.state();
    const order = release({ last_work, ...fields });
    expect(one.decides({ orders: [order] }).plan.effects).toEqual([]);
  });
});

describe("an order to assign", () => {
  test("gives a complete task to the owner, and states boundaries, output, criteria and reasons", async () => {
    const one = await planned();
    await one.settles({ orders: [assign] });
    expect(one.statuses()).toEqual(["status:assigned"]);
    expect(one.state().owner).toBe("agent:atlas");
    const said = one.said("assignment") ?? "";
    for (const words of [
      "@atlas-bot:",
      "Expected output: a page",
      "Review criteria: it opens",
      "Boundaries: No production database; Only the shop",
      "it can do backend work",
      "it holds nothing else",
    ])
      expect(said).toContain(words);
  });

  test("leaves a task that lacks what an owner needs", async () => {
    const one = scene({ labels: ["priority:high"] });
    one.says("orc", "/triage\n/plan");
    await one.settles();
    expect(one.decides({ orders: [assign] }).plan.effects).toEqual([]);
  });

  test("leaves an agent that nobody knows", async () => {
    const one = await planned();
    const order = { ...assign, owner: "agent:nobody" };
    expect(one.decides({ orders: [order] }).plan.effects).toEqual([]);
  });

  test("leaves everything while work is halted, and asks whether it is", async () => {
    const one = await planned();
    expect(one.decides({ orders: [assign] }).judgement.asked.halts).toBe(true);
    const halts = [{ task: "acme/shop#7", reason: "fire", at: "2026-11-21T07:00:00Z" }];
    expect(one.decides({ orders: [assign], halts }).plan.effects).toEqual([]);
  });
});

async function blockedOnNine() {
  const one = await sceneIn("active");
  one.says("ada", "/depends #5");
  await one.settles();
  await one.settles({ orders: [block] });
  return one;
}

test("an order to unblock brings nothing back to active while a halt stands", async () => {
  const one = await blockedOnNine();
  expect(one.decides({ orders: [unblock] }).judgement.asked.halts).toBe(true);
  const halts = [{ task: "acme/shop#7", reason: "fire", at: "2026-11-21T07:00:00Z" }];
  expect(one.decides({ orders: [unblock], halts }).plan.effects).toEqual([]);
});

describe("somebody lets a blocked task go on", () => {
  test("it is kept over what, until he says that it waits after all", async () => {
    const { says, settles, state } = await blockedOnNine();
    says("ada", "/unblock");
    await settles({ blockedBy: ["acme/library#7"] });
    expect(state()).toMatchObject({
      status: "active",
      unblocked: { by: "ada", over: ["acme/library#7", "acme/shop#5", "acme/shop#9"] },
    });
    says("ada", "/depends none");
    says("ada", "/depends #5");
    await settles();
    expect(state().unblocked?.over).toEqual(["acme/library#7", "acme/shop#9"]);
    says("ada", "/block It waits after all on #5");
    await settles();
    expect(state()).not.toHaveProperty("unblocked");
  });

  test("by a label as well as by a command", async () => {
    const { puts, says, settles, state } = await blockedOnNine();
    puts("ada", "status:active");
    await settles();
    const { unblocked } = state();
    expect(unblocked).toMatchObject({ by: "ada", over: ["acme/shop#5", "acme/shop#9"] });
    says("ada", "/depends #6");
    await settles();
    expect(state().unblocked).toEqual(unblocked);
  });

  test("what the rules end, nobody has let go on", async () => {
    const { settles, state } = await blockedOnNine();
    await settles({ orders: [unblock] });
    expect(state()).toMatchObject({ status: "active" });
    expect(state()).not.toHaveProperty("unblocked");
  });
});

test("an order to tell writes one comment and nothing else", async () => {
  const one = await sceneIn("triaged");
  const effects = await one.settles({ orders: [tell] });
  expect(effects.map(({ type }) => type)).toEqual(["comment"]);
  expect(one.said("duplicate")).toContain("It says the same as #9");
});

test.each([
  ["block", "active", block],
  ["tell", "active", tell],
] as const)("given twice, an order to %s changes nothing more", async (_, status, order) => {
  const one = await sceneIn(status);
  await one.settles({ orders: [order] });
  const before = JSON.stringify([one.issue, one.github.reactions.rows()]);
  one.github.advance(60_000);
  await one.settles({ orders: [order] });
  expect(JSON.stringify([one.issue, one.github.reactions.rows()])).toBe(before);
});

test("a command found together with an order comes first, and is told apart from it", async () => {
  const one = await sceneIn("assigned");
  one.says("atlas-bot", "/start");
  const effects = await one.settles({ orders: [block] });
  expect(effects.map(({ type, reason }) => `${type} ${reason}`)).toEqual([
    "react command-accepted",
    "update-issue move-accepted",
    "comment dependency-waits",
    "update-issue move-accepted",
  ]);
  expect(one.state()).toMatchObject({ status: "blocked", blocked: { from: "active" } });
});

test("nobody is mentioned under a name that GitHub cannot have given", async () => {
  const one = scene({ labels: ["priority:high", "owner:automation:nightly"] });
  one.says("orc", '/triage\n/assign automation:nightly output="a page" review="it opens"\n/start');
  await one.settles();
  await one.settles({ orders: [block] });
  expect(one.said("dependency")).not.toContain("@");
});
