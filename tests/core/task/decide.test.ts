import { describe, expect, test } from "vitest";
import { scene, sceneIn } from "./scene.ts";

describe("given a plain issue", () => {
  test("then it is taken into the inbox", async () => {
    const one = scene();
    expect((await one.settles()).map(({ type, reason }) => [type, reason])).toEqual([
      ["update-issue", "task-adopted"],
    ]);
    expect(one.issue.labels).toEqual(["status:inbox"]);
  });

  test("and nothing new, then nothing is written", async () => {
    const one = scene();
    await one.settles();
    expect(one.decides().plan.effects).toEqual([]);
  });

  test("then the same facts give the same plan", () => {
    const one = scene({ labels: ["status:done", "status:active"] });
    expect(one.decides().plan).toEqual(one.decides().plan);
  });
});

describe("given a triaged task", () => {
  test("when it is moved by hand where it may not go, then that is undone in one write and explained", async () => {
    const one = await sceneIn("triaged");
    one.puts("mia", "status:done", "status:active");
    const effects = await one.settles();
    expect(effects.map(({ type }) => type)).toEqual(["comment", "update-issue"]);
    expect(one.statuses()).toEqual(["status:triaged"]);
    expect(effects[0]).toMatchObject({
      type: "comment",
      notice: { status: "triaged", legal: ["planned", "assigned", "archived"] },
    });
  });

  test("when that happens again, then the one comment is edited in place", async () => {
    const one = await sceneIn("triaged");
    for (const status of ["done", "review", "failed"]) {
      one.puts("mia", `status:${status}`);
      await one.settles();
    }
    const ours = one.issue.lines.filter(({ kind, actor }) => kind === "commented" && actor.bot);
    expect(ours).toHaveLength(1);
  });

  test("when all its statuses are taken off, then it gets its own back without a word", async () => {
    const one = await sceneIn("triaged");
    one.does({ by: "mia", do: "label", remove: ["status:triaged"] });
    expect((await one.settles()).map(({ type }) => type)).toEqual(["update-issue"]);
    expect(one.statuses()).toEqual(["status:triaged"]);
  });

  test("when it is closed as completed, then it is opened again", async () => {
    const one = await sceneIn("triaged");
    one.does({ by: "mia", do: "close", reason: "completed" });
    await one.settles();
    expect([one.issue.state, ...one.statuses()]).toEqual(["open", "status:triaged"]);
  });

  test.each(["not_planned", "duplicate"] as const)(
    "when it is closed as %s, then it is archived",
    async (reason) => {
      const one = await sceneIn("triaged");
      one.does({ by: "mia", do: "close", reason });
      await one.settles();
      expect([one.issue.state, one.issue.stateReason, ...one.statuses()]).toEqual([
        "closed",
        reason,
        "status:archived",
      ]);
    },
  );

  test("when it was archived and is opened again, then it is triaged", async () => {
    const one = await sceneIn("triaged");
    one.says("mia", "/archive");
    await one.settles();
    expect(one.issue.stateReason).toBe("not_planned");
    one.does({ by: "mia", do: "reopen" });
    await one.settles();
    expect([one.issue.state, ...one.statuses()]).toEqual(["open", "status:triaged"]);
  });

  test("when a status is swapped legally by hand, then there is nothing to write", async () => {
    const one = await sceneIn("triaged");
    one.does({ by: "mia", do: "label", add: ["status:planned"], remove: ["status:triaged"] });
    expect(one.decides().plan.effects).toEqual([]);
  });
});

describe("given an answer to a command,", () => {
  test("an accepted move is answered before it is made", async () => {
    const one = await sceneIn("assigned");
    one.says("atlas-bot", "/start");
    expect(one.decides().plan.effects.map(({ type }) => type)).toEqual(["react", "update-issue"]);
  });

  test("accepted facts are answered once they stand", async () => {
    const one = await sceneIn("assigned");
    one.says("mia", "/due 2026-12-01");
    expect(one.decides().plan.effects.map(({ type }) => type)).toEqual(["update-issue", "react"]);
  });

  test("a refusal is explained before it is answered", async () => {
    const one = await sceneIn("assigned");
    one.says("sam", "/start");
    expect(
      one
        .decides()
        .plan.effects.map((effect) => (effect.type === "react" ? effect.content : effect.type)),
    ).toEqual(["comment", "-1"]);
  });

  test("one command of several refused makes it a refusal, and the others are obeyed", async () => {
    const one = await sceneIn("assigned");
    const comment = one.says("orc", "/start\n/approve");
    await one.settles();
    expect(one.statuses()).toEqual(["status:active"]);
    expect(
      one.github.reactions.rows().find(({ place }) => place.endsWith(` c${comment}`))?.content,
    ).toBe("-1");
  });

  test("help is one comment, asked for however often", async () => {
    const one = await sceneIn("triaged");
    one.says("sam", "/help");
    await one.settles();
    one.says("sam", "/help");
    await one.settles();
    expect(
      one.issue.lines.filter(({ kind, actor }) => kind === "commented" && actor.bot),
    ).toHaveLength(1);
  });
});

test("a write of ours always names the whole label set", async () => {
  const one = await sceneIn("assigned");
  one.does({ by: "mia", do: "close", reason: "completed" });
  const update = one.decides().plan.effects.find(({ type }) => type === "update-issue");
  expect(update).toMatchObject({
    state: "open",
    labels: expect.arrayContaining(["status:assigned"]),
  });
});

test("what somebody wrote by hand stays in the body, whatever we write into the block", async () => {
  const one = await sceneIn("active");
  one.says("atlas-bot", "/block no key");
  await one.settles();
  expect(one.issue.body.startsWith("It does not work.")).toBe(true);
  expect(one.decides().judgement.moment.block.blocked).toMatchObject({
    reason: "no key",
    by: "atlas-bot",
    from: "active",
  });
});

test("a person who owns is an assignee, and is let go with the task", async () => {
  const one = await sceneIn("triaged");
  one.says("orc", '/assign @mia output="a page" review="it opens"');
  await one.settles();
  expect(one.issue.assignees).toEqual(["mia"]);
  one.says("mia", "/release");
  await one.settles();
  expect(one.issue.assignees).toEqual([]);
});
