import { describe, expect, test } from "vitest";
import { after, now, said, task, unowned } from "./given.ts";

const nobody = "only a member of the repository, or the owner of the task, may do that";

describe("a command of the lifecycle", () => {
  const linked = { link: "https://example.org/1" };
  test.each([
    ["/triage", "mia", "triaged", unowned("inbox")],
    ["/plan", "mia", "planned", unowned("triaged")],
    ["/assign atlas", "mia", "assigned", unowned("planned")],
    ["/claim", "atlas-bot", "assigned", unowned("planned")],
    ["/start", "atlas-bot", "active", task("assigned")],
    ["/release", "atlas-bot", "planned", task("active")],
    ["/block no key", "atlas-bot", "blocked", task("active")],
    ["/review https://example.org/1", "atlas-bot", "review", task("active")],
    ["/approve", "mia", "done", task("review", { block: linked })],
    ["/done", "mia", "done", task("review", { block: linked })],
    ["/reject too slow", "mia", "active", task("review", { block: linked })],
    ["/fail no way", "atlas-bot", "failed", task("active")],
    ["/revert", "mia", "reverted", task("done")],
    ["/archive", "mia", "archived", task("done")],
  ] as const)("`%s` of %s makes it %s", (words, by, status, moment) => {
    expect(after(by, words, moment)).toMatchObject({ status, since: now });
  });

  test.each([
    [
      "/triage",
      unowned("inbox"),
      "only a member of the repository (triage permission or more) may do that",
    ],
    ["/start", task("assigned"), "only the owner, an orchestrator or an operator may do that"],
    ["/fail no way", task("active"), "only a member of the repository, or the owner may do that"],
  ] as const)("such as `%s` is refused to a stranger", (words, moment, why) => {
    expect(said("rea", words, moment)).toMatchObject({ ok: false, why });
  });

  test("is refused where the lifecycle has no such way", () => {
    expect(said("mia", "/approve", unowned("inbox"))).toMatchObject({
      ok: false,
      why: "a task cannot go from inbox to done",
    });
  });

  test("of an operator who says why waives what stands against it, and that is kept", () => {
    const obeyed = after(
      "oda",
      '/approve waive="a test run"',
      task("review", { workedBy: [], owner: "human:oda" }),
    );
    expect(obeyed.status).toBe("done");
    expect(obeyed.block.waived).toEqual([
      { guard: "reviewer", by: "oda", at: now, reason: "a test run" },
    ]);
  });

  test("waives nothing that nobody asked to waive", () => {
    const own = task("review", { workedBy: [], owner: "human:oda" });
    expect(said("oda", "/approve", own).ok).toBe(false);
  });

  test("asks what other tasks halt only when new work starts by it", () => {
    const asks = [
      said("atlas-bot", "/start", task("assigned")),
      said("atlas-bot", "/release", task("assigned")),
    ].map((obeyed) => obeyed.ok && obeyed.asks);
    expect(asks).toEqual([{ halts: true }, { halts: false }]);
  });

  test.each([
    ["/start epoch=3", "active"],
    ["/release epoch=3", "planned"],
  ])("under the lease that stands, `%s`, is obeyed", (words, status) => {
    expect(after("atlas-bot", words, task("assigned")).status).toBe(status);
  });

  test.each(["/start epoch=2", "/release epoch=4", "/review #3 epoch=2"])(
    "under another lease, `%s`, comes too late",
    (words) => {
      expect(said("atlas-bot", words, task("assigned"))).toEqual({
        ok: false,
        why: "the lease has moved on: epoch 3 is held by agent:atlas",
      });
    },
  );

  test("under a lease that nobody holds comes too late", () => {
    expect(said("mia", "/start epoch=3", unowned("planned"))).toEqual({
      ok: false,
      why: "the lease has ended: nobody holds it now",
    });
  });
});

describe("/triage", () => {
  test("keeps what it says of the task, and wishes for the labels it names, and for no others", () => {
    const words = "/triage kind=bug domain=backend priority=low due=2026-12-01 output=page";
    const obeyed = said("mia", words, unowned("inbox", { block: {} }));
    expect(obeyed).toMatchObject({
      moment: { priority: "low", block: { due: "2026-12-01", output: "page" } },
    });
    expect(obeyed.ok && obeyed.wishes).toEqual({ kind: "bug", domain: "backend" });
  });

  test("wishes for mode, risk and project too", () => {
    const obeyed = said("mia", "/triage mode=Building risk=red project=alpha", unowned("inbox"));
    expect(obeyed.ok && obeyed.wishes).toEqual({ mode: "Building", risk: "red", project: "alpha" });
  });

  test("leaves the priority that it does not name", () => {
    expect(after("mia", "/triage kind=bug", unowned("inbox")).priority).toBe("high");
  });

  test("of a task that is triaged already is for members", () => {
    expect(after("mia", "/triage priority=low", unowned("triaged")).priority).toBe("low");
    expect(said("rea", "/triage priority=low", unowned("triaged"))).toEqual({
      ok: false,
      why: nobody,
    });
  });
});

describe("what is only recorded", () => {
  test.each([
    ["/priority low", { priority: "low" }],
    ["/due 2026-12-01", { priority: "high", block: { due: "2026-12-01" } }],
    ["/estimate 3h", { priority: "high", block: { estimate: "3h" } }],
  ])("by `%s` leaves the task where it is", (words, facts) => {
    const moment = task("active");
    expect(after("mia", words, moment)).toEqual({
      ...moment,
      ...facts,
      block: { ...moment.block, ...("block" in facts ? facts.block : {}) },
    });
  });

  test.each(["/priority low", "/due 2026-12-01", "/estimate 3h"])(
    "by `%s` is for members and the owner",
    (words) => {
      expect(said("atlas-bot", words, task("active")).ok).toBe(true);
      expect(said("rea", words, task("active"))).toEqual({ ok: false, why: nobody });
    },
  );
});

test.each([
  ["/help", { help: true }],
  ["/explain", { explain: true }],
])("`%s` asks anybody's question and changes nothing", (words, asks) => {
  const moment = task("active");
  expect(said("rea", words, moment)).toEqual({ ok: true, moment, wishes: {}, asks });
});

test("`/plan` keeps the deadline it names", () => {
  expect(after("mia", "/plan due=2026-12-01", unowned("triaged")).block.due).toBe("2026-12-01");
});

describe("/assign", () => {
  const full =
    '/assign hermes output="a list" review="it is complete" boundaries="no network" due=2026-12-01';
  const given = {
    owner: "agent:hermes",
    block: {
      output: "a list",
      review: "it is complete",
      boundaries: "no network",
      due: "2026-12-01",
    },
  };

  test("keeps the owner and all that it says", () => {
    const bare = unowned("planned", { block: {} });
    expect(after("mia", full, bare)).toMatchObject({ status: "assigned", ...given });
  });

  test("of an assigned task hands it on: nothing is forgotten of who had it, nor since when it is assigned", () => {
    const handed = after("mia", full, task("assigned", { block: {} }));
    expect(handed).toMatchObject({ ...given, since: "2026-11-20T07:00:00Z" });
    expect(handed.workedBy).toEqual(["agent:atlas", "agent:hermes"]);
  });

  test("of an assigned task names each owner once", () => {
    expect(after("mia", "/assign atlas", task("assigned")).workedBy).toEqual(["agent:atlas"]);
  });

  test("of an assigned task is for members and the owner that it had", () => {
    expect(after("atlas-bot", "/assign hermes", task("assigned")).owner).toBe("agent:hermes");
    expect(said("hermes[bot]", "/assign hermes", task("assigned"))).toEqual({
      ok: false,
      why: "only a member of the repository, or the owner may do that",
    });
  });

  test.each([
    [{ priority: null }, "it needs a priority (`/priority <level>` or a `priority:` label)"],
    [{ block: { review: "it opens" } }, 'it needs the expected output (`output="…"`)'],
    [{ block: { output: "a page" } }, 'it needs review criteria (`review="…"`)'],
  ])("of an assigned task, of which %j is known, needs what it needed at first", (more, why) => {
    expect(said("mia", "/assign hermes", task("assigned", more))).toEqual({ ok: false, why });
  });

  test("names an agent that is registered", () => {
    expect(said("mia", "/assign zeus", unowned("planned"))).toEqual({
      ok: false,
      why: "agent:zeus is not in .github/agents.yml",
    });
  });

  test("waits until a blocked task is unblocked", () => {
    expect(said("mia", "/assign hermes", task("blocked"))).toEqual({
      ok: false,
      why: "it is blocked: `/unblock` it first",
    });
  });
});

describe("/claim", () => {
  test.each([
    ["atlas-bot", "agent:atlas"],
    ["mia", "human:mia"],
  ])("of %s, who may work here, makes the task %s's", (by, owner) => {
    const claimed = after(by, "/claim", unowned("planned"));
    expect(claimed).toMatchObject({ status: "assigned", owner });
  });

  test("asks what other tasks halt", () => {
    expect(said("mia", "/claim", unowned("planned"))).toMatchObject({ asks: { halts: true } });
  });

  test("of somebody else is refused", () => {
    expect(said("rea", "/claim", unowned("planned"))).toEqual({
      ok: false,
      why: "only a member of the repository or a registered agent may claim work",
    });
  });

  test.each(["assigned", "active"] as const)(
    "of the owner's own %s task changes nothing",
    (status) => {
      const moment = task(status);
      expect(said("atlas-bot", "/claim", moment)).toEqual({
        ok: true,
        moment,
        wishes: {},
        asks: {},
      });
    },
  );

  test.each(["assigned", "active"] as const)("of another's %s task says whose it is", (status) => {
    expect(said("mia", "/claim", task(status))).toEqual({
      ok: false,
      why: "it belongs to agent:atlas",
    });
  });

  test("of a task whose owner is not known says so", () => {
    expect(said("mia", "/claim", unowned("active"))).toEqual({
      ok: false,
      why: "it belongs to somebody else",
    });
  });

  test("waits until a blocked task is unblocked, also for its owner", () => {
    expect(said("atlas-bot", "/claim", task("blocked"))).toEqual({
      ok: false,
      why: "it is blocked: `/unblock` it first",
    });
  });

  test("of a task in review, also of its owner, goes the way of the lifecycle", () => {
    expect(said("atlas-bot", "/claim", task("review"))).toMatchObject({
      ok: false,
      why: "a task cannot go from review to assigned",
    });
  });
});

describe("/review", () => {
  test("delivers: the link is kept, and whoever said it has a stake", () => {
    expect(after("atlas-bot", "/review #3", task("active"))).toMatchObject({
      block: { link: "#3" },
      deliveredBy: ["atlas-bot"],
    });
  });

  test("of a task in review changes what was delivered, and gives a stake to whoever did", () => {
    const delivered = task("review", { deliveredBy: ["atlas-bot"] });
    expect(after("mia", "/review #4", delivered)).toMatchObject({
      status: "review",
      since: delivered.since,
      block: { link: "#4" },
      deliveredBy: ["atlas-bot", "mia"],
    });
  });

  test("of a task in review is not a stranger's", () => {
    expect(said("rea", "/review #4", task("review"))).toEqual({ ok: false, why: nobody });
  });

  test("of a task in review under an earlier lease comes too late", () => {
    expect(said("atlas-bot", "/review #4 epoch=2", task("review")).ok).toBe(false);
  });
});

describe("/block and /unblock", () => {
  test("a block names its reason, what it waits for, who said it, since when and from where", () => {
    const blocked = after("atlas-bot", "/block no key on #3", task("active"));
    expect(blocked.from).toBe("active");
    expect(blocked.block.blocked).toEqual({
      reason: "no key",
      on: "#3",
      by: "atlas-bot",
      since: now,
      from: "active",
    });
  });

  test("a block that waits for no task names none", () => {
    const { block } = after("atlas-bot", "/block no key", task("active"));
    expect(block.blocked).not.toHaveProperty("on");
  });

  test("a new reason keeps since when it is blocked and where it came from", () => {
    const since = "2026-11-20T08:00:00Z";
    const blocked = { reason: "no key", by: "atlas-bot", on: "#3", since, from: "review" as const };
    const again = after("mia", "/block no money", task("blocked", { block: { blocked } }));
    expect(again.status).toBe("blocked");
    expect(again.block.blocked).toEqual({ reason: "no money", by: "mia", since, from: "review" });
  });

  test("of a block of which only the reason is known, a new one is kept and nothing is made up", () => {
    const again = after("mia", "/block no money on #4", task("blocked", { block: {} }));
    expect(again.block.blocked).toEqual({ reason: "no money", by: "mia", on: "#4" });
    expect(Object.keys(again.block.blocked ?? {}).toSorted()).toEqual(["by", "on", "reason"]);
  });

  test("a new reason is for members and the owner", () => {
    expect(said("rea", "/block no money", task("blocked"))).toEqual({ ok: false, why: nobody });
  });

  test("a task goes back to where it came from", () => {
    const back = after("atlas-bot", "/unblock", task("blocked", { from: "review" }));
    expect(back).toMatchObject({ status: "review", since: now });
  });

  test("a task of which nobody knows where it came from has no way back", () => {
    const why = (moment: ReturnType<typeof task>) => said("mia", "/unblock", moment);
    expect(why(task("blocked"))).toMatchObject({
      why: "a task cannot go from blocked to assigned",
    });
    expect(why(unowned("blocked"))).toMatchObject({
      why: "a task cannot go from blocked to planned",
    });
  });

  test("to unblock what is not blocked changes nothing, whoever says it", () => {
    const moment = task("active");
    expect(said("rea", "/unblock", moment)).toEqual({ ok: true, moment, wishes: {}, asks: {} });
  });
});
