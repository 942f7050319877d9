import { describe, expect, test } from "vitest";
import { settle, type SettleContext } from "../../src/app/settle.ts";
import type { Settled, TaskRef } from "../../src/core/facts.ts";
import { readBlock, writeBlock } from "../../src/core/task/block.ts";
import { settledOf, taskState } from "../../src/core/task/task-state.ts";
import type { TaskBlock } from "../../src/schema/index.ts";
import { engineLogin, permissions, policy } from "../properties/history.ts";
import { silent } from "../properties/play.ts";
import { fakeForge } from "../support/fake-forge.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { memoryClaims } from "../support/memory-claims.ts";

/** An item of somebody's; sam is nobody here, mia is a member, max may write. */
async function filedBy(author: string, filed: TaskBlock = {}) {
  const github = fakeGitHub({ permissions, apps: [engineLogin] });
  github.file(author, { title: "A wish", body: writeBlock("I wish.", filed) });
  const real = fakeForge(github, { login: engineLogin });
  const asked: TaskRef[] = [];
  const editsOf = (ref: TaskRef, by: string) => {
    asked.push(ref);
    return real.editsOf(ref, by);
  };
  const forge = { ...real, editsOf };
  const context: SettleContext = {
    forge,
    claims: memoryClaims(github.now),
    clock: { now: github.now, sleep: async (ms) => github.advance(ms) },
    log: silent,
    policy,
    dryRun: false,
  };
  let settled: Settled | null = null;
  const pass = async () => {
    github.advance(2000);
    const recall = () => Promise.resolve(settled);
    const { last } = await settle({ repo: github.repo, number: 1 }, { ...context, recall });
    github.advance(2000);
    return last;
  };
  /** As a tick does: what it finds at rest is settled. */
  const tick = async () => {
    const last = await pass();
    if (last !== null) settled = settledOf(taskState(last.facts, last.judgement));
  };
  const says = async (by: string, body: string) => {
    github.act({ by, do: "comment", issue: 1, body });
    await pass();
  };
  const edits = async (by: string, change: (body: string) => string) => {
    github.act({ by, do: "edit-body", issue: 1, body: change(github.issue(1).body) });
    await pass();
  };
  const facts = () => readBlock(github.issue(1).body).block;
  const comments = () =>
    github
      .issue(1)
      .lines.flatMap((line) =>
        line.kind === "commented" && line.actor.login === engineLogin ? [line.body] : [],
      );
  await pass();
  return { github, forge, asked, tick, says, edits, facts, comments, pass };
}

const set = (facts: TaskBlock) => (body: string) =>
  writeBlock(body, { ...readBlock(body).block, ...facts });

describe("the facts of somebody else's item, once it is taken in,", () => {
  async function planned(filed: TaskBlock = {}) {
    const item = await filedBy("sam", filed);
    await item.says("mia", "/triage priority=high\n/plan due=2026-12-01");
    expect(item.facts().due).toBe("2026-12-01");
    return item;
  }

  test("are put back when whoever filed it edits them, and it is said once", async () => {
    const { edits, facts, comments, pass, forge } = await planned();
    await edits("sam", set({ due: "2027-12-01", shared: ["agent:atlas"] }));
    expect(facts()).toEqual({ due: "2026-12-01" });
    expect(comments().filter((body) => body.includes("an edit of the facts"))).toHaveLength(1);
    expect(comments().join("\n")).toContain("sam");
    const written = forge.writes.length;
    await pass();
    expect(forge.writes).toHaveLength(written);
  });

  test("are put back when he takes the whole block away, or the whole text", async () => {
    for (const gone of ["I wish.", ""]) {
      const { edits, facts } = await planned();
      await edits("sam", () => gone);
      expect(facts()).toEqual({ due: "2026-12-01" });
    }
  });

  test("may be edited by a member, and stay so when a word of the rest is changed after that", async () => {
    const { edits, facts, comments } = await planned();
    await edits("max", set({ due: "2027-01-01" }));
    await edits("sam", (body) => body.replace("I wish.", "I wish it were so."));
    expect(facts()).toEqual({ due: "2027-01-01" });
    expect(comments().join("\n")).not.toContain("an edit of the facts");
  });

  test("are those of the last member who edited, however often others did since", async () => {
    const { edits, facts, pass, github } = await planned();
    await edits("max", set({ due: "2027-01-01" }));
    for (const due of ["2028-01-01", "2029-01-01"])
      github.act({
        by: "sam",
        do: "edit-body",
        issue: 1,
        body: set({ due })(github.issue(1).body),
      });
    await pass();
    expect(facts()).toEqual({ due: "2027-01-01" });
  });

  test("take commands as before", async () => {
    const { edits, says, facts } = await planned();
    await edits("sam", set({ due: "2027-12-01" }));
    await says("mia", "/due 2026-12-24");
    expect(facts()).toEqual({ due: "2026-12-24" });
    await says("sam", "/due 2027-12-24");
    expect(facts()).toEqual({ due: "2026-12-24" });
  });

  test("count no longer when what stood before is taken out of the history of edits", async () => {
    const { github, edits, facts, comments } = await planned();
    const issue = github.issue(1);
    issue.edits = issue.edits.map((edit) => ({ ...edit, body: null }));
    await edits("sam", set({ due: "2027-12-01" }));
    expect(facts()).toEqual({});
    expect(comments().join("\n")).toContain("a member has to give the facts again");
  });
});

test("the facts of an item that was given to whoever filed it are his to edit", async () => {
  const { says, edits, facts, pass, github } = await filedBy("rea");
  await says("mia", "/triage priority=high");
  await edits("rea", set({ estimate: "1h" }));
  expect(facts()).toEqual({});
  await says("orc", '/assign @rea output="It" review="Seen"');
  expect(github.issue(1).labels).toContain("owner:human:rea");
  await edits("rea", set({ estimate: "1h" }));
  await pass();
  expect(facts().estimate).toBe("1h");
});

describe("what a snapshot has settled stays", () => {
  test("though the task is given to another than who wrote it", async () => {
    const { says, edits, facts, tick } = await filedBy("rea");
    await says("mia", "/triage priority=high");
    await says("orc", '/assign @rea output="It" review="Seen"');
    await edits("rea", set({ estimate: "1h" }));
    await tick();
    await says("orc", "/assign @mia");
    expect(facts().estimate).toBe("1h");
    await edits("rea", set({ estimate: "9h" }));
    expect(facts().estimate).toBe("1h");
  });

  test("though who wrote it is a member no more", async () => {
    const { github, says, edits, facts, tick } = await filedBy("mia");
    await says("mia", "/triage priority=high");
    await edits("mia", set({ due: "2027-12-01" }));
    await tick();
    github.permissions.set("mia", "read");
    await says("max", "Mia has left us.");
    expect(facts().due).toBe("2027-12-01");
    await edits("mia", set({ due: "2029-12-01" }));
    expect(facts().due).toBe("2027-12-01");
  });
});

test("what an item says before it is taken in is its filing, whoever edits it", async () => {
  const { edits, says, facts } = await filedBy("sam", { due: "2026-12-01" });
  await edits("sam", set({ due: "2026-12-31" }));
  await says("mia", "/triage priority=high");
  expect(facts()).toEqual({ due: "2026-12-31" });
});

test("nobody is asked who edited the item of a member", async () => {
  const { asked, edits, facts, says } = await filedBy("mia");
  await says("mia", "/triage priority=high");
  await edits("mia", set({ due: "2027-12-01" }));
  expect(facts()).toEqual({ due: "2027-12-01" });
  expect(asked).toEqual([]);
});
