import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../../../src/core/task/fingerprint.ts";
import { taskState } from "../../../src/core/task/task-state.ts";
import { scene, sceneIn } from "./scene.ts";

describe("a lease", () => {
  test("is nobody's before somebody has the task, nor when it is done", async () => {
    expect((await sceneIn("triaged")).state().lease).toBeNull();
    expect((await sceneIn("done")).state().lease).toBeNull();
  });

  test("counts the owners that the task was given to", async () => {
    const one = await sceneIn("active");
    expect(one.state().lease).toMatchObject({ epoch: 1, holder: "agent:atlas" });
    one.says("atlas-bot", "/release");
    await one.settles();
    expect(one.state().lease).toBeNull();
    one.says("orc", '/assign hermes output="a page" review="it opens"');
    await one.settles();
    expect(one.state().lease).toMatchObject({ epoch: 2, holder: "agent:hermes" });
    one.puts("mia", "owner:human:mia");
    await one.settles();
    expect(one.state().lease).toMatchObject({ epoch: 3, holder: "human:mia" });
  });

  test("is the same for whoever is given again what he has", async () => {
    const one = await sceneIn("assigned");
    one.says("orc", '/assign atlas review="it prints"');
    await one.settles();
    expect(one.state().lease?.epoch).toBe(1);
  });

  test("has the number it will have already when it is given and used in one reading", async () => {
    const one = await sceneIn("triaged");
    one.says("orc", '/assign atlas output="a page" review="it opens"');
    const start = one.says("atlas-bot", "/start epoch=1");
    await one.settles();
    expect([one.answer(start), one.state().lease?.epoch]).toEqual(["+1", 1]);
  });

  test.each(["/start", "/release", "/review #4", "/checkin", "/heartbeat", "/cost usd=1"])(
    "that has moved on is refused to `%s epoch=1`",
    async (command) => {
      const one = await sceneIn("assigned");
      one.says("orc", '/assign hermes output="a page" review="it opens"');
      await one.settles();
      const [late, fit] = [
        one.says("oda", `${command} epoch=1`),
        one.says("oda", "/heartbeat epoch=2"),
      ];
      await one.settles();
      expect([one.answer(late), one.answer(fit)]).toEqual(["-1", "+1"]);
      expect(one.said("refusal")).toContain("epoch 2 is held by agent:hermes");
    },
  );

  test("that has ended is refused, and said to have", async () => {
    const one = await sceneIn("assigned");
    one.says("orc", "/release");
    await one.settles();
    one.says("oda", "/heartbeat epoch=1");
    await one.settles();
    expect(one.said("refusal")).toContain("nobody holds it");
  });
});

describe("the holder's last work", () => {
  test("is the newest thing done under its own login", async () => {
    const one = await sceneIn("active");
    one.github.advance(60_000);
    one.says("atlas-bot", "Half of it is there.");
    const at = one.issue.lines.at(-1)?.at;
    one.says("aria", "How is it going?");
    await one.settles();
    expect(one.state().last_work).toBe(at);
  });

  test("is also a sign that whoever answers for it gives", async () => {
    const one = await sceneIn("active");
    one.github.advance(60_000);
    one.says("aria", "/heartbeat");
    await one.settles();
    expect(one.state().last_work).toBe(one.issue.lines.at(-1)?.at);
  });

  test("is of nobody where nobody holds the task", async () => {
    expect((await sceneIn("triaged")).state().last_work).toBeNull();
  });
});

describe("what is reported", () => {
  test("/checkin: the newest counts", async () => {
    const one = await sceneIn("active");
    one.says("atlas-bot", "/checkin progress=10");
    await one.settles();
    one.says("atlas-bot", '/checkin progress=40 blockers=no needs="a key" eta=on-track');
    await one.settles();
    expect(one.state().checkin).toEqual({
      at: one.issue.lines.at(-1)?.at,
      by: "atlas-bot",
      progress: 40,
      blockers: false,
      needs: "a key",
      eta: "on-track",
    });
  });

  test("/cost: added up by day and by whom the giver acts for, however often it is read", async () => {
    const one = await sceneIn("active");
    const first = one.says("atlas-bot", "/cost usd=0.1 in=1200 out=300 model=m");
    const second = one.says("atlas-bot", "/cost usd=0.2 in=1");
    const third = one.says("hermes[bot]", "/cost out=5");
    await one.settles();
    one.github.advance(86_400_000);
    const fourth = one.says("mia", "/cost usd=3");
    await one.settles();
    await one.settles();
    expect(one.state().costs).toEqual([
      {
        day: "2026-11-21",
        owner: "agent:atlas",
        usd: 0.3,
        tokens_in: 1201,
        tokens_out: 300,
        from: [`c${first}_0`, `c${second}_0`],
      },
      {
        day: "2026-11-21",
        owner: "agent:hermes",
        usd: 0,
        tokens_in: 0,
        tokens_out: 5,
        from: [`c${third}_0`],
      },
      {
        day: "2026-11-22",
        owner: "human:mia",
        usd: 3,
        tokens_in: 0,
        tokens_out: 0,
        from: [`c${fourth}_0`],
      },
    ]);
  });

  test("what is known of them stays, and counts once, when a comment is edited or deleted", async () => {
    const one = await sceneIn("active");
    const cost = one.says("atlas-bot", "/cost usd=2");
    const checkin = one.says("atlas-bot", "/checkin progress=40 blockers=no eta=on-track");
    const ack = one.says("mia", "/ack overdue");
    await one.settles();
    const known = one.state();
    one.does({ by: "atlas-bot", do: "edit-comment", comment: cost, body: "/cost usd=0" });
    one.does({ by: "atlas-bot", do: "delete-comment", comment: checkin });
    one.does({ by: "mia", do: "delete-comment", comment: ack });
    one.says("atlas-bot", "/cost usd=2");
    await one.settles();
    const { costs, checkin: last, acknowledged } = one.state(known);
    expect(costs.map(({ usd, from }) => [usd, from.length])).toEqual([[4, 2]]);
    expect(last).toEqual(known.checkin);
    expect(acknowledged).toEqual(known.acknowledged);
    expect(one.state(one.state(known)).costs).toEqual(costs);
  });

  test("/ack: of members and of the owner, the newest of each person and rule", async () => {
    const one = await sceneIn("active");
    for (const [by, text] of [
      ["mia", "/ack"],
      ["atlas-bot", "/ack overdue"],
      ["sam", "/ack overdue"],
      ["mia", "/ack"],
    ] as const) {
      one.says(by, text);
      await one.settles();
    }
    const { acknowledged } = one.state();
    expect(acknowledged.map(({ by, rule }) => [by, rule])).toEqual([
      ["atlas-bot", "overdue"],
      ["mia", null],
    ]);
    expect(acknowledged[1]?.at).toBe(
      one.issue.lines.findLast((line) => line.kind === "commented" && line.body === "/ack")?.at,
    );
  });

  test("/ack of what is on no task: of members alone", async () => {
    const one = await sceneIn("active");
    one.says("atlas-bot", "/ack routine-missed:report");
    one.says("mia", "/ack routine-missed:report");
    await one.settles();
    expect(one.state().acknowledged.map(({ by, rule }) => [by, rule])).toEqual([
      ["mia", "routine-missed:report"],
    ]);
  });

  test("and refused counts for nothing, nor does the refused part of a comment", async () => {
    const one = await sceneIn("active");
    one.says("sam", "/cost usd=1");
    one.says("atlas-bot", "/cost usd=2\n/cost usd=4 epoch=9");
    await one.settles();
    expect(one.state().costs.map(({ usd }) => usd)).toEqual([2]);
  });

  test("and refused still counts for nothing when our comment has forgotten the refusal", async () => {
    const one = await sceneIn("active");
    one.says("sam", "/cost usd=1");
    await one.settles();
    const facts = { ...one.facts(), tagged: {} };
    expect(taskState(facts, one.decides().judgement).costs).toEqual([]);
  });

  test("and edited since counts as it was filed, and for nothing where that is gone", async () => {
    const one = await sceneIn("active");
    const comment = one.says("atlas-bot", "/cost usd=2");
    await one.settles();
    one.does({ by: "atlas-bot", do: "edit-comment", comment, body: "/cost usd=0" });
    await one.settles();
    expect(one.state().costs).toEqual([]);
    const history = one
      .facts()
      .history.map((entry) =>
        entry.kind === "commented" && entry.edited ? { ...entry, filed: "/cost usd=2" } : entry,
      );
    const { costs } = taskState({ ...one.facts(), history }, one.decides().judgement);
    expect(costs.map(({ usd }) => usd)).toEqual([2]);
  });

  test("and not answered yet counts for nothing yet", async () => {
    const one = await sceneIn("active");
    one.says("atlas-bot", "/cost usd=2");
    expect(one.state().costs).toEqual([]);
  });
});

describe("dependencies", () => {
  test("are the block's and the host's, each once", async () => {
    const one = await sceneIn("triaged");
    one.says("mia", "/depends #4 acme/shop#3 other/repo#4");
    await one.settles();
    const facts = { ...one.facts(), blockedBy: ["acme/shop#3", "acme/shop#9"] };
    expect(taskState(facts, one.decides().judgement).depends).toEqual([
      "acme/shop#3",
      "acme/shop#4",
      "acme/shop#9",
      "other/repo#4",
    ]);
  });

  test("are taken back by `/depends none`", async () => {
    const one = await sceneIn("triaged");
    one.says("mia", "/depends #4");
    await one.settles();
    one.says("mia", "/depends none");
    await one.settles();
    expect(one.state().depends).toEqual([]);
  });

  test.each(["#1", "acme/shop#1", "Acme/Shop#1"])("on itself (%s) are refused", async (on) => {
    const one = await sceneIn("triaged");
    one.says("mia", `/depends #4 ${on}`);
    await one.settles();
    expect(one.state().depends).toEqual([]);
    expect(one.said("refusal")).toContain("a task cannot wait for itself");
  });

  test("that close a circle are refused, and the circle is shown", async () => {
    const one = await sceneIn("triaged");
    const comment = one.says("mia", "/depends #5");
    expect(one.decides().judgement.asked.depends).toEqual(["acme/shop#5"]);
    await one.settles({ cycles: [["acme/shop#1", "acme/shop#5", "other/repo#2", "acme/shop#1"]] });
    expect([one.answer(comment), one.state().depends]).toEqual(["-1", []]);
    expect(one.said("refusal")).toContain("#1 → #5 → other/repo#2 → #1");
  });

  test("that stand are not asked about again", async () => {
    const one = await sceneIn("triaged");
    one.says("mia", "/depends #5");
    await one.settles();
    one.says("mia", "/depends #5 #6");
    expect(one.decides().judgement.asked.depends).toEqual(["acme/shop#6"]);
  });
});

describe("a fingerprint", () => {
  test.each([
    ["The checkout is broken", "", "Is the CHECKOUT broken?", ""],
    ["Mend the checkout", "It fails: it fails.", "Checkout, mend!", "fails"],
    ["Zahlung schlägt fehl", "", "zahlung SCHLA\u0308GT fehl", ""],
    ["Ｏｒｄｅｒ ①", "", "order 1", ""],
    ["Mend it", "<!-- hidden -->", "mend", ""],
    [
      "Mend it",
      "<!-- mission-control:v1 -->\n```yaml\ndue: 2026-12-01\n```\n<!-- /mission-control -->",
      "mend",
      "",
    ],
  ])("of %j %j is that of %j %j", (title, body, other, otherBody) => {
    expect(fingerprintOf(title, body)).toBe(fingerprintOf(other, otherBody));
  });

  test.each([
    ["Mend the checkout", "Mend the search"],
    ["नमस्ते", "नमसत"],
    ["支払いが失敗する", "支払いが遅い"],
  ])("of %j is not that of %j", (one, other) => {
    expect(fingerprintOf(one, "")).not.toBe(fingerprintOf(other, ""));
  });

  test("is empty for an item without words", () => {
    expect([fingerprintOf("???", "-- !"), fingerprintOf("It is the", "")]).toEqual(["", ""]);
  });

  test("minds neither the order of words nor how often they come", () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(words, (some) => {
        const shuffled = [...some, ...some].toReversed().join(" ").toUpperCase();
        expect(fingerprintOf(shuffled, "")).toBe(fingerprintOf("", some.join(", ")));
      }),
    );
  });
});

test("/explain writes what it is given, and nothing is known where nothing is given", async () => {
  const one = scene();
  const comment = one.says("sam", "/explain");
  await one.settles({ explanation: ["- `overdue` does not fire"] });
  expect(one.answer(comment)).toBe("+1");
  expect(one.said("explain")).toContain("- `overdue` does not fire");
});
