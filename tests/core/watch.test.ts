import { describe, expect, test } from "vitest";
import type { ListedIssue } from "../../src/core/facts.ts";
import {
  cutTask,
  isBeforeOurTime,
  isSeen,
  laterOf,
  listedTask,
  missingFrom,
  sliceFrom,
  watchedSince,
} from "../../src/core/watch.ts";
import { digestOf } from "../../src/core/state/digest.ts";
import { writeBlock } from "../../src/core/task/block.ts";
import type { TaskState } from "../../src/schema/index.ts";
import { samplePolicy } from "./agents/sample-policy.ts";
import { sampleTask } from "./sample-task.ts";

const repo = "acme/shop";
const noon = Date.parse("2026-11-20T12:00:00Z");

function listed(fields: Partial<ListedIssue> = {}): ListedIssue {
  const number = fields.number ?? 12;
  return {
    repo,
    number,
    url: `https://github.com/acme/shop/issues/${number}`,
    title: "Mend the checkout",
    body: "",
    state: "open",
    stateReason: null,
    author: { login: "ada", bot: false },
    createdAt: "2026-11-17T09:00:00Z",
    updatedAt: "2026-11-18T09:00:00Z",
    closedAt: null,
    labels: ["status:active", "domain:backend", "kind:bug", "owner:agent:atlas", "priority:high"],
    assignees: [],
    milestone: null,
    comments: 0,
    blockers: 0,
    ...fields,
  };
}

const changed = (number: number, updated_at: string, fields: Partial<TaskState> = {}) =>
  sampleTask({ number, updated_at, ...fields });

describe("issues are listed from", () => {
  test.each<[string, string | null, string | null]>([
    ["the beginning, when nothing was listed yet", null, null],
    [
      "a minute before the newest that a list has shown",
      "2026-11-19T09:00:00Z",
      "2026-11-19T08:59:00Z",
    ],
  ])("%s", (_, through, expected) => {
    expect(watchedSince(through)).toBe(expected);
  });

  test.each([
    [null, "2026-11-19T09:00:00Z", "2026-11-19T09:00:00Z"],
    ["2026-11-19T09:00:00Z", "2026-11-19T09:00:01Z", "2026-11-19T09:00:01Z"],
    ["2026-11-19T09:00:01Z", "2026-11-19T09:00:00Z", "2026-11-19T09:00:01Z"],
    ["2026-11-19T09:00:00Z", "2026-11-19T09:00:00.500Z", "2026-11-19T09:00:00.500Z"],
  ])("of %s and %s the later is %s", (one, other, later) => {
    expect(laterOf(one, other)).toBe(later);
  });
});

describe("a list", () => {
  const done = sampleTask({ status: "done" });

  test("shows nothing new of a task that is as it is known", () => {
    expect(isSeen(listed(), sampleTask())).toBe(true);
    const known = sampleTask({ body_digest: digestOf("a"), assignees: ["ben", "ada"] });
    expect(isSeen(listed({ body: "a", assignees: ["ada", "ben"] }), known)).toBe(true);
    expect(isSeen(listed({ state: "closed" }), done)).toBe(true);
    expect(isSeen(listed({ state: "closed" }), sampleTask({ status: "archived" }))).toBe(true);
  });

  test.each<[string, Partial<ListedIssue>, TaskState | undefined]>([
    ["is not known", {}, undefined],
    ["was never judged", {}, sampleTask({ judged: null })],
    ["is behind", {}, sampleTask({ behind: true })],
    ["was changed", { updatedAt: "2026-11-18T09:00:01Z" }, sampleTask()],
    ["has another comment", { comments: 1 }, sampleTask()],
    ["has another blocker", { blockers: 1 }, sampleTask()],
    ["has another title", { title: "Mend it" }, sampleTask()],
    ["was closed", { state: "closed" }, sampleTask()],
    ["was opened again", {}, done],
    ["was moved to a milestone", { milestone: "Launch" }, sampleTask()],
    ["was given to somebody", { assignees: ["ada"] }, sampleTask()],
    ["says something else", { body: "b" }, sampleTask({ body_digest: digestOf("a") })],
    ["lost a label", { labels: listed().labels.slice(1) }, sampleTask()],
    [
      "carries two labels in the place of one with both names",
      { labels: ["a b"] },
      sampleTask({ labels: ["a", "b"] }),
    ],
  ])("shows something new of a task that %s", (_, fields, task) => {
    expect(isSeen(listed(fields), task)).toBe(false);
  });
});

describe("an issue that was closed before our time", () => {
  const policy = samplePolicy([], { commands: { max_age_hours: 24 } });
  const closed = {
    state: "closed",
    closedAt: "2026-11-19T11:59:59Z",
    labels: ["kind:bug", "wontfix"],
  } as const;

  test.each<[string, Partial<ListedIssue>, boolean]>([
    ["more than a day ago, without a status", closed, true],
    ["exactly a day ago", { ...closed, closedAt: "2026-11-19T12:00:00Z" }, false],
    ["is open", { ...closed, state: "open" }, false],
    ["nobody knows when", { ...closed, closedAt: null }, false],
    [
      "carries a status among its labels",
      { ...closed, labels: ["kind:bug", "status:done"] },
      false,
    ],
    ["carries a status that names none", { ...closed, labels: ["status:wip"] }, false],
  ])("%s: %s", (_, fields, expected) => {
    expect(isBeforeOurTime(listed(fields), policy, noon)).toBe(expected);
  });
});

describe("what a list alone says of a task", () => {
  test.each<[string, Partial<ListedIssue>, TaskState["status"]]>([
    ["the status of its label", {}, "active"],
    ["the last of several", { labels: ["status:active", "status:review"] }, "review"],
    ["what it can read of several", { labels: ["status:review", "status:wip"] }, "review"],
    ["inbox, without one", { labels: ["kind:bug"] }, "inbox"],
    ["done, when it is closed", { labels: [], state: "closed", stateReason: "completed" }, "done"],
    [
      "archived, when it is closed as not planned",
      { labels: [], state: "closed", stateReason: "not_planned" },
      "archived",
    ],
    [
      "its label's, also when it is closed",
      { labels: ["status:review"], state: "closed" },
      "review",
    ],
  ])("is %s", (_, fields, status) => {
    expect(listedTask(listed(fields)).status).toBe(status);
  });

  test("is taken from its labels and its block, and is not judged", () => {
    const body = writeBlock("It is slow.", { output: "A fix", due: "2026-12-01" });
    const task = listedTask(listed({ body, milestone: "Launch", comments: 3, blockers: 2 }));
    expect(task).toMatchObject({
      id: "acme/shop#12",
      owner: "agent:atlas",
      output: "A fix",
      due: "2026-12-01",
      priority: "high",
      kind: "bug",
      since: "2026-11-17T09:00:00Z",
      workstream: "Launch",
      comments: 3,
      blockers: 2,
      judged: null,
      behind: false,
      halt: null,
      parent: null,
      parts: [],
      depends: [],
      acknowledged: [],
      costs: [],
    });
    expect(listedTask(listed({ labels: [] }))).toMatchObject({ owner: null, priority: null });
    expect(listedTask(listed({ labels: ["halt"] })).halt).not.toBeNull();
  });
});

describe("of a task whose history is longer than is read", () => {
  const halt = { reason: "keys leaked", by: "ada", at: "2026-11-18T08:00:00Z" };
  const labels = [...listed().labels, "halt"];
  const known = sampleTask({
    labels: labels.toSorted(),
    halt,
    costs: [
      {
        day: "2026-11-18",
        owner: "agent:atlas",
        usd: 5,
        tokens_in: 0,
        tokens_out: 0,
        from: ["c1_0"],
      },
    ],
    lease: { epoch: 2, holder: "agent:atlas", since: "2026-11-18T08:00:00Z" },
    depends: ["acme/shop#9"],
    output: "A fix",
  });

  test("what was judged before stays, whatever its text says now", () => {
    const body = writeBlock("It is slow.", { output: "Nothing", depends: [] });
    const cut = cutTask(listed({ labels, body, comments: 3000, title: "Mend it" }), known);
    const { costs, lease, depends, since, output } = known;
    expect(cut).toMatchObject({ halt, costs, lease, depends, since, output });
    expect(cut).toMatchObject({
      title: "Mend it",
      comments: 3000,
      judged: null,
      history_cut: true,
    });
    expect(isSeen(listed({ labels, body, comments: 3000, title: "Mend it" }), cut)).toBe(true);
  });

  test("what hung on its status or its owner goes with them", () => {
    const other = ["status:review", "owner:agent:hermes"];
    const since = listed().createdAt;
    expect(cutTask(listed({ labels: other }), known)).toMatchObject({ since, lease: null });
  });

  const bare = { reason: "the label `halt`", by: "somebody", at: listed().createdAt };
  test.each<[string, Partial<ListedIssue>, TaskState | undefined, TaskState["halt"]]>([
    ["stands as it did", { labels }, known, halt],
    ["stands on a closed issue too", { labels, state: "closed" }, known, halt],
    ["ends when its label is taken off", {}, known, null],
    ["stands by its label alone", { labels }, sampleTask(), bare],
    ["stands by its label alone where nothing was known", { labels }, undefined, bare],
  ])("a halt %s", (_, fields, before, expected) => {
    expect(cutTask(listed(fields), before).halt).toEqual(expected);
  });
});

describe("the slice of a pass", () => {
  const second = (index: number) =>
    new Date(Date.parse("2026-11-01T00:00:00Z") + index * 1000).toISOString().slice(0, 19) + "Z";
  const tasksOf = (count: number) =>
    Array.from({ length: count }, (_task, index) => changed(index + 1, second(index)));

  test("begins with the oldest while one page shows everything, and somewhere else when it does not", () => {
    const few = tasksOf(3).toReversed();
    expect([0, 1, 2, 3].map((turn) => sliceFrom(few, repo, turn))).toEqual(
      Array.from({ length: 4 }, () => second(0)),
    );
    const many = tasksOf(250);
    expect([0, 1, 2, 3].map((turn) => sliceFrom(many, repo, turn))).toEqual(
      [0, 116, 0, 199].map(second),
    );
  });

  test.each([
    [1, 1],
    [100, 3],
    [250, 5],
    [1000, 13],
  ])("shows each of %i tasks within %i passes, the oldest too", (count, passes) => {
    const tasks = tasksOf(count);
    const slices = Array.from({ length: 300 }, (_slice, turn) => {
      const since = sliceFrom(tasks, repo, turn) ?? "";
      return tasks.filter(({ updated_at }) => updated_at >= since).slice(0, 100);
    });
    for (let from = 0; from + passes <= slices.length; from += 7) {
      const seen = new Set(slices.slice(from, from + passes).flat());
      expect(seen.size).toBe(count);
    }
  });

  test("is of one repository", () => {
    const other = changed(9, "2026-11-09T00:00:00Z", { repo: "acme/other" });
    expect(sliceFrom([other], repo, 1)).toBeNull();
    expect(sliceFrom([other, ...tasksOf(1)], repo, 1)).toBe(second(0));
  });
});

describe("a page of the list", () => {
  const since = "2026-11-10T00:00:00Z";
  const page = [
    listed({ number: 1, updatedAt: "2026-11-10T00:00:00Z" }),
    listed({ number: 2, updatedAt: "2026-11-12T00:00:00Z" }),
  ];

  test.each<[string, Partial<TaskState>, boolean, boolean]>([
    [
      "a task between its ends that it does not show",
      { updated_at: "2026-11-11T00:00:00Z" },
      true,
      true,
    ],
    ["one of its first second", { updated_at: since }, true, true],
    ["one it shows", { number: 2, updated_at: "2026-11-11T00:00:00Z" }, false, false],
    ["one from before it", { updated_at: "2026-11-09T23:59:59Z" }, false, false],
    ["one of its last second", { updated_at: "2026-11-12T00:00:00Z" }, false, true],
    ["one from after it", { updated_at: "2026-11-13T00:00:00Z" }, false, true],
    [
      "one of another repository",
      { repo: "acme/other", updated_at: "2026-11-11T00:00:00Z" },
      false,
      false,
    ],
  ])("misses %s: %s", (_, fields, isMissing, isMissingFromTheLast) => {
    const task = sampleTask({ number: 5, ...fields });
    const ids = (is: boolean) => (is ? [task.id] : []);
    expect(missingFrom(page, false, [task], repo, since)).toEqual(ids(isMissing));
    expect(missingFrom(page, true, [task], repo, since)).toEqual(ids(isMissingFromTheLast));
  });

  test("that is empty and not the last misses nothing", () => {
    const task = sampleTask({ updated_at: "2026-11-11T00:00:00Z" });
    expect(missingFrom([], false, [task], repo, since)).toEqual([]);
    expect(missingFrom([], true, [task], repo, since)).toEqual([task.id]);
  });
});
