import { describe, expect, test } from "vitest";
import { engine, scene, sceneIn } from "./scene.ts";

function statusOf(one: ReturnType<typeof scene>): string {
  return one.decides().judgement.moment.status;
}

describe("given a task in review,", () => {
  test.each([
    ["the owner approves through his agent's answerer", "aria", "review"],
    ["the agent approves itself", "atlas-bot", "review"],
    ["somebody else approves", "mia", "done"],
    ["a stranger approves", "sam", "review"],
  ])("when %s (%s), it is then in %s", async (_, by, then) => {
    const one = await sceneIn("review");
    one.says(by, "/approve");
    expect(statusOf(one)).toBe(then);
  });

  test("when who delivered it is another owner's and then asks to approve, he may not, after our own write either", async () => {
    const one = await sceneIn("active");
    one.says("orc", "/review https://example.org/2");
    await one.settles();
    one.says("orc", "/approve");
    expect(statusOf(one)).toBe("review");
    one.says("mia", "/approve");
    expect(statusOf(one)).toBe("done");
  });

  test("when somebody changes what was delivered, he may not judge it, though we wrote no label since", async () => {
    const one = await sceneIn("review");
    one.says("max", "/review https://example.org/2");
    await one.settles();
    one.says("max", "/approve");
    expect(statusOf(one)).toBe("review");
  });

  test("when somebody edits what he was answered, the worst is assumed of it", async () => {
    const one = await sceneIn("review");
    const comment = one.says("max", "/review https://example.org/2");
    await one.settles();
    one.does({ by: "max", do: "edit-comment", comment, body: "/help" });
    one.says("max", "/approve");
    expect(statusOf(one)).toBe("review");
  });

  test("when the label of a refused delivery is remembered, it is held against nobody", async () => {
    const one = await sceneIn("assigned");
    one.puts("mia", "status:review");
    await one.settles();
    one.says("atlas-bot", "/start");
    await one.settles();
    one.says("atlas-bot", "/review https://example.org/2");
    await one.settles();
    one.says("mia", "/approve");
    expect(statusOf(one)).toBe("done");
  });

  test("when the owner was changed on the way, neither may judge", async () => {
    const one = await sceneIn("active");
    one.does({ by: "mia", do: "label", add: ["owner:human:max"], remove: ["owner:agent:atlas"] });
    await one.settles();
    one.says("max", "/review #4");
    await one.settles();
    for (const by of ["max", "aria", "hermes[bot]"]) one.says(by, "/approve");
    expect(statusOf(one)).toBe("review");
    one.says("mia", "/approve");
    expect(statusOf(one)).toBe("done");
  });
});

describe("given moves that came while we wrote,", () => {
  test("a label that our write ran over is judged after it", async () => {
    const one = await sceneIn("assigned");
    one.says("atlas-bot", "/start");
    const { plan } = one.decides();
    one.puts("mia", "status:planned");
    const update = plan.effects.find((effect) => effect.type === "update-issue");
    one.github.patch(engine, one.issue.number, {
      labels: update?.type === "update-issue" ? (update.labels ?? []) : [],
    });
    expect(one.statuses()).toEqual(["status:active"]);
    expect(statusOf(one)).toBe("planned");
    await one.settles();
    expect(one.statuses()).toEqual(["status:planned"]);
  });

  test("a command that our write ran over is obeyed after it", async () => {
    const one = await sceneIn("assigned");
    one.puts("orc", "status:active");
    const { plan } = one.decides();
    one.says("orc", "/release");
    const update = plan.effects.find((effect) => effect.type === "update-issue");
    one.github.patch(engine, one.issue.number, {
      labels: update?.type === "update-issue" ? (update.labels ?? []) : [],
    });
    await one.settles();
    expect(one.statuses()).toEqual(["status:planned"]);
  });

  test("what was undone with a word is not judged again", async () => {
    const one = await sceneIn("triaged");
    one.puts("mia", "status:done");
    await one.settles();
    one.says("mia", "/plan");
    await one.settles();
    expect(one.refusals()).toEqual([]);
    expect(one.statuses()).toEqual(["status:planned"]);
  });
});

describe("given a label that we let stand,", () => {
  test("a command before it that led to the same is not forgotten", async () => {
    const one = await sceneIn("assigned");
    one.says("atlas-bot", "/start");
    one.does({ by: "mia", do: "label", add: ["status:active"], remove: ["status:assigned"] });
    await one.settles();
    expect(one.statuses()).toEqual(["status:active"]);
    expect(one.refusals()).toEqual([]);
  });

  test("the facts it was judged by stay, and it is judged the same again", async () => {
    const one = await sceneIn("active");
    one.says("atlas-bot", "/block no key");
    await one.settles();
    one.does({ by: "mia", do: "label", add: ["status:active"], remove: ["status:blocked"] });
    await one.settles();
    expect(one.statuses()).toEqual(["status:active"]);
    expect(one.decides().plan.effects).toEqual([]);
  });

  test("facts that a person writes by hand later are not taken away", async () => {
    const one = scene({ labels: ["status:triaged", "priority:low"] });
    await one.settles();
    one.does({
      by: "max",
      do: "edit-body",
      body: "<!-- mission-control:v1 -->\n```yaml\nlink: https://example.org/1\n```\n<!-- /mission-control -->",
    });
    one.says("orc", '/assign atlas output="a page" review="it opens"');
    await one.settles();
    expect(one.decides().judgement.moment.block.link).toBe("https://example.org/1");
  });
});

describe("given a command,", () => {
  test("when it was edited before it was read, it is refused, and says so", async () => {
    const one = await sceneIn("triaged");
    const comment = one.says("mia", "/plan");
    one.does({ by: "mia", do: "edit-comment", comment, body: "/archive" });
    expect(statusOf(one)).toBe("triaged");
    expect(one.refusals()).toEqual([expect.stringMatching(/edited before/)]);
  });

  test("when it is edited after it was answered, nothing happens", async () => {
    const one = await sceneIn("triaged");
    const comment = one.says("mia", "/plan");
    await one.settles();
    one.does({ by: "mia", do: "edit-comment", comment, body: "/archive" });
    expect(one.decides().plan.effects).toEqual([]);
  });

  test("when nobody answered it for a week, it is left alone", async () => {
    const one = await sceneIn("triaged");
    one.says("mia", "/plan");
    one.github.advance(169 * 3_600_000);
    expect(statusOf(one)).toBe("triaged");
  });

  test("when it is our own words, it is none", async () => {
    const one = await sceneIn("triaged");
    one.says(engine, "/archive");
    expect(one.decides().plan.effects).toEqual([]);
  });

  test("when two run against each other, both are obeyed, in order", async () => {
    const one = await sceneIn("triaged");
    one.says("mia", "/plan\n/archive");
    expect(statusOf(one)).toBe("archived");
  });

  test("when it waives a guard, the waiver is kept once, however often it is looked at", async () => {
    const one = await sceneIn("triaged");
    one.says("ada", '/assign @ada waive="I am alone"\n/plan');
    await one.settles();
    one.github.advance(60_000);
    await one.settles();
    expect(one.decides().judgement.moment.block.waived).toHaveLength(2);
  });
});

describe("given a pull request that closes the task,", () => {
  const cases = [
    ["somebody else approved and nothing is red", ["mia"], "none", "done"],
    ["somebody else approved and all is green", ["mia"], "green", "done"],
    ["nobody approved", [], "green", "review"],
    ["only who answers for the agent approved", ["aria"], "green", "review"],
    ["a stranger approved", ["sam"], "green", "review"],
    ["somebody approved and a check is red", ["mia"], "red", "review"],
    ["somebody approved and a check runs", ["mia"], "pending", "review"],
  ] as const;
  test.each(cases)("when it is merged and %s", async (_, approvers, checks, then) => {
    const one = await sceneIn("active");
    const pull = one.github.act({ by: "atlas-bot", do: "open-pull", closes: [one.issue.number] });
    for (const by of approvers) one.github.act({ by, do: "approve", pull });
    one.github.act({ by: "max", do: "check", pull, checks });
    one.github.act({ by: "max", do: "merge", pull, closesAfterMs: 2000 });
    await one.settles();
    expect(one.statuses()).toEqual([`status:${then}`]);
    expect(one.issue.state).toBe(then === "done" ? "closed" : "open");
  });

  test("when somebody closes it by hand long after the merge, that is no merge", async () => {
    const one = await sceneIn("active");
    const pull = one.github.act({ by: "atlas-bot", do: "open-pull", closes: [one.issue.number] });
    one.github.act({ by: "max", do: "merge", pull });
    await one.settles();
    one.says("max", "/reject not yet");
    await one.settles();
    one.github.advance(120_000);
    one.does({ by: "max", do: "close", reason: "completed" });
    expect(statusOf(one)).toBe("active");
  });

  test("when the merge is reverted, it is reverted and open again", async () => {
    const one = await sceneIn("active");
    const pull = one.github.act({ by: "atlas-bot", do: "open-pull", closes: [one.issue.number] });
    one.github.act({ by: "mia", do: "approve", pull });
    one.github.act({ by: "max", do: "merge", pull });
    await one.settles();
    one.github.advance(5000);
    one.github.act({ by: "max", do: "revert", pull });
    await one.settles();
    expect([...one.statuses(), one.issue.state]).toEqual(["status:reverted", "open"]);
  });
});

describe("given a task that is blocked, taken up, delivered and blocked again before anybody looks,", () => {
  test("when it is settled, it came from review, and goes back there", async () => {
    const one = await sceneIn("active");
    one.says("atlas-bot", "/block no key");
    await one.settles();
    one.says("atlas-bot", "/unblock");
    one.says("atlas-bot", "/review https://example.org/2");
    one.says("atlas-bot", "/block no reviewer");
    await one.settles();
    expect(one.state()).toMatchObject({ status: "blocked", blocked: { from: "review" } });
    one.says("atlas-bot", "/unblock");
    expect(statusOf(one)).toBe("review");
  });

  test("when a comment is edited to say that it was delivered, it still came from where it was", async () => {
    const one = await sceneIn("active");
    const comment = one.says("sam", "/help");
    one.says("atlas-bot", "/block no key");
    await one.settles();
    one.does({ by: "sam", do: "edit-comment", comment, body: "/review https://example.org/2" });
    one.says("atlas-bot", "/unblock");
    expect(statusOf(one)).toBe("active");
  });
});

describe("given a task that was blocked and let go on before anybody looked,", () => {
  const over = (one: ReturnType<typeof scene>) => one.state().unblocked?.over;

  test.each([
    ["what is named after that is waited for", ["/block no key", "/unblock", "/depends #7"], []],
    [
      "and not what was named before",
      ["/depends #7", "/block no key", "/unblock", "/depends #8"],
      ["acme/shop#7"],
    ],
    [
      "unless it is named again",
      ["/depends #7 #8", "/block no key", "/unblock", "/depends #8"],
      ["acme/shop#7"],
    ],
  ])("%s", async (_, said, ids) => {
    const one = await sceneIn("active");
    for (const text of said) one.says("atlas-bot", text);
    await one.settles();
    expect(over(one) ?? []).toEqual(ids);
    await one.settles();
    expect(over(one) ?? []).toEqual(ids);
  });
});

test("a stay that commands began, and no label tells of, began then for as long as it lasts", async () => {
  const one = await sceneIn("active");
  one.says("atlas-bot", "/review https://example.org/2");
  one.says("mia", "/reject not yet");
  await one.settles();
  const { since } = one.state();
  for (const hours of [1, 24 * 7 - 1, 24 * 30]) {
    one.github.advance(hours * 3_600_000);
    expect(one.state().since).toBe(since);
  }
});
