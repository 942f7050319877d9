import { expect, test } from "vitest";
import { checkinMissed } from "../../../src/core/rules/checkin-missed.ts";
import type { TaskState, WorkstreamState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, sampleWorkstream } from "./harness.ts";

const hourly = { every_hours: 1, from: "2026-11-20T00:00:00Z", until: "2026-11-20T03:00:00Z" };
const daily = { every_hours: 24, from: "2026-11-20T00:00:00Z", until: "2026-11-27T00:00:00Z" };
const launch = sampleWorkstream({ checkins: [hourly] });

function checked(at: string | null, fields: Partial<TaskState> = {}): TaskState {
  const said = { by: "atlas-bot", progress: 40, blockers: false, needs: null, eta: null };
  return sampleTask({
    since: "2026-11-19T00:00:00Z",
    checkin: at === null ? null : { at, ...said },
    ...fields,
    id: `acme/shop#${fields.number ?? 12}`,
  });
}

const never = checked(null);
const held = (since: string) =>
  checked(null, { lease: { epoch: 1, holder: "agent:atlas", since } });

test.each<[string, readonly TaskState[], string, "fires" | "silent" | "cannot-judge"]>([
  ["a second before the first slot's grace is over", [never], "2026-11-20T01:14:59Z", "silent"],
  ["at the end of its grace", [never], "2026-11-20T01:15:00Z", "fires"],
  ["a second after that", [never], "2026-11-20T01:15:01Z", "fires"],
  ["a check-in in the slot", [checked("2026-11-20T00:30:00Z")], "2026-11-20T01:15:00Z", "silent"],
  [
    "a check-in in its first second",
    [checked("2026-11-20T00:00:00Z")],
    "2026-11-20T01:15:00Z",
    "silent",
  ],
  [
    "a check-in a second before the slot",
    [checked("2026-11-19T23:59:59Z")],
    "2026-11-20T01:15:00Z",
    "fires",
  ],
  ["a check-in in the grace", [checked("2026-11-20T01:14:00Z")], "2026-11-20T01:15:00Z", "silent"],
  [
    "a late check-in makes up for it",
    [checked("2026-11-20T01:30:00Z")],
    "2026-11-20T01:31:00Z",
    "silent",
  ],
  ["the next slot asks again", [checked("2026-11-20T00:30:00Z")], "2026-11-20T02:15:00Z", "fires"],
  ["long after the last slot", [checked("2026-11-20T02:00:00Z")], "2026-11-29T00:00:00Z", "silent"],
  [
    "the last slot, missed for ever",
    [checked("2026-11-20T01:59:59Z")],
    "2026-11-29T00:00:00Z",
    "fires",
  ],
  ["before the schedule begins", [never], "2026-11-19T12:00:00Z", "silent"],
  ["done: nothing is owed", [checked(null, { status: "done" })], "2026-11-20T01:15:00Z", "silent"],
  ["nobody owns it", [checked(null, { owner: null })], "2026-11-20T01:15:00Z", "silent"],
  [
    "handed over in the middle of the slot",
    [held("2026-11-20T00:30:00Z")],
    "2026-11-20T01:15:00Z",
    "silent",
  ],
  ["… the next slot is owed", [held("2026-11-20T00:30:00Z")], "2026-11-20T02:15:00Z", "fires"],
  [
    "handed over as the slot began",
    [held("2026-11-20T00:00:00Z")],
    "2026-11-20T01:15:00Z",
    "fires",
  ],
  ["nothing is known of its task", [], "2026-11-20T01:15:00Z", "cannot-judge"],
  [
    "its timeline is not read yet",
    [checked(null, { judged: null })],
    "2026-11-20T01:15:00Z",
    "cannot-judge",
  ],
  [
    "known from the list only, and nobody's: nothing is owed",
    [checked(null, { judged: null, owner: null })],
    "2026-11-20T01:15:00Z",
    "silent",
  ],
])("%s", (_, tasks, now, verdict) => {
  expect(judge(checkinMissed, launch, now, { tasks }).verdict).toBe(verdict);
});

test("without a schedule nothing is owed", () => {
  const judgement = judge(checkinMissed, sampleWorkstream(), "2027-01-01T00:00:00Z", {
    tasks: [never],
  });
  expect(judgement).toMatchObject({ verdict: "silent", nextAt: null });
});

test("it fires once a slot: the same within one, another problem in the next", () => {
  const at = (now: string) => fired(checkinMissed, launch, now, { tasks: [never] });
  const first = at("2026-11-20T01:15:00Z");
  expect(first).toMatchObject({
    cause: "2026-11-20T01:00:00Z",
    title: "Check-in missed: Launch",
    why: "A check-in was due by 2026-11-20T01:00:00Z: acme/shop#12 (agent:atlas, last never).",
    to: ["agent:atlas", "orchestrator"],
    nextAt: Date.parse("2026-11-20T02:15:00Z"),
  });
  expect(at("2026-11-20T02:14:59Z")).toEqual(first);
  expect(at("2026-11-20T02:15:00Z").cause).toBe("2026-11-20T02:00:00Z");
  expect(at("2026-11-20T03:15:00Z")).toMatchObject({ cause: "2026-11-20T03:00:00Z", nextAt: null });
});

test("it names whoever is late, and nobody else", () => {
  const tasks = [
    checked("2026-11-20T00:30:00Z", { number: 1, owner: "human:mia" }),
    checked("2026-11-19T10:00:00Z", { number: 2, owner: "human:ben", shared: ["agent:atlas"] }),
    checked(null, { number: 3, owner: "human:ben" }),
  ];
  const workstream = sampleWorkstream({ checkins: [hourly], tasks: tasks.map(({ id }) => id) });
  const judgement = fired(checkinMissed, workstream, "2026-11-20T01:15:00Z", { tasks });
  expect(judgement.to).toEqual(["human:ben", "agent:atlas", "orchestrator"]);
  expect(judgement.why).toContain(
    "acme/shop#2 (human:ben, last 2026-11-19T10:00:00Z), acme/shop#3 (human:ben, last never)",
  );
  expect(judgement.why).not.toContain("shop#1 ");
});

test("somebody late is told of even while another task is not read", () => {
  const workstream: WorkstreamState = { ...launch, tasks: ["acme/shop#99", "acme/shop#12"] };
  const judgement = judge(checkinMissed, workstream, "2026-11-20T01:15:00Z", { tasks: [never] });
  expect(judgement.verdict).toBe("fires");
});

test("of two schedules each is kept: the day's check-in is asked for when the hours are over", () => {
  const both = sampleWorkstream({ checkins: [hourly, daily] });
  const once = { tasks: [checked("2026-11-20T02:30:00Z")] };
  const quiet = judge(checkinMissed, both, "2026-11-20T04:00:00Z", once);
  expect(quiet).toMatchObject({ verdict: "silent", nextAt: Date.parse("2026-11-22T00:15:00Z") });
  expect(fired(checkinMissed, both, "2026-11-22T00:15:00Z", once).cause).toBe(
    "2026-11-22T00:00:00Z",
  );
  const late = fired(checkinMissed, both, "2026-11-20T05:00:00Z", { tasks: [never] });
  expect(late).toMatchObject({
    cause: "2026-11-20T03:00:00Z",
    nextAt: Date.parse("2026-11-21T00:15:00Z"),
  });
});

test("when two tasks missed different slots the one that was due last is the cause", () => {
  const tasks = [checked(null, { number: 1 }), checked("2026-11-20T01:30:00Z", { number: 2 })];
  for (const order of [tasks, tasks.toReversed()]) {
    const ids = order.map(({ id }) => id);
    const both = sampleWorkstream({ checkins: [hourly, daily], tasks: ids });
    const { cause, why } = fired(checkinMissed, both, "2026-11-21T00:15:00Z", { tasks });
    expect(cause).toBe("2026-11-21T00:00:00Z");
    for (const id of ids) expect(why).toContain(id);
  }
});

test("a last slot that the schedule cuts short is not owed", () => {
  const checkins = [{ ...hourly, until: "2026-11-20T01:59:59Z" }];
  const { nextAt } = fired(checkinMissed, sampleWorkstream({ checkins }), "2026-11-20T01:15:00Z", {
    tasks: [never],
  });
  expect(nextAt).toBeNull();
});

test("the grace is the configured one", () => {
  const config = { rules: { checkin_missed: { grace_minutes: 0 } } };
  const verdictAt = (now: string) =>
    judge(checkinMissed, launch, now, { tasks: [never], config }).verdict;
  expect(["2026-11-20T00:59:59Z", "2026-11-20T01:00:00Z"].map(verdictAt)).toEqual([
    "silent",
    "fires",
  ]);
});
