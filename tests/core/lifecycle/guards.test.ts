import { describe, expect, test } from "vitest";
import type { LinkedPull } from "../../../src/core/facts.ts";
import { type GuardContext, objections } from "../../../src/core/lifecycle/guards.ts";
import { type Edge, edgeOf, legalMoves } from "../../../src/core/lifecycle/table.ts";
import type { Moment, Request } from "../../../src/core/task/moment.ts";
import { move } from "../../../src/core/task/move.ts";
import { peopleOf } from "../../../src/core/task/people.ts";
import { Agents, Config, type Status, statuses } from "../../../src/schema/index.ts";

const at = "2026-11-21T07:00:00Z";
const people = peopleOf(
  {
    permissions: {
      ada: "admin",
      Oda: "triage",
      orc: "triage",
      mia: "triage",
      max: "maintain",
      aria: "write",
      "hermes[bot]": "write",
      rea: "read",
    },
  },
  {
    config: Config.parse({ operators: ["oda", "rea"], orchestrators: ["orc"] }),
    agents: Agents.parse({
      agents: [
        { id: "atlas", role: "Backend", login: "atlas-bot", owner: "aria" },
        { id: "hermes", role: "QA", login: "hermes[bot]", owner: "max" },
      ],
    }),
  },
);
const context: GuardContext = {
  people,
  task: "acme/shop#12",
  author: "sam",
  pulls: [],
  halts: [],
  liftedAt: null,
  blockedBy: [],
  cycles: [],
};
const everybody = [
  "ada",
  "oda",
  "orc",
  "mia",
  "max",
  "aria",
  "hermes[bot]",
  "rea",
  "sam",
  "atlas-bot",
  "nobody",
];

const members = "ada oda orc mia max aria hermes[bot]";
/** Who may make each move of atlas's work, which max delivered; everything else is there. */
const mayMove: Readonly<Record<string, string>> = {
  "inbox → triaged": members,
  "inbox → archived": `${members} sam`,
  "triaged → planned": members,
  "triaged → assigned": members,
  "triaged → archived": `${members} sam`,
  "planned → triaged": members,
  "planned → assigned": members,
  "planned → blocked": `${members} atlas-bot`,
  "planned → archived": members,
  "assigned → planned": `${members} atlas-bot`,
  "assigned → active": "ada oda orc aria atlas-bot",
  "assigned → blocked": `${members} atlas-bot`,
  "assigned → archived": members,
  "active → planned": `${members} atlas-bot`,
  "active → assigned": `${members} atlas-bot`,
  "active → blocked": `${members} atlas-bot`,
  "active → review": "ada oda orc aria atlas-bot",
  "active → failed": `${members} atlas-bot`,
  "blocked → failed": `${members} atlas-bot`,
  "blocked → archived": members,
  "blocked → active": `${members} atlas-bot`,
  "review → active": `${members} atlas-bot`,
  "review → blocked": `${members} atlas-bot`,
  "review → done": "ada oda orc mia hermes[bot]",
  "review → failed": "ada oda orc mia hermes[bot]",
  "review → reverted": members,
  "done → triaged": members,
  "done → reverted": members,
  "done → archived": members,
  "failed → triaged": members,
  "failed → assigned": members,
  "failed → archived": members,
  "reverted → triaged": members,
  "reverted → archived": members,
  "archived → triaged": members,
};

function momentIn(status: Status, fields: Partial<Moment> = {}): Moment {
  return {
    status,
    since: at,
    from: status === "blocked" ? "active" : null,
    owner: "agent:atlas",
    priority: "high",
    block: {
      output: "a page",
      review: "it opens",
      link: "https://example.org/1",
      blocked: { reason: "no key" },
    },
    deliveredBy: ["max"],
    workedBy: ["agent:atlas"],
    granted: { owner: null, epoch: 0, since: null },
    halt: null,
    ...fields,
  };
}

function split(name: string): [Status, Status] {
  const [from, to] = name.split(" → ");
  const named = (word: string | undefined) => statuses.find((status) => status === word) ?? "inbox";
  return [named(from), named(to)];
}

test("the table below knows every edge", () => {
  const edges = statuses.flatMap((from) =>
    legalMoves(from, from === "blocked" ? "active" : null).map((to) => `${from} → ${to}`),
  );
  expect(Object.keys(mayMove).toSorted()).toEqual(edges.toSorted());
});

test.each(Object.entries(mayMove))("%s: only those who may", (name, allowed) => {
  const [from, to] = split(name);
  const may = everybody.filter((by) => move(momentIn(from), { to, by, at }, context).ok);
  expect(may.toSorted()).toEqual(allowed.split(" ").toSorted());
});

test("a login listed as operator without a permission is nobody", () => {
  const request = { to: "assigned" as const, by: "rea", at, waive: "I say so" };
  expect(move(momentIn("triaged"), request, context).ok).toBe(false);
});

describe("a verdict is refused to", () => {
  test.each([
    ["the person who owns", "mia", { owner: "human:mia", workedBy: [], deliveredBy: [] }],
    ["whoever answers for the owning agent", "aria", { deliveredBy: [] }],
    [
      "the owning agent itself",
      "hermes[bot]",
      { owner: "agent:hermes", workedBy: [], deliveredBy: [] },
    ],
    [
      "an agent of the owning person",
      "hermes[bot]",
      { owner: "human:max", workedBy: [], deliveredBy: [] },
    ],
    [
      "an agent of the owning person, however it is spelt",
      "hermes[bot]",
      { owner: "human:Max", workedBy: [], deliveredBy: [] },
    ],
    ["whoever owned it before", "mia", { owner: null, workedBy: ["human:mia"], deliveredBy: [] }],
    ["whoever delivered it", "mia", { deliveredBy: ["Mia"] }],
  ] as const)("%s", (_, by, fields) => {
    const moment = momentIn("review", fields);
    expect(move(moment, { to: "done", by, at }, context)).toMatchObject({ ok: false });
    expect(move(moment, { to: "failed", by, at }, context)).toMatchObject({ ok: false });
    expect(move(moment, { to: "done", by: "oda", at }, context)).toMatchObject({ ok: true });
  });
});

const merged: LinkedPull = {
  number: 5,
  url: "https://github.com/acme/shop/pull/5",
  author: "atlas-bot",
  merged: true,
  mergedAt: at,
  mergedBy: "max",
  approvedBy: [],
  checks: "green",
  revertedBy: null,
};

test("who wrote what was merged delivered it, and has no verdict", () => {
  const pulls = [{ ...merged, author: "Mia" }];
  const moment = momentIn("review");
  expect(move(moment, { to: "done", by: "mia", at }, { ...context, pulls }).ok).toBe(false);
  expect(move(moment, { to: "done", by: "oda", at }, { ...context, pulls }).ok).toBe(true);
});

const lacking: readonly (readonly [
  string,
  Status,
  Status,
  Partial<Moment>,
  readonly LinkedPull[],
  RegExp,
])[] = [
  ["an owner", "planned", "assigned", { owner: null }, [], /owner/],
  ["a priority", "planned", "assigned", { priority: null }, [], /priority/],
  ["an expected output", "triaged", "assigned", { block: { review: "it opens" } }, [], /output/],
  [
    "an output of more than blanks",
    "triaged",
    "assigned",
    { block: { output: "  ", review: "it opens" } },
    [],
    /output/,
  ],
  ["review criteria", "failed", "assigned", { block: { output: "a page" } }, [], /criteria/],
  ["a reason", "active", "blocked", { block: {} }, [], /reason/],
  ["a link", "active", "review", { block: {} }, [], /link/],
  ["a merge", "review", "done", {}, [{ ...merged, merged: false, mergedAt: null }], /merged/],
  ["green checks", "review", "done", {}, [{ ...merged, checks: "red" }], /green/],
  [
    "checks that have ended",
    "review",
    "done",
    {},
    [merged, { ...merged, number: 6, checks: "pending" }],
    /green/,
  ],
];

describe("without", () => {
  test.each(lacking)(
    "%s, %s → %s is refused, even to an operator",
    (_, from, to, fields, pulls, why) => {
      const verdict = move(momentIn(from, fields), { to, by: "ada", at }, { ...context, pulls });
      expect(verdict).toEqual({ ok: false, to, why: expect.stringMatching(why) });
    },
  );

  test.each(lacking)(
    "%s, an operator may waive it for %s → %s, with a reason that is kept",
    (_, from, to, fields, pulls) => {
      const request = { to, by: "oda", at, waive: "nobody else is here" };
      const verdict = move(momentIn(from, fields), request, { ...context, pulls });
      expect(verdict.ok && verdict.moment.status).toBe(to);
      expect(verdict.ok && verdict.moment.block.waived).toEqual([
        { guard: expect.any(String), by: "oda", at, reason: "nobody else is here" },
      ]);
    },
  );

  test.each(lacking)(
    "%s, nobody but an operator may waive it for %s → %s",
    (_, from, to, fields, pulls) => {
      for (const by of ["mia", "orc", "aria", "atlas-bot", "rea"]) {
        const request = { to, by, at, waive: "I say so" };
        expect(move(momentIn(from, fields), request, { ...context, pulls }).ok).toBe(false);
      }
    },
  );
});

test.each([
  [
    "a linked pull request stands for a link",
    "active",
    "review",
    { block: {} },
    [{ ...merged, merged: false }],
  ],
  [
    "no checks are as good as green ones",
    "review",
    "done",
    {},
    [{ ...merged, checks: "none" as const }],
  ],
] as const)("%s", (_, from, to, fields, pulls) => {
  expect(move(momentIn(from, fields), { to, by: "ada", at }, { ...context, pulls }).ok).toBe(true);
});

describe("a pull request that says it closes the task", () => {
  const open = { ...merged, merged: false, mergedAt: null, mergedBy: null };
  const link = { name: "a link", moment: momentIn("active", { block: {} }), to: "review" } as const;
  const verdict = { name: "a merge", moment: momentIn("review"), to: "done" } as const;

  test.each([
    ["a member's counts", "mia", open, { link: true, verdict: false }],
    ["a known agent's counts", "atlas-bot", open, { link: true, verdict: false }],
    ["a stranger's counts neither way", "nobody", open, { link: false, verdict: true }],
    ["a stranger's counts once merged", "nobody", merged, { link: true, verdict: true }],
    [
      "a stranger's counts against it once merged with red checks",
      "nobody",
      { ...merged, checks: "red" as const },
      { link: true, verdict: false },
    ],
  ])("%s", (_, author, pull, allows) => {
    const pulls = [{ ...pull, author }];
    const may = ({ moment, to }: typeof link | typeof verdict) =>
      move(moment, { to, by: "ada", at }, { ...context, pulls }).ok;
    expect({ link: may(link), verdict: may(verdict) }).toEqual(allows);
  });
});

describe("what stands against a move is said as sentences", () => {
  const bare = momentIn("planned", { owner: null, priority: null, block: {} });
  const assign: Edge = { who: "member", needs: ["owner", "priority", "output", "review"] };
  const guards = (moment: Moment, request: Partial<Request>) =>
    objections(assign, moment, { to: "assigned", by: "nobody", at, ...request }, context);

  test("who may, then what is missing, in the table's order", () => {
    expect(guards(bare, {})).toEqual([
      {
        guard: "member",
        why: "only a member of the repository (triage permission or more) may do that",
      },
      { guard: "owner", why: "it needs an owner (`/assign <owner>` or an `owner:` label)" },
      {
        guard: "priority",
        why: "it needs a priority (`/priority <level>` or a `priority:` label)",
      },
      { guard: "output", why: 'it needs the expected output (`output="…"`)' },
      { guard: "review", why: 'it needs review criteria (`review="…"`)' },
    ]);
  });

  test("nothing, of whoever may and has it all", () => {
    expect(guards(momentIn("planned"), { by: "mia" })).toEqual([]);
  });

  test("only what is missing, when the engine itself asks", () => {
    expect(guards(momentIn("planned"), { trusted: true })).toEqual([]);
    expect(guards(bare, { trusted: true }).map(({ guard }) => guard)).toEqual(assign.needs);
  });
});

test("an operator may waive the actor guard too: one person alone is never stuck", () => {
  const moment = momentIn("review", {
    owner: "human:ada",
    workedBy: ["human:ada"],
    deliveredBy: ["ada"],
  });
  expect(move(moment, { to: "done", by: "ada", at }, context).ok).toBe(false);
  const verdict = move(moment, { to: "done", by: "ada", at, waive: "I am alone" }, context);
  expect(verdict.ok && verdict.moment.block.waived?.map(({ guard }) => guard)).toEqual([
    "reviewer",
  ]);
});

test("a waiver opens no edge that is not there", () => {
  expect(edgeOf("triaged", "done", null)).toBeNull();
  expect(
    move(momentIn("triaged"), { to: "done", by: "ada", at, waive: "I say so" }, context).ok,
  ).toBe(false);
});

test("a waiver given twice is kept once", () => {
  const request = { to: "assigned" as const, by: "ada", at, waive: "I am alone" };
  const once = move(momentIn("planned", { priority: null }), request, context);
  const twice = once.ok
    ? move(
        { ...momentIn("planned", { priority: null }), block: once.moment.block },
        request,
        context,
      )
    : once;
  expect(twice.ok && twice.moment.block.waived).toHaveLength(1);
});

test("to where it is, a task moves without a guard and without a change", () => {
  const moment = momentIn("review");
  expect(move(moment, { to: "review", by: "nobody", at }, context)).toEqual({
    ok: true,
    moment,
    starts: false,
  });
});
