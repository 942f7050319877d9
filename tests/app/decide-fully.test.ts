import { describe, expect, test } from "vitest";
import type { Seen } from "../../src/app/decide-fully.ts";
import { settle, type SettleContext } from "../../src/app/settle.ts";
import type { TaskRef } from "../../src/core/facts.ts";
import { fakeForge } from "../support/fake-forge.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { memoryClaims } from "../support/memory-claims.ts";
import { engineLogin, permissions, policy } from "../properties/history.ts";
import { silent } from "../properties/play.ts";

/** Two tasks; the first is assigned to atlas. */
async function twoTasks(given: Partial<SettleContext> = {}) {
  const github = fakeGitHub({ permissions, apps: [engineLogin] });
  github.file("mia");
  github.file("mia");
  const known: unknown[] = [];
  const real = fakeForge(github, { login: engineLogin });
  const forge = {
    ...real,
    readTask: (ref: TaskRef, one?: Parameters<typeof real.readTask>[1]) => {
      known.push(one);
      return real.readTask(ref, one);
    },
  };
  const context: SettleContext = {
    forge,
    claims: memoryClaims(github.now),
    clock: { now: github.now, sleep: async (ms) => github.advance(ms) },
    log: silent,
    policy,
    dryRun: false,
    ...given,
  };
  const says = async (issue: number, by: string, body: string) => {
    github.advance(2000);
    const comment = github.act({ by, do: "comment", issue, body });
    github.advance(2000);
    await settle({ repo: github.repo, number: issue }, context);
    return github.reactions.rows().filter(({ place }) => place.endsWith(` c${comment}`));
  };
  const answer = async (issue: number, by: string, body: string) =>
    (await says(issue, by, body)).map(({ content }) => content).filter((one) => one !== "eyes");
  await answer(1, "orc", '/triage priority=high\n/assign atlas output="a page" review="it opens"');
  return { github, context, answer, known };
}

describe("what halts new work", () => {
  test("is found on any task of the repository", async () => {
    const { github, answer } = await twoTasks();
    expect(await answer(2, "mia", "/halt fire")).toEqual(["+1"]);
    expect(await answer(1, "atlas-bot", "/start")).toEqual(["-1"]);
    expect(github.issue(1).labels).toContain("status:assigned");
    expect(await answer(1, "mia", "/resume")).toEqual(["-1"]);
    expect(await answer(2, "mia", "/resume")).toEqual(["+1"]);
    expect(await answer(1, "atlas-bot", "/start")).toEqual(["+1"]);
  });

  test("is asked of the host that knows more, and only when something would start", async () => {
    let asked = 0;
    const halts = () => {
      asked++;
      return Promise.resolve([
        { task: "acme/other#3", reason: "fire", at: "2026-11-01T07:00:00Z" },
      ]);
    };
    const { answer } = await twoTasks({ halts });
    await answer(1, "mia", "/due 2026-12-01");
    expect(asked).toBe(0);
    expect(await answer(1, "atlas-bot", "/start")).toEqual(["-1"]);
    expect(asked).toBeGreaterThan(0);
  });

  test("that cannot be asked lets nothing start", async () => {
    const halts = () => Promise.reject(new Error("GitHub is away"));
    const { github, answer } = await twoTasks({ halts });
    await expect(answer(1, "atlas-bot", "/start")).rejects.toThrow("GitHub is away");
    expect(github.issue(1).labels).toContain("status:assigned");
  });

  test("is also a task whose history is too long to read", async () => {
    const { github, context, answer } = await twoTasks();
    await answer(2, "mia", "/halt fire");
    const { forge } = context;
    const cut = {
      ...forge,
      readTask: async (ref: TaskRef) => {
        const facts = await forge.readTask(ref);
        return facts === null || ref.number === 1 ? facts : { ...facts, complete: false };
      },
    };
    github.act({ by: "atlas-bot", do: "comment", issue: 1, body: "/start" });
    await settle({ repo: github.repo, number: 1 }, { ...context, forge: cut });
    expect(github.issue(1).labels).toContain("status:assigned");
  });
});

describe("circles", () => {
  test("are asked about until every command that closes one is refused", async () => {
    const asked: (readonly string[])[] = [];
    const bad = ["acme/shop#5", "acme/shop#6"];
    const cycleThrough = (ref: TaskRef, on: readonly string[]) => {
      asked.push(on);
      const next = on.find((id) => bad.includes(id));
      const own = `${ref.repo}#${ref.number}`;
      return Promise.resolve(next === undefined ? null : [own, next, own]);
    };
    const { github, answer } = await twoTasks({ cycleThrough });
    expect(await answer(1, "mia", "/depends #5\n/depends #4\n/depends #6")).toEqual(["-1"]);
    expect(github.issue(1).body).toContain("#4");
    expect(github.issue(1).body).not.toMatch(/#5|#6/);
    expect(asked.slice(0, 3)).toEqual([
      ["acme/shop#5", "acme/shop#4", "acme/shop#6"],
      ["acme/shop#4", "acme/shop#6"],
      ["acme/shop#4"],
    ]);
  });

  test("that no command closes are not asked about for ever", async () => {
    const cycleThrough = () => Promise.resolve(["acme/shop#1", "acme/shop#8", "acme/shop#1"]);
    const { answer } = await twoTasks({ cycleThrough });
    expect(await answer(1, "mia", "/depends #5")).toEqual(["+1"]);
  });
});

test("an explanation is asked for once the command for it is given", async () => {
  const explained: string[] = [];
  const explain = ({ facts, judgement }: Seen) => {
    explained.push(`#${facts.number} ${judgement.moment.status}`);
    return Promise.resolve(["- `overdue` does not fire"]);
  };
  const { github, answer } = await twoTasks({ explain });
  expect(explained).toEqual([]);
  expect(await answer(1, "sam", "/explain")).toEqual(["+1"]);
  expect(new Set(explained)).toEqual(new Set(["#1 assigned"]));
  const said = github.issue(1).lines.findLast(({ actor }) => actor.login === engineLogin);
  expect(said).toMatchObject({ body: expect.stringContaining("`overdue` does not fire") });
});

test("an issue that a list has shown is handed to the first reading alone", async () => {
  const { github, context, known } = await twoTasks();
  const listed = await context.forge.peek({ repo: github.repo, number: 1 });
  if (listed === null) throw new Error("there is no issue");
  known.length = 0;
  github.act({ by: "atlas-bot", do: "comment", issue: 1, body: "/start" });
  await settle({ repo: github.repo, number: 1 }, context, [], listed);
  expect(known.length).toBeGreaterThan(1);
  expect(known.map((one) => one === listed)).toEqual(known.map((_one, index) => index === 0));
});
