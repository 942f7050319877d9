import { describe, expect, test } from "vitest";
import type { TaskState } from "../../../src/schema/index.ts";
import { given, inWords, ordered, ready } from "./sample-orders.ts";

const id = (number: number) => `acme/shop#${number}`;
const haltHere = { reason: "Leak", by: "ada", at: "2026-11-21T11:00:00Z" };
const words = (...tasks: readonly TaskState[]) => inWords(ordered({ tasks }));

describe("active work waits for what it depends on", () => {
  test("it is blocked on it, with where that stands", () => {
    const tasks = [given(1, { depends: [id(2)] }), ready(2, { output: null })];
    expect(ordered({ tasks })).toEqual([
      {
        repo: "acme/shop",
        number: 1,
        kind: "block",
        rule: "dependency-blocked",
        expects: { status: "active" },
        on: id(2),
        why: "It depends on acme/shop#2, which is planned.",
        evidence: ["https://github.com/acme/shop/issues/2"],
      },
    ]);
  });

  test.each<[TaskState["status"], boolean]>([
    ["inbox", true],
    ["triaged", true],
    ["planned", true],
    ["assigned", true],
    ["active", true],
    ["blocked", true],
    ["review", true],
    ["failed", true],
    ["reverted", true],
    ["done", false],
    ["archived", false],
  ])("on a task that is %s: %s", (status, isHeldUp) => {
    const needed = given(2, { status, owner: "human:ada" });
    expect(words(given(1, { depends: [id(2)] }), needed)).toEqual(
      isHeldUp ? [`block #1 ${id(2)}`] : [],
    );
  });

  test.each<TaskState["status"]>(["inbox", "triaged", "planned", "assigned", "review", "done"])(
    "a task that is %s just waits",
    (status) => {
      const task = given(1, { status, owner: "human:ada", depends: [id(2)] });
      expect(words(task, given(2, { owner: "human:ada" }))).toEqual([]);
    },
  );

  test("on the first of several that is not done", () => {
    const needed = [
      given(2, { status: "done" }),
      given(3, { owner: "human:ada" }),
      given(4, { owner: "human:ada" }),
    ];
    expect(words(given(1, { depends: [id(2), id(3), id(4)] }), ...needed)).toEqual([
      `block #1 ${id(3)}`,
    ]);
  });

  test("nobody is blocked on what is unknown, or on itself", () => {
    expect(words(given(1, { depends: [id(99)] }))).toEqual([]);
    expect(words(given(1, { depends: [id(1)] }))).toEqual([]);
  });

  test("a blocker that is reopened blocks again", () => {
    const waiting = given(1, { depends: [id(2)] });
    expect(words(waiting, given(2, { status: "done" }))).toEqual([]);
    expect(words(waiting, ready(2, { output: null }))).toEqual([`block #1 ${id(2)}`]);
  });

  test("a halt does not keep work from being blocked", () => {
    const halting = given(2, { owner: "human:ada", halt: haltHere });
    expect(words(given(1, { depends: [id(2)] }), halting)).toEqual([`block #1 ${id(2)}`]);
  });
});

type Blocked = Partial<NonNullable<TaskState["blocked"]>>;

function blocked(number: number, block: Blocked, fields: Partial<TaskState> = {}): TaskState {
  const all = { reason: "Waits", by: "ada", on: null, since: null, from: "active" as const };
  return given(number, { status: "blocked", blocked: { ...all, ...block }, ...fields });
}

describe("blocked work goes on when what it waits for is done", () => {
  const done = (number: number) => given(number, { status: "done" });

  test("it says what is done", () => {
    expect(ordered({ tasks: [blocked(1, { on: id(2) }), done(2)] })).toEqual([
      {
        repo: "acme/shop",
        number: 1,
        kind: "unblock",
        rule: "done",
        expects: { status: "blocked" },
        why: "What it waited for is done: acme/shop#2.",
        evidence: ["https://github.com/acme/shop/issues/2"],
      },
    ]);
  });

  test.each<TaskState["status"]>([
    "inbox",
    "triaged",
    "planned",
    "assigned",
    "active",
    "blocked",
    "review",
    "failed",
    "reverted",
    "archived",
  ])("a blocker that is %s is not done", (status) => {
    expect(words(blocked(1, { on: id(2) }), given(2, { status, owner: "human:ada" }))).toEqual([]);
  });

  test("all of it must be done, what it depends on too", () => {
    const waiting = blocked(1, { on: id(2) }, { depends: [id(3)] });
    const open = given(3, { owner: "human:ada" });
    expect(words(waiting, done(2), open)).toEqual([]);
    expect(words(waiting, done(2), done(3))).toEqual(["unblock #1"]);
  });

  test("what is unknown is not done", () => {
    expect(words(blocked(1, { on: id(99) }))).toEqual([]);
  });

  test("a block for another reason stays, whatever is done", () => {
    expect(words(blocked(1, { reason: "No access" }, { depends: [id(2)] }), done(2))).toEqual([]);
  });

  test("a block of ours ends when the dependency is taken away, a person's does not", () => {
    const open = given(2, { owner: "human:ada" });
    const ours = ordered({ tasks: [blocked(1, { on: id(2), by: "mission-control" }), open] });
    expect(inWords(ours)).toEqual(["unblock #1"]);
    expect(ours[0]?.why).toBe("It no longer depends on acme/shop#2.");
    expect(words(blocked(1, { on: id(2) }), open)).toEqual([]);
  });

  test("a block of ours ends when nothing is known any more of what it was for, a person's does not", () => {
    const fields = { depends: [id(2)] };
    const ours = ordered({ tasks: [blocked(1, { on: id(2), by: "mission-control" }, fields)] });
    expect(inWords(ours)).toEqual(["unblock #1"]);
    expect(ours[0]?.why).toBe(`Nothing is known any more of what it waited for: ${id(2)}.`);
    expect(words(blocked(1, { on: id(2) }, fields))).toEqual([]);
    const others = blocked(1, { on: id(2), by: "mission-control" }, { depends: [id(2), id(3)] });
    expect(words(others, given(3, { owner: "human:ada" }))).toEqual([]);
    expect(words(others, given(3, { status: "archived", owner: "human:ada" }))).toEqual([]);
  });

  test("a block of ours waits for the dependencies that are left", () => {
    const ours = (depends: string[]) =>
      blocked(1, { on: id(2), by: "mission-control" }, { depends });
    const open = [given(2, { owner: "human:ada" }), given(3, { owner: "human:ada" })];
    expect(words(ours([id(3)]), ...open)).toEqual([]);
    expect(words(ours([id(4)]), ...open, done(4))).toEqual(["unblock #1"]);
  });

  test("while work is halted nothing goes back to active", () => {
    const halting = given(3, { owner: "human:ada", halt: haltHere });
    expect(words(blocked(1, { on: id(2) }), done(2), halting)).toEqual([]);
    expect(words(blocked(1, { on: id(2), from: "assigned" }), done(2), halting)).toEqual([
      "unblock #1",
    ]);
  });
});

describe("nothing is ordered", () => {
  const waiting = [given(1, { depends: [id(2)] }), given(2, { owner: "human:ada" })];

  test.each<[string, Partial<TaskState>]>([
    ["its timeline is not read yet", { judged: null }],
    ["GitHub has something newer", { behind: true }],
  ])("on a task while %s", (_, fields) => {
    expect(words({ ...waiting[0]!, ...fields }, waiting[1]!)).toEqual([]);
  });

  test("on a task that could not be read", () => {
    expect(ordered({ tasks: waiting, unread: [id(1)] })).toEqual([]);
  });

  test.each([
    ["dependency_blocked", waiting],
    ["done", [blocked(1, { on: id(2) }), given(2, { status: "done" })]],
  ])("by the rule %s once it is switched off", (rule, tasks) => {
    expect(ordered({ tasks })).toHaveLength(1);
    expect(ordered({ tasks, config: { rules: { [rule]: { enabled: false } } } })).toEqual([]);
  });
});
