import { expect, test } from "vitest";
import { dependencyBlocked } from "../../../src/core/rules/dependency-blocked.ts";
import type { Elsewhere, TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row } from "./harness.ts";

const now = "2026-11-20T12:00:00Z";
const block = { reason: "no key", by: "ada", on: null, since: null, from: "active" } as const;
const onFive = { status: "blocked", blocked: { ...block, on: "acme/shop#5" } } as const;
const depends = { status: "blocked", blocked: block, depends: ["acme/shop#5", "acme/shop#6"] };

function task(number: number, fields: Partial<TaskState> = {}): TaskState {
  return sampleTask({
    number,
    id: `acme/shop#${number}`,
    owner: `human:owner-${number}`,
    ...fields,
  });
}

function elsewhere(standing: Elsewhere["standing"]): Elsewhere[] {
  return [{ id: "acme/shop#5", standing, since: null }];
}

const open = { tasks: [task(5), task(6)] };
const halfDone = { tasks: [task(5, { status: "done" }), task(6)] };
const allDone = { tasks: [task(5, { status: "done" }), task(6, { status: "done" })] };

test.each<Row<Partial<TaskState>>>([
  ["blocked on a task", onFive, now, "fires", open],
  ["blocked on it for a second", { ...onFive, since: "2026-11-20T11:59:59Z" }, now, "fires", open],
  [
    "blocked on it from a second ahead",
    { ...onFive, since: "2026-11-20T12:00:01Z" },
    now,
    "fires",
    open,
  ],
  ["blocked while it depends on open tasks", { ...depends, status: "blocked" }, now, "fires", open],
  ["one of two is done", { ...depends, status: "blocked" }, now, "fires", halfDone],
  ["both are done", { ...depends, status: "blocked" }, now, "silent", allDone],
  ["what it is blocked on is done", onFive, now, "silent", halfDone],
  [
    "what it is blocked on is archived, which is not done",
    onFive,
    now,
    "fires",
    { tasks: [task(5, { status: "archived" })] },
  ],
  [
    "what it is blocked on was completed, then archived",
    onFive,
    now,
    "silent",
    { tasks: [task(5, { status: "archived", closed_as: "completed" })] },
  ],
  ["it is no task, and done", { ...onFive, elsewhere: elsewhere("done") }, now, "silent"],
  ["it is no task, and open", { ...onFive, elsewhere: elsewhere("open") }, now, "fires"],
  ["it is no task, and failed", { ...onFive, elsewhere: elsewhere("failed") }, now, "fires"],
  [
    "it is no task, and cannot be read",
    { ...onFive, elsewhere: elsewhere("unreadable") },
    now,
    "cannot-judge",
  ],
  ["nothing is known of the blocker", onFive, now, "cannot-judge"],
  [
    "one is done and nothing is known of the other",
    { ...depends, status: "blocked" },
    now,
    "cannot-judge",
    { tasks: [task(5, { status: "done" })] },
  ],
  ["blocked for a reason of its own", { status: "blocked", blocked: block }, now, "silent", open],
  ["no longer blocked", { ...onFive, status: "active" }, now, "silent", open],
  [
    "planned with open dependencies: it just waits",
    { ...depends, status: "planned" },
    now,
    "silent",
    open,
  ],
])("%s", (_, fields, at, verdict, facts) => {
  expect(judge(dependencyBlocked, sampleTask(fields), at, facts).verdict).toBe(verdict);
});

test("it tells every blocker's owners and the orchestrator, each once", () => {
  const facts = { tasks: [task(5, { shared: ["human:mia"] }), task(6, { owner: null })] };
  const judgement = fired(
    dependencyBlocked,
    sampleTask({ ...depends, status: "blocked" }),
    now,
    facts,
  );
  expect(judgement.to).toEqual(["human:owner-5", "human:mia", "orchestrator"]);
  expect(judgement.why).toBe(
    "It waits for acme/shop#5 (active, owner human:owner-5), acme/shop#6 (active, owner nobody).",
  );
  expect(judgement.evidence).toEqual(
    [12, 5, 6].map((n) => `https://github.com/acme/shop/issues/${n}`),
  );
});

test("it stays one problem while some of its blockers are done, at any time", () => {
  const subject = sampleTask({ ...depends, status: "blocked" });
  const one = fired(dependencyBlocked, subject, now, open);
  expect(fired(dependencyBlocked, subject, now, halfDone).cause).toBe(one.cause);
  expect(fired(dependencyBlocked, subject, "2027-11-20T12:00:00Z", open)).toEqual(one);
});

test("blocked on another task is another problem", () => {
  const onSix = sampleTask({ ...onFive, blocked: { ...block, on: "acme/shop#6" } });
  const causes = [sampleTask(onFive), onSix].map(
    (one) => fired(dependencyBlocked, one, now, open).cause,
  );
  expect(causes).toEqual(["acme/shop#5", "acme/shop#6"]);
});

test("it says what it knows nothing of", () => {
  const facts = { tasks: [task(5)] };
  const { why } = fired(
    dependencyBlocked,
    sampleTask({ ...depends, status: "blocked" }),
    now,
    facts,
  );
  expect(why).toContain("Beside that nothing is known of acme/shop#6.");
});

test.each<[string, readonly TaskState[], string]>([
  [
    "in a circle",
    [
      task(12, onFive),
      task(5, { depends: ["acme/shop#7"] }),
      task(7, { depends: ["acme/shop#12"] }),
    ],
    "acme/shop#5, acme/shop#7, acme/shop#12, acme/shop#5",
  ],
  [
    "behind a circle",
    [
      task(12, onFive),
      task(5, { depends: ["acme/shop#7"] }),
      task(7, { depends: ["acme/shop#5"] }),
    ],
    "acme/shop#5, acme/shop#7, acme/shop#5",
  ],
  [
    "behind a circle that another task was seen to wait behind first",
    [
      task(1, { depends: ["acme/shop#7"] }),
      task(12, onFive),
      task(5, { depends: ["acme/shop#7"] }),
      task(7, { depends: ["acme/shop#5"] }),
    ],
    "acme/shop#5, acme/shop#7, acme/shop#5",
  ],
  [
    "behind what waits for itself",
    [task(12, onFive), task(5, { depends: ["acme/shop#5"] })],
    "acme/shop#5, acme/shop#5",
  ],
])("a circle is named: %s", (_, tasks, circle) => {
  const { why } = fired(dependencyBlocked, task(12, onFive), now, { tasks });
  expect(why).toContain(`It cannot end, as these wait for each other: ${circle}.`);
});

test("a circle through a done task holds nobody up", () => {
  const tasks = [
    task(12, onFive),
    task(5, { depends: ["acme/shop#7"] }),
    task(7, { status: "done", depends: ["acme/shop#12"] }),
  ];
  expect(fired(dependencyBlocked, task(12, onFive), now, { tasks }).why).not.toContain(
    "each other",
  );
});
