import { describe, expect, test } from "vitest";
import { after, said, task, unowned } from "./given.ts";

const why = "only a member of the repository, or the owner of the task, may do that";

describe("what counts once it is answered", () => {
  test.each(["/checkin progress=40", "/cost usd=1", "/heartbeat", "/ack"])(
    "`%s` of the owner or a member changes nothing of the task",
    (words) => {
      const moment = task("active");
      for (const by of ["atlas-bot", "aria", "mia"])
        expect(said(by, words, moment)).toEqual({ ok: true, moment, wishes: {}, asks: {} });
    },
  );

  test.each(["/checkin progress=40", "/cost usd=1", "/heartbeat", "/ack"])(
    "`%s` of a stranger is refused",
    (words) => {
      expect(said("rea", words, task("active"))).toEqual({ ok: false, why });
    },
  );

  test("a cost may be reported by another registered agent, and nothing else", () => {
    expect(said("hermes[bot]", "/cost usd=1", task("active")).ok).toBe(true);
    expect(said("hermes[bot]", "/heartbeat", task("active"))).toEqual({ ok: false, why });
  });

  test.each(["/checkin progress=40 epoch=2", "/cost usd=1 epoch=2", "/heartbeat epoch=2"])(
    "`%s` under an earlier lease comes too late",
    (words) => {
      expect(said("atlas-bot", words, task("active"))).toEqual({
        ok: false,
        why: "the lease has moved on: epoch 3 is held by agent:atlas",
      });
    },
  );

  test("a lease of an owner who is not on the labels yet is the next one", () => {
    const moved = task("assigned", { owner: "agent:hermes" });
    expect(said("hermes[bot]", "/heartbeat epoch=4", moved).ok).toBe(true);
    expect(said("hermes[bot]", "/heartbeat epoch=3", moved).ok).toBe(false);
  });
});

describe("/depends", () => {
  test("adds to what stands, each once, and asks about what is new, in full", () => {
    const waiting = unowned("planned", { block: { depends: ["#3"] } });
    const obeyed = said("mia", "/depends #3 #4 acme/core#5 #4", waiting);
    expect(obeyed).toMatchObject({ moment: { block: { depends: ["#3", "#4", "acme/core#5"] } } });
    expect(obeyed.ok && new Set(obeyed.asks.depends)).toEqual(
      new Set(["acme/shop#4", "acme/core#5"]),
    );
  });

  test("of a task that waits for nothing is the first", () => {
    expect(after("mia", "/depends #3", unowned("planned")).block.depends).toEqual(["#3"]);
  });

  test("`none` clears what stands and asks about nothing", () => {
    const waiting = unowned("planned", { block: { depends: ["#3"] } });
    expect(said("mia", "/depends none", waiting)).toMatchObject({
      moment: { block: { depends: [] } },
      asks: { depends: [] },
    });
  });

  test.each(["/depends #3 #12", "/depends Acme/Shop#12"])(
    "`%s`, on itself, is refused",
    (words) => {
      expect(said("mia", words, unowned("planned"))).toEqual({
        ok: false,
        why: "a task cannot wait for itself",
      });
    },
  );

  const cycles = [
    ["acme/shop#12", "acme/shop#7", "acme/shop#12"],
    ["acme/shop#12", "acme/core#5", "acme/shop#12"],
  ];

  test("that would close a circle shows it", () => {
    expect(said("mia", "/depends #4 Acme/Core#5", unowned("planned"), { cycles })).toEqual({
      ok: false,
      why: "the tasks would wait for each other: #12 → acme/core#5 → #12",
    });
  });

  test("that closes none of the circles that others would is obeyed", () => {
    expect(said("mia", "/depends #4", unowned("planned"), { cycles: [...cycles, []] }).ok).toBe(
      true,
    );
  });

  test("on what stands already closes no new circle", () => {
    const waiting = unowned("planned", { block: { depends: ["#7"] } });
    expect(said("mia", "/depends #7", waiting, { cycles }).ok).toBe(true);
  });

  test("is for members and the owner", () => {
    expect(said("rea", "/depends #3", task("active"))).toEqual({ ok: false, why });
  });
});

describe("/split", () => {
  test("asks for its parts and leaves the task as it is", () => {
    const moment = task("active");
    expect(said("atlas-bot", '/split "one" "two"', moment)).toEqual({
      ok: true,
      moment,
      wishes: {},
      asks: { parts: ["one", "two"] },
    });
  });

  test("is for members and the owner", () => {
    expect(said("rea", '/split "one" "two"', task("active"))).toEqual({ ok: false, why });
  });
});
