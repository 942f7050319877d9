import { describe, expect, test } from "vitest";
import { after, now, said, task } from "./given.ts";

const earlier = "2026-11-20T07:00:00Z";
const later = "2026-11-22T07:00:00Z";
const standing = { reason: "a leak", by: "mia", at: earlier };

describe("/halt", () => {
  test.each(["mia", "atlas-bot", "hermes[bot]"])("of %s, who works here, counts from now", (by) => {
    const halt = { reason: "a leak", by, at: now };
    expect(after(by, "/halt a leak", task("active")).halt).toEqual(halt);
  });

  test("of a stranger is refused", () => {
    expect(said("rea", "/halt a leak", task("active"))).toEqual({
      ok: false,
      why: "only a member of the repository or a registered agent may halt new work",
    });
  });

  test("said again keeps the first time and the last reason", () => {
    const again = after("mia", "/halt a fire", task("active", { halt: standing }));
    expect(again.halt).toEqual({ reason: "a fire", by: "mia", at: earlier });
  });

  test("counts from when it was said, though its label came later", () => {
    const labelled = task("active", { halt: { ...standing, at: later } });
    expect(after("mia", "/halt a fire", labelled).halt?.at).toBe(now);
  });
});

describe("/resume", () => {
  test("of a person who is a member ends the halt of the task", () => {
    const halted = task("active", { halt: standing });
    expect(said("mia", "/resume", halted)).toEqual({
      ok: true,
      moment: { ...halted, halt: null },
      wishes: {},
      asks: {},
    });
  });

  test.each(["rea", "atlas-bot", "hermes[bot]"])("of %s is refused", (by) => {
    expect(said(by, "/resume", task("active", { halt: standing }))).toEqual({
      ok: false,
      why: "only a person who is a member of the repository may let new work start again",
    });
  });

  const halts = [
    { task: "acme/shop#3", ...standing },
    { task: "acme/core#4", ...standing },
  ];

  test("where nothing is halted names where something is", () => {
    expect(said("mia", "/resume", task("active"), { halts })).toEqual({
      ok: false,
      why: "this task halts nothing; say it where the halt stands: #3, acme/core#4",
    });
  });

  test("where nothing is halted anywhere changes nothing, and depends on that", () => {
    const moment = task("active");
    expect(said("mia", "/resume", moment)).toMatchObject({
      ok: true,
      moment,
      asks: { halts: true },
    });
  });

  test.each([now, later])(
    "that was obeyed already, at %s, is not refused for another halt",
    (liftedAt) => {
      expect(said("mia", "/resume", task("active"), { halts, liftedAt })).toMatchObject({
        ok: true,
        asks: { halts: false },
      });
    },
  );

  test("said after the halt was lifted is a new one", () => {
    expect(said("mia", "/resume", task("active"), { halts, liftedAt: earlier }).ok).toBe(false);
  });
});
