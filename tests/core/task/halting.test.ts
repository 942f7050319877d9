import { describe, expect, test } from "vitest";
import { settledOf } from "../../../src/core/task/task-state.ts";
import { engine, type Scene, scene, sceneIn } from "./scene.ts";

const elsewhere = [{ task: "acme/shop#7", reason: "fire", at: "2026-11-21T07:00:00Z" }];

function put(one: Scene, by: string, label: string) {
  return one.does({ by, do: "label", add: [label] });
}
function takeOff(one: Scene, by: string, label: string) {
  return one.does({ by, do: "label", remove: [label] });
}

describe("a halt", () => {
  test.each(["mia", "atlas-bot"])("is put on by `/halt` of %s, with its reason", async (by) => {
    const one = await sceneIn("active");
    const comment = one.says(by, "/halt the disk is full");
    await one.settles();
    expect(one.issue.labels).toContain("halt");
    expect(one.state().halt).toMatchObject({ reason: "the disk is full", by });
    expect(one.answer(comment)).toBe("+1");
    expect(one.said("halt")).toContain("the disk is full");
    expect(one.statuses()).toEqual(["status:active"]);
  });

  test("is not put on by a stranger's", async () => {
    const one = await sceneIn("active");
    const comment = one.says("sam", "/halt I say so");
    await one.settles();
    expect([one.issue.labels.includes("halt"), one.answer(comment)]).toEqual([false, "-1"]);
  });

  test("is put on by hand", async () => {
    const one = await sceneIn("active");
    put(one, "mia", "halt");
    await one.settles();
    expect(one.state().halt).toMatchObject({ reason: "`halt` was put on by hand", by: "mia" });
  });

  test("is put on by the label that says that security is red", async () => {
    const one = await sceneIn("active");
    put(one, "mia", "security:red");
    await one.settles();
    expect(one.issue.labels).toContain("halt");
    expect(one.state().halt).toMatchObject({ reason: "`security:red` was put on", by: "mia" });
  });

  test("is not put on by that label when an issue form put it there for a stranger", async () => {
    const one = scene({ author: "sam" });
    one.github.permissions.set("sam", "triage");
    put(one, "sam", "security:red");
    one.github.permissions.delete("sam");
    await one.settles();
    expect(one.issue.labels).not.toContain("halt");
  });

  test("keeps the reason of a later `/halt`, and the time of the first", async () => {
    const one = await sceneIn("active");
    one.says("mia", "/halt smoke");
    await one.settles();
    const at = one.state().halt?.at;
    one.says("max", "/halt fire");
    await one.settles();
    expect(one.state().halt).toEqual({ reason: "fire", by: "max", at });
  });

  test("of a closed task is none", async () => {
    const one = await sceneIn("triaged");
    one.says("mia", "/halt smoke");
    await one.settles();
    one.does({ by: "mia", do: "close", reason: "not_planned" });
    await one.settles();
    expect([one.issue.state, one.state().halt]).toEqual(["closed", null]);
  });

  test("is not ended by an agent that closes its task", async () => {
    const one = await sceneIn("triaged");
    one.github.permissions.set("hermes[bot]", "write");
    one.says("mia", "/halt smoke");
    await one.settles();
    one.does({ by: "hermes[bot]", do: "close", reason: "not_planned" });
    await one.settles();
    expect([one.issue.state, one.statuses()]).toEqual(["open", ["status:triaged"]]);
    expect(one.said("refusal")).toContain("a person who is a member has to `/resume` first");
  });

  test("counts where the label is there and no history tells of it", async () => {
    const one = await sceneIn("triaged");
    one.issue.labels = [...one.issue.labels, "Halt"];
    expect(one.decides().plan.effects.map(({ type }) => type)).toEqual(["comment"]);
    expect(one.state().halt).not.toBeNull();
  });
});

describe("a halt ends", () => {
  test("by `/resume` of a person who is a member", async () => {
    const one = await sceneIn("active");
    one.says("atlas-bot", "/halt smoke");
    await one.settles();
    const comment = one.says("mia", "/resume");
    await one.settles();
    expect([one.issue.labels.includes("halt"), one.state().halt]).toEqual([false, null]);
    expect(one.answer(comment)).toBe("+1");
    expect(one.said("halt")).toContain("No longer halted");
  });

  test.each(["atlas-bot", "hermes[bot]", "sam"])("not by `/resume` of %s", async (by) => {
    const one = await sceneIn("active");
    one.github.permissions.set("atlas-bot", "write").set("hermes[bot]", "write");
    one.says("mia", "/halt smoke");
    await one.settles();
    const comment = one.says(by, "/resume");
    await one.settles();
    expect([one.issue.labels.includes("halt"), one.answer(comment)]).toEqual([true, "-1"]);
  });

  test("by hand of such a person, for good once a snapshot has it, also when he has left since", async () => {
    const one = await sceneIn("active");
    one.says("mia", "/halt smoke");
    await one.settles();
    one.github.advance(120_000);
    takeOff(one, "max", "halt");
    await one.settles();
    expect(one.state().halt).toBeNull();
    const settled = settledOf(one.state());
    one.github.permissions.delete("max");
    expect(one.decides({ settled }).judgement.moment.halt).toBeNull();
    expect(one.decides().judgement.moment.halt).not.toBeNull();
  });

  test("not by hand of anybody else: it is put on again, with its reason, and that is explained", async () => {
    const one = await sceneIn("active");
    one.github.permissions.set("hermes[bot]", "write");
    one.says("mia", "/halt smoke");
    await one.settles();
    takeOff(one, "hermes[bot]", "halt");
    await one.settles();
    expect(one.issue.labels).toContain("halt");
    expect(one.state().halt).toMatchObject({ reason: "smoke", by: "mia" });
    expect(one.said("refusal")).toContain("only a person who is a member");
  });

  test("where it stands, not where nothing is halted: there it is said where", async () => {
    const one = await sceneIn("active");
    const comment = one.says("mia", "/resume");
    expect(one.decides().judgement.asked.halts).toBe(true);
    await one.settles({ halts: elsewhere });
    expect(one.answer(comment)).toBe("-1");
    expect(one.said("refusal")).toContain("say it where the halt stands: #7");
  });

  test("and nothing is said twice to one who says it where nothing is halted anywhere", async () => {
    const one = await sceneIn("active");
    const comment = one.says("mia", "/resume");
    await one.settles();
    expect([one.answer(comment), one.said("halt")]).toEqual(["+1", undefined]);
  });

  test("once: the red label that had put it on does not put it on again", async () => {
    const one = await sceneIn("active");
    put(one, "mia", "security:red");
    await one.settles();
    one.github.advance(10_000);
    takeOff(one, "max", "halt");
    await one.settles();
    expect([...one.issue.labels].filter((label) => /halt|red/.test(label))).toEqual([
      "security:red",
    ]);
  });
});

describe("a halt that a write of ours ran over", () => {
  test("stands, when it was put on", async () => {
    const one = await sceneIn("assigned");
    const read = [...one.issue.labels];
    put(one, "mia", "halt");
    one.github.patch(engine, 1, { labels: [...read, "kind:bug"] });
    await one.settles();
    expect(one.issue.labels).toContain("halt");
  });

  test("stands, when the red label was put on", async () => {
    const one = await sceneIn("assigned");
    const read = [...one.issue.labels];
    put(one, "mia", "security:red");
    one.github.patch(engine, 1, { labels: [...read, "kind:bug"] });
    await one.settles();
    expect(one.issue.labels).toContain("halt");
  });

  test("stands, when the red label was put on after the `/resume` that the write obeyed", async () => {
    const one = await sceneIn("assigned");
    put(one, "mia", "halt");
    one.says("max", "/resume");
    const read = one.issue.labels.filter((label) => label !== "halt");
    put(one, "mia", "security:red");
    one.github.patch(engine, 1, { labels: read });
    await one.settles();
    expect(one.issue.labels).toContain("halt");
  });

  test("is gone, when a person had taken it off", async () => {
    const one = await sceneIn("assigned");
    one.says("mia", "/halt smoke");
    await one.settles();
    one.github.advance(120_000);
    const read = [...one.issue.labels];
    takeOff(one, "max", "halt");
    one.github.patch(engine, 1, { labels: [...read, "kind:bug"] });
    await one.settles();
    expect(one.issue.labels).not.toContain("halt");
  });

  test("does not come back after a `/resume`, however soon that came, and whoever has left since", async () => {
    const one = await sceneIn("assigned");
    put(one, "mia", "halt");
    one.says("max", "/resume");
    await one.settles();
    one.github.permissions.delete("max");
    await one.settles();
    expect(one.issue.labels).not.toContain("halt");
  });
});

describe("while work is halted", () => {
  test.each([
    ["/start", "assigned", "atlas-bot"],
    ['/start waive="it is mine"', "assigned", "ada"],
  ] as const)("%s of an %s task is refused", async (command, status, by) => {
    const one = await sceneIn(status);
    const comment = one.says(by, command);
    await one.settles({ halts: elsewhere });
    expect([one.answer(comment), one.statuses()]).toEqual(["-1", [`status:${status}`]]);
    expect(one.said("refusal")).toContain("halted: fire (#7)");
  });

  test("a claim is refused", async () => {
    const one = scene({
      labels: ["priority:high"],
      block: { output: "a page", review: "it opens" },
    });
    one.says("orc", "/triage\n/plan");
    await one.settles();
    const comment = one.says("atlas-bot", "/claim");
    await one.settles({ halts: elsewhere });
    expect([one.answer(comment), one.statuses()]).toEqual(["-1", ["status:planned"]]);
  });

  test("a start by label is undone, once and for all", async () => {
    const one = await sceneIn("assigned");
    one.does({ by: "oda", do: "label", add: ["status:active"], remove: ["status:assigned"] });
    await one.settles({ halts: elsewhere });
    expect(one.statuses()).toEqual(["status:assigned"]);
    await one.settles();
    expect(one.statuses()).toEqual(["status:assigned"]);
  });

  test("what began before goes on: it is not undone", async () => {
    const one = await sceneIn("assigned");
    one.does({ by: "oda", do: "label", add: ["status:active"], remove: ["status:assigned"] });
    const later = [{ task: "acme/shop#7", reason: "fire", at: "2026-11-22T07:00:00Z" }];
    expect(one.decides({ halts: later }).plan.effects).toEqual([]);
  });

  test.each([
    ["/unblock", "max"],
    ["/reject not yet", "mia"],
    ["/release", "atlas-bot"],
  ])("%s is no new work", async (command, by) => {
    const one = await sceneIn(command.startsWith("/reject") ? "review" : "active");
    if (command === "/unblock") {
      one.says("atlas-bot", "/block no key");
      await one.settles();
    }
    const comment = one.says(by, command);
    await one.settles({ halts: elsewhere });
    expect(one.answer(comment)).toBe("+1");
  });

  test("planning goes on: somebody can be given work", async () => {
    const one = await sceneIn("triaged");
    const comment = one.says("orc", '/assign atlas output="a page" review="it opens"');
    await one.settles({ halts: elsewhere });
    expect([one.answer(comment), one.statuses()]).toEqual(["+1", ["status:assigned"]]);
  });

  test("the halting task itself does not start, whatever else was asked of it in one reading", async () => {
    const one = await sceneIn("assigned");
    const [halt, start] = [one.says("mia", "/halt smoke"), one.says("atlas-bot", "/start")];
    await one.settles();
    expect([one.answer(halt), one.answer(start)]).toEqual(["+1", "-1"]);
    expect(one.statuses()).toEqual(["status:assigned"]);
  });

  test("nobody asks what is halted when nothing starts", async () => {
    const one = await sceneIn("active");
    one.says("mia", "/due 2026-12-01\n/checkin progress=40");
    expect(one.decides().judgement.asked.halts).toBe(false);
  });
});
