import fc from "fast-check";
import { expect, test } from "vitest";
import {
  diffState,
  emptyState,
  type Entities,
  evolve,
  fold,
  foldOnto,
} from "../../../src/core/state/index.ts";
import { Event, type State, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { entities } from "./arbitrary.ts";

const repo = "acme/shop";
const now = Date.parse("2026-11-21T07:00:00Z");
const nothing = emptyState(repo);

const withTasks = (...tasks: readonly TaskState[]): State => ({
  ...nothing,
  tasks: Object.fromEntries(tasks.map((task) => [task.id, task])),
});
const reached = (from: State, to: Entities): State => foldOnto(from, diffState(from, to, now));
const onDisk = <T>(value: T): T => JSON.parse(JSON.stringify(value));

function seen(state: Entities): unknown {
  const tasks = Object.entries(state.tasks).map(
    ([id, { judged: _, ...task }]) => [id, task] as const,
  );
  const agents = Object.entries(state.agents).map(
    ([id, { last_seen: _seen, last_sign: _sign, ...agent }]) => [id, agent] as const,
  );
  const { alerts, audits, routines, outputs, projects } = state;
  return onDisk({
    tasks: Object.fromEntries(tasks),
    agents: Object.fromEntries(agents),
    alerts,
    audits,
    routines,
    outputs,
    projects,
  });
}

test("folding the difference of two snapshots onto the first gives the second", () => {
  fc.assert(
    fc.property(entities, entities, (first, second) => {
      const a = reached(nothing, first);
      expect(seen(a)).toEqual(seen(first));
      const b = reached(a, second);
      expect(seen(b)).toEqual(seen(second));
      expect(Object.getPrototypeOf(b.tasks)).toBe(Object.prototype);
    }),
  );
});

test("the events of a difference and the snapshot are valid and survive the disk", () => {
  fc.assert(
    fc.property(entities, entities, (first, second) => {
      const a = reached(nothing, first);
      const events = diffState(a, second, now);
      for (const event of events) Event.parse(event);
      expect(foldOnto(onDisk(a), onDisk(events))).toEqual(foldOnto(a, events));
    }),
  );
});

test("folding one by one, all at once, and in two parts gives the same snapshot", () => {
  fc.assert(
    fc.property(entities, entities, (first, second) => {
      const one = diffState(nothing, first, now);
      const two = diffState(foldOnto(nothing, one), second, now);
      const whole = fold(repo, [...one, ...two]);
      expect([...one, ...two].reduce(evolve, nothing)).toEqual(whole);
      expect(foldOnto(fold(repo, one), two)).toEqual(whole);
      expect(whole.head.events).toBe(one.length + two.length);
    }),
  );
});

test("a snapshot does not differ from itself", () => {
  fc.assert(
    fc.property(entities, (some) => {
      const state = reached(nothing, some);
      expect(diffState(state, state, now)).toEqual([]);
      expect(diffState(state, onDisk(state), now + 1000)).toEqual([]);
    }),
  );
});

test("the same difference has the same ids, and no two of its events share one", () => {
  fc.assert(
    fc.property(entities, entities, (first, second) => {
      const a = reached(nothing, first);
      const ids = diffState(a, second, now).map((event) => event.id);
      expect(diffState(a, onDisk(second), now + 5000).map((event) => event.id)).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test("how far a task is judged is no change by itself", () => {
  const before = withTasks(sampleTask());
  const after = withTasks(sampleTask({ judged: { at: "2026-11-20T00:00:00Z", ids: [] } }));
  expect(diffState(before, after, now)).toEqual([]);
});

test("how far a task is judged rides along with a change of it", () => {
  const judged = { at: "2026-11-20T00:00:00Z", ids: ["e7"] };
  const after = withTasks(sampleTask({ judged, title: "New" }));
  expect(reached(withTasks(sampleTask()), after).tasks).toEqual(after.tasks);
});

test("a move is told with the instant GitHub has for it", () => {
  const after = sampleTask({ status: "review", since: "2026-11-20T10:00:00Z" });
  expect(diffState(withTasks(sampleTask()), withTasks(after), now)).toEqual([
    {
      id: "task.moved:acme/shop#12:review@2026-11-20T10:00:00Z",
      timestamp: "2026-11-20T10:00:00Z",
      recorded_at: "2026-11-21T07:00:00Z",
      type: "task.moved",
      source: "github",
      entity_type: "task",
      entity_id: "acme/shop#12",
      status: "review",
      message: 'acme/shop#12 "Mend the checkout" moved from active to review.',
      data: {
        set: { status: "review", since: "2026-11-20T10:00:00Z" },
        evidence: ["https://github.com/acme/shop/issues/12"],
      },
    },
  ]);
});

test("a change that is made, undone and made again is three facts with three ids", () => {
  const [a, b] = [withTasks(sampleTask({ title: "A" })), withTasks(sampleTask({ title: "B" }))];
  let state = reached(nothing, a);
  const ids = [b, a, b, a].flatMap((next) => {
    const events = diffState(state, next, now);
    state = foldOnto(state, events);
    return events.map((event) => event.id);
  });
  expect(new Set(ids).size).toBe(4);
});

test.each([
  ["inbox.created", nothing, withTasks(sampleTask({ status: "inbox" }))],
  ["task.created", nothing, withTasks(sampleTask())],
  ["task.changed", withTasks(sampleTask()), withTasks(sampleTask({ owner: null }))],
  ["task.removed", withTasks(sampleTask()), nothing],
] as const)("%s is told when it happens", (type, before, after) => {
  expect(diffState(before, after, now).map((event) => event.type)).toEqual([type]);
});

test("recorded_at never runs backwards, even when the clock does", () => {
  const before = { ...withTasks(), generated_at: "2026-11-21T09:00:00Z" };
  const [event] = diffState(before, withTasks(sampleTask()), now);
  expect(event?.recorded_at).toBe("2026-11-21T09:00:00Z");
});

test("a change to an entity that never was is an error that names it", () => {
  const [event] = diffState(withTasks(sampleTask()), withTasks(sampleTask({ title: "B" })), now);
  expect(() => evolve(nothing, Event.parse(event))).toThrow(/acme\/shop#12 do not add up/);
});

test("an event cannot reach the prototype of anything", () => {
  const set = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}');
  const event = { ...diffState(nothing, withTasks(sampleTask()), now)[0]!, entity_id: "__proto__" };
  expect(() => evolve(nothing, { ...event, data: { set } })).toThrow(/__proto__/);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});

test("an event of the past changes no entity that it does not name, nor the snapshot it is folded onto", () => {
  const before = Object.freeze(
    withTasks(sampleTask(), sampleTask({ number: 13, id: "acme/shop#13" })),
  );
  const copy = onDisk(before);
  const after = reached(
    before,
    withTasks(sampleTask({ title: "B" }), before.tasks["acme/shop#13"]!),
  );
  expect(after.tasks["acme/shop#13"]).toBe(before.tasks["acme/shop#13"]);
  expect(before).toEqual(copy);
});

test("folding a day of 5,000 events onto 10,000 tasks touches only what changed", () => {
  const tasks = Array.from({ length: 10_000 }, (_, at) =>
    sampleTask({ number: at + 1, id: `acme/shop#${at + 1}` }),
  );
  const before = withTasks(...tasks);
  const after = withTasks(
    ...tasks.map((task, at) => (at % 2 === 0 ? { ...task, title: "B" } : task)),
  );
  const events = diffState(before, after, now);
  expect(events).toHaveLength(5000);
  const folded = foldOnto(before, events);
  expect(tasks.filter((task) => folded.tasks[task.id] !== task)).toHaveLength(5000);
});
