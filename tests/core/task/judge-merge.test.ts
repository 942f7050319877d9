import { describe, expect, test } from "vitest";
import type { HistoryEntry, LinkedPull } from "../../../src/core/facts.ts";
import { judgeMerge, judgeRevert } from "../../../src/core/task/judge-merge.ts";
import type { Moment } from "../../../src/core/task/moment.ts";
import { newRun, type Run } from "../../../src/core/task/run.ts";
import { context, now, task } from "../commands/given.ts";

const url = "https://github.com/acme/shop/pull/5";
const closed: HistoryEntry = {
  id: "e1",
  at: now,
  actor: { login: "atlas-bot", bot: false },
  kind: "closed",
  reason: "completed",
};

function pull(more: Partial<LinkedPull>): LinkedPull {
  return {
    number: 5,
    url,
    author: "atlas-bot",
    merged: true,
    mergedAt: now,
    mergedBy: "atlas-bot",
    approvedBy: ["mia"],
    checks: "green",
    revertedBy: null,
    ...more,
  };
}

function start(moment: Moment): Run {
  return newRun(moment, context, new Set(), () => null, null);
}

function merged(moment: Moment, more: Partial<LinkedPull> = {}): Run {
  const run = start(moment);
  judgeMerge(run, closed, pull(more));
  return run;
}

const halt = { reason: "a leak", by: "mia", at: now };

describe("a merge that closes a task", () => {
  test.each(["green", "none"] as const)(
    "approved, with checks that are %s, is the verdict",
    (checks) => {
      const run = merged(task("active"), { checks });
      expect(run).toMatchObject({ merge: "proven", accepted: ["e1"], refusals: [] });
      expect(run.moment).toMatchObject({ status: "done", since: now });
      expect(run.moment.block).toMatchObject({ link: url, verdict: { by: "mia", at: now } });
    },
  );

  test.each<[string, Moment, Partial<LinkedPull>, string]>([
    [
      "nobody has approved",
      task("active"),
      { approvedBy: [] },
      "nobody without a stake in it has approved it",
    ],
    [
      "a stranger has approved",
      task("active"),
      { approvedBy: ["rea"] },
      "nobody without a stake in it has approved it",
    ],
    [
      "the owner's person has approved",
      task("active"),
      { approvedBy: ["aria"] },
      "nobody without a stake in it has approved it",
    ],
    ["the checks are red", task("active"), { checks: "red" }, "its checks are red"],
    [
      "nothing is as it should be",
      task("active"),
      { approvedBy: [], checks: "pending" },
      "nobody without a stake in it has approved it and its checks are pending",
    ],
  ])("when %s is a delivery, and waits for a verdict", (_, moment, more, why) => {
    const run = merged(moment, more);
    expect(run).toMatchObject({ merge: "unproven", accepted: ["e1"] });
    expect(run.moment).toMatchObject({ status: "review", block: { link: url } });
    expect(run.refusals).toEqual([
      {
        entry: "e1",
        at: now,
        by: "atlas-bot",
        asked: "closed by the merge of #5",
        why: `${why}; it waits for a verdict`,
      },
    ]);
  });

  test("keeps the link and the facts that were there", () => {
    const delivered = task("review", { block: { output: "a page", link: "#3" } });
    expect(merged(delivered).moment.block).toMatchObject({ output: "a page", link: "#3" });
  });

  test("of a task that is there already changes nothing", () => {
    const moment = task("review");
    const run = merged(moment, { approvedBy: [] });
    expect(run.moment).toBe(moment);
    expect(run.accepted).toEqual([]);
  });

  test("ends a halt only when a person who may resume has approved", () => {
    expect(merged(task("active", { halt })).merge).toBe("proven");
    expect(merged(task("active", { halt }), { approvedBy: ["pia[bot]"] }).merge).toBe("unproven");
  });

  test("without a halt may be approved by a bot that is a member", () => {
    expect(merged(task("active"), { approvedBy: ["pia[bot]"] }).merge).toBe("proven");
  });
});

describe("a merge that is undone", () => {
  const before = "2026-11-19T07:00:00Z";

  function reverted(
    moment: Moment,
    at = now,
    by: LinkedPull["revertedBy"] = { number: 9, at: now },
  ): Run {
    const run = start(moment);
    judgeRevert(run, { kind: "reverted", id: "r5", at, pull: pull({ revertedBy: by }) });
    return run;
  }

  test.each(["done", "review"] as const)("makes a task in %s reverted", (status) => {
    const run = reverted(task(status));
    expect(run).toMatchObject({ merge: "reverted", accepted: ["r5"] });
    expect(run.moment).toMatchObject({ status: "reverted", since: now });
  });

  test("in the second in which the task got there counts", () => {
    expect(reverted(task("done", { since: now })).merge).toBe("reverted");
  });

  test.each<[string, Moment, string]>([
    ["a task that is at work again", task("active"), now],
    ["what was delivered after it", task("done"), before],
  ])("says nothing of %s", (_, moment, at) => {
    const run = reverted(moment, at);
    expect(run).toMatchObject({ merge: null, accepted: [] });
    expect(run.moment).toBe(moment);
  });
});
