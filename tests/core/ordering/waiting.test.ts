import { describe, expect, test } from "vitest";
import type { Elsewhere, TaskState } from "../../../src/schema/index.ts";
import { given, inWords, ordered, ready } from "./sample-orders.ts";

const id = (number: number) => `acme/shop#${number}`;
const far = "acme/library#7";
const ten = "2026-11-21T10:00:00Z";
const words = (...tasks: readonly TaskState[]) => inWords(ordered({ tasks }));

describe("a person's word on what a task waits for wins", () => {
  const unblocked = { by: "ada", at: ten, over: [id(2)] };
  const went = (fields: Partial<TaskState> = {}) =>
    given(1, { depends: [id(2)], unblocked, ...fields });
  const needed = (fields: Partial<TaskState> = {}) =>
    given(2, { owner: "human:ada", since: "2026-11-21T09:00:00Z", ...fields });

  test.each<[string, readonly TaskState[], readonly string[]]>([
    ["it goes on over what is open", [went(), needed()], []],
    ["and over what has failed", [went(), needed({ status: "failed" })], []],
    [
      "and over what goes on afterwards",
      [went(), needed({ status: "planned", since: "2026-11-21T11:00:00Z" })],
      [],
    ],
    ["and over what had a setback in that very second", [went(), needed({ setback: ten })], []],
    [
      "until that has a setback",
      [went(), needed({ setback: "2026-11-21T10:00:01Z" })],
      [`block #1 ${id(2)}`],
    ],
    [
      "until it depends on something else",
      [went({ depends: [id(2), id(3)] }), needed(), given(3, { owner: "human:ada" })],
      [`block #1 ${id(3)}`],
    ],
    [
      "blocked again on another, it goes on when that one is done",
      [
        went({
          depends: [id(2), id(3)],
          status: "blocked",
          blocked: { reason: "Waits", by: "ada", on: id(3), since: null, from: "active" },
        }),
        needed(),
        given(3, { status: "done" }),
      ],
      ["unblock #1"],
    ],
    [
      "it can be given out",
      [ready(1, { depends: [id(2)], unblocked }), needed()],
      ["assign #1 agent:atlas"],
    ],
  ])("%s", (_, tasks, orders) => {
    expect(words(...tasks)).toEqual(orders);
  });
});

describe("what is no task here counts as GitHub shows it", () => {
  const elsewhere = (standing: Elsewhere["standing"]) => [{ id: far, standing, since: null }];
  const on = (standing: Elsewhere["standing"]) => ({
    depends: [far],
    elsewhere: elsewhere(standing),
  });
  const block = { reason: "Waits", by: "ada", on: far, since: null, from: "active" as const };

  test.each<[Elsewhere["standing"], readonly string[], readonly string[], readonly string[]]>([
    ["done", [], ["assign #1 agent:atlas"], ["unblock #1"]],
    ["open", [`block #1 ${far}`], [], []],
    ["failed", [], ["tell #1"], ["tell #1"]],
    ["unreadable", [], ["tell #1"], ["tell #1"]],
  ])("%s", (standing, active, planned, blocked) => {
    expect(words(given(1, on(standing)))).toEqual(active);
    expect(words(ready(1, on(standing)))).toEqual(planned);
    expect(words(given(1, { ...on(standing), status: "blocked", blocked: block }))).toEqual(
      blocked,
    );
  });

  test.each<[TaskState["closed_as"], readonly string[]]>([
    ["completed", ["assign #1 agent:atlas"]],
    ["not_planned", ["tell #1"]],
  ])("and what is archived here, as what it was closed: %s", (closed_as, orders) => {
    const needed = given(2, { status: "archived", closed_as });
    expect(words(ready(1, { depends: [id(2)] }), needed)).toEqual(orders);
  });

  test("what does not come by itself is told once, and again when there is more of it", () => {
    const task = ready(1, { ...on("unreadable"), stuck_told: [far] });
    expect(words(task)).toEqual([]);
    const more = { ...task, depends: [far, id(2)] };
    const orders = ordered({
      tasks: [more, given(2, { status: "archived", closed_as: "not_planned" })],
    });
    expect(orders).toMatchObject([
      {
        kind: "tell",
        tag: "stuck",
        lines: [
          "- acme/library#7 cannot be read from here: whether it is done cannot be judged.",
          "- acme/shop#2 was closed as not planned: nobody can be expected to finish it.",
          expect.stringContaining("/depends none"),
        ],
      },
    ]);
  });
});
