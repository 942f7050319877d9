import { describe, expect, test } from "vitest";
import { diffState, emptyState, evolve } from "../../../src/core/state/index.ts";
import type { AgentState, State, TaskState } from "../../../src/schema/index.ts";
import { sampleAgent, sampleAlert, sampleAudit } from "../../render/sample-state.ts";
import { sampleTask } from "../sample-task.ts";

const now = Date.parse("2026-11-21T07:00:00Z");
const later = "2026-11-21T06:59:00Z";
const justNow = "2026-11-21T06:58:00Z";
const nothing = emptyState("acme/shop");
const withTasks = (...tasks: readonly TaskState[]): State => ({
  ...nothing,
  tasks: Object.fromEntries(tasks.map((task) => [task.id, task])),
});
const withAgent = (agent: AgentState): State => ({ ...nothing, agents: { [agent.id]: agent } });

test("events are told kind by kind, and within a kind in the order of the ids", () => {
  const after: State = {
    ...withTasks(sampleTask({ number: 9 }), sampleTask({ number: 10 }), sampleTask({ number: 1 })),
    agents: { b: sampleAgent("b"), a: sampleAgent("a") },
  };
  expect(diffState(nothing, after, now).map(({ entity_id }) => entity_id)).toEqual([
    "acme/shop#1",
    "acme/shop#10",
    "acme/shop#9",
    "a",
    "b",
  ]);
});

test("the fields that changed are named in the order of the alphabet", () => {
  const after = withTasks(sampleTask({ title: "New", owner: null, due: "2026-12-01" }));
  const [event] = diffState(withTasks(sampleTask()), after, now);
  expect(event?.message).toBe('acme/shop#12 "New" changed: due, owner, title.');
  expect(event?.data).not.toHaveProperty("unset");
});

describe("a field of an earlier version, which the entity has no more,", () => {
  const old: TaskState = Object.assign(sampleTask(), { zeal: 1, alpha: 2 });
  const tell = () => diffState(withTasks(old), withTasks(sampleTask()), now);

  test("is told as gone", () => {
    expect(tell().map(({ data, message }) => [data?.set, data?.unset, message])).toEqual([
      [{}, ["alpha", "zeal"], 'acme/shop#12 "Mend the checkout" changed: alpha, zeal.'],
    ]);
  });

  test("is gone after the event", () => {
    expect(evolve(withTasks(old), tell()[0]!).tasks).toEqual(withTasks(sampleTask()).tasks);
  });
});

describe("no change by itself, but along with another, is", () => {
  test.each([
    ["judged", { judged: { at: later, ids: [] } }],
    ["updated_at", { updated_at: later }],
    ["comments", { comments: 7 }],
    ["blockers", { blockers: 3 }],
    ["last_work", { last_work: later }],
  ])("%s of a task that was touched just now", (name, fields) => {
    const fresh = (more: Partial<TaskState>) =>
      withTasks(sampleTask({ updated_at: justNow, ...more }));
    const before = fresh({});
    expect(diffState(before, fresh(fields), now)).toEqual([]);
    const [event] = diffState(before, fresh({ ...fields, title: "New" }), now);
    expect(Object.keys(event?.data?.set ?? {}).toSorted()).toEqual([name, "title"].toSorted());
    expect(event?.message).toContain("changed: title.");
  });

  test.each<[string, boolean, Partial<TaskState>]>([
    ["is none within a quarter of an hour", false, { updated_at: "2026-11-21T06:45:01Z" }],
    ["is one from then on", true, { updated_at: "2026-11-21T06:45:00Z" }],
    ["is one when a comment was deleted long ago", true, { comments: 7 }],
    ["is none when it only was judged further", false, { judged: { at: later, ids: [] } }],
    ["is none when it only was worked on", false, { last_work: later }],
  ])("what a list shows of a task %s", (_, isTold, fields) => {
    const after = withTasks(sampleTask(fields));
    expect(diffState(withTasks(sampleTask()), after, now)).toHaveLength(isTold ? 1 : 0);
  });

  test.each([
    ["last_seen", { last_seen: later }],
    ["last_sign", { last_sign: "label" }],
    ["signs", { signs: { label: later } }],
  ])("%s of an agent", (name, fields) => {
    const before = withAgent(sampleAgent("atlas"));
    expect(diffState(before, withAgent(sampleAgent("atlas", fields)), now)).toEqual([]);
    const after = withAgent(sampleAgent("atlas", { ...fields, load: 2 }));
    const [event] = diffState(before, after, now);
    expect(Object.keys(event?.data?.set ?? {}).toSorted()).toEqual([name, "load"].toSorted());
    expect(event?.message).toContain("changed: load");
  });
});

test("what goes is told with its kind, a task by its name alone", () => {
  const before: State = {
    ...withTasks(sampleTask()),
    agents: { atlas: sampleAgent("atlas") },
    alerts: { late: sampleAlert("late") },
    head: { ...nothing.head, events: 7 },
  };
  expect(diffState(before, nothing, now)).toEqual(
    (
      [
        ["task", "acme/shop#12", "acme/shop#12 is no longer there."],
        ["agent", "atlas", "agent atlas is no longer there."],
        ["alert", "late", "alert late is no longer there."],
      ] as const
    ).map(([type, id, message]) => ({
      id: `${type}.removed:${id}:7`,
      timestamp: "2026-11-21T07:00:00Z",
      recorded_at: "2026-11-21T07:00:00Z",
      type: `${type}.removed`,
      source: "github",
      entity_type: type,
      entity_id: id,
      status: null,
      message,
    })),
  );
});

test("who saw it is the source, unless the entity says who", () => {
  const after: State = {
    ...withTasks(sampleTask()),
    alerts: { late: sampleAlert("late") },
    audits: { page: sampleAudit("page") },
  };
  const sources = (source?: string) => diffState(nothing, after, now, source).map((e) => e.source);
  expect(sources()).toEqual(["github", "rule:overdue", "audit"]);
  expect(sources("cli")).toEqual(["cli", "rule:overdue", "audit"]);
});

test("a change that nothing dates is dated by the look, and its id is its content and its place", () => {
  const before = { ...withTasks(sampleTask()), head: { ...nothing.head, events: 7 } };
  const [event] = diffState(before, withTasks(sampleTask({ due: "2026-12-01" })), now);
  expect(event?.timestamp).toBe("2026-11-21T07:00:00Z");
  expect(event?.id).toMatch(/^task\.changed:acme\/shop#12:[0-9a-f]{16}@7$/);
});
