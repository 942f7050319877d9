import { expect, test } from "vitest";
import { done } from "../../../src/core/rules/done.ts";
import { statuses, type TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, type Given, judge } from "./harness.ts";

const now = "2026-11-20T12:00:00Z";
const block = { reason: "x", by: null, on: "acme/shop#12", since: null, from: "active" } as const;

function waiting(fields: Partial<TaskState> = {}): TaskState {
  const number = 13;
  return sampleTask({ number, id: "acme/shop#13", status: "blocked", blocked: block, ...fields });
}

const finished = sampleTask({ status: "done", since: "2026-11-20T11:00:00Z" });
const also = (status: TaskState["status"]) =>
  sampleTask({ number: 14, id: "acme/shop#14", status });

test.each<[string, Given["tasks"], "fires" | "silent"]>([
  ["a task is still blocked on it", [finished, waiting()], "fires"],
  [
    "the unblocked task is active again",
    [finished, waiting({ status: "active", blocked: null })],
    "silent",
  ],
  ["nothing waits for it", [finished], "silent"],
  [
    "a task that depends on it and is blocked for a reason of its own",
    [finished, waiting({ depends: ["acme/shop#12"], blocked: { ...block, on: null } })],
    "silent",
  ],
  [
    "a task that is blocked on it and depends on another that is open",
    [finished, waiting({ depends: ["acme/shop#14"] }), also("active")],
    "silent",
  ],
  [
    "a task that is blocked on it and depends on another that is done too",
    [finished, waiting({ depends: ["acme/shop#14"] }), also("done")],
    "fires",
  ],
  [
    "a task that is blocked on it and depends on one that nobody knows",
    [finished, waiting({ depends: ["acme/shop#14"] })],
    "silent",
  ],
  [
    "the planned task that depends on it just goes on waiting to be assigned",
    [finished, waiting({ status: "planned", blocked: null, depends: ["acme/shop#12"] })],
    "silent",
  ],
])("%s", (_, tasks, verdict) => {
  expect(judge(done, finished, now, { tasks: tasks ?? [] }).verdict).toBe(verdict);
});

test("of all statuses it speaks of done alone", () => {
  const fires = statuses.filter((status) => {
    const task = sampleTask({ status });
    return judge(done, task, now, { tasks: [task, waiting()] }).verdict === "fires";
  });
  expect(fires).toEqual(["done"]);
});

test.each([
  "2026-11-20T11:00:00Z",
  "2026-11-20T11:00:01Z",
  "2026-11-20T10:59:59Z",
  "2027-11-20T11:00:00Z",
])("it names what waits and the evidence, the same at %s", (at) => {
  const task = { ...finished, link: "https://example.org/pull/3" };
  expect(fired(done, task, at, { tasks: [task, waiting()] })).toMatchObject({
    cause: finished.since,
    why: "It is done, and still blocked on it: acme/shop#13.",
    evidence: [task.url, task.link],
    nextAt: null,
  });
});
