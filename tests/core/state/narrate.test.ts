import { describe, expect, test } from "vitest";
import {
  agentStory,
  alertStory,
  auditStory,
  foreignStory,
  messageStory,
  outputStory,
  projectStory,
  routineStory,
  taskStory,
  workstreamStory,
} from "../../../src/core/state/narrate.ts";
import type {
  Finding,
  ForeignCommit,
  OutboxMessage,
  OutputState,
  ProjectState,
  RoutineState,
  WorkstreamState,
} from "../../../src/schema/index.ts";
import { sampleAgent, sampleAlert, sampleAudit } from "../../render/sample-state.ts";
import { sampleTask } from "../sample-task.ts";

const opened = "2026-11-21T09:00:00Z";
const later = "2026-11-21T10:00:00Z";

describe("a task's story", () => {
  const task = sampleTask();
  const said = { status: "active", evidence: ["https://github.com/acme/shop/issues/12"] };

  test("of one that is new in the inbox says that it came in, when it was filed", () => {
    expect(taskStory(undefined, sampleTask({ status: "inbox" }), [])).toEqual({
      ...said,
      status: "inbox",
      type: "inbox.created",
      at: "2026-11-17T09:00:00Z",
      key: "2026-11-17T09:00:00Z",
      message: '"Mend the checkout" came into the inbox as acme/shop#12.',
    });
  });

  test("of one that is new and beyond the inbox says in which status it was found", () => {
    expect(taskStory(undefined, task, [])).toEqual({
      ...said,
      type: "task.created",
      at: "2026-11-17T09:00:00Z",
      key: "2026-11-17T09:00:00Z",
      message: 'acme/shop#12 "Mend the checkout" came under control as active.',
    });
  });

  test("of one that is back in the inbox is a move, not an arrival", () => {
    const back = sampleTask({ status: "inbox", since: later });
    expect(taskStory(task, back, ["status"])).toEqual({
      ...said,
      status: "inbox",
      type: "task.moved",
      at: later,
      key: `inbox@${later}`,
      message: 'acme/shop#12 "Mend the checkout" moved from active to inbox.',
    });
  });

  test("of one that stays where it is names what changed, and no instant", () => {
    expect(taskStory(task, sampleTask({ owner: null }), ["due", "owner"])).toEqual({
      ...said,
      type: "task.changed",
      at: null,
      message: 'acme/shop#12 "Mend the checkout" changed: due, owner.',
    });
  });
});

describe("an agent's story", () => {
  test.each([
    ["joins", undefined, sampleAgent("atlas"), "Agent atlas joined the fleet: active."],
    [
      "joins unseen",
      undefined,
      sampleAgent("atlas", { observed: null }),
      "Agent atlas joined the fleet: not yet seen.",
    ],
    [
      "changes",
      sampleAgent("atlas"),
      sampleAgent("atlas", { observed: "idle", health: "stale" }),
      "Agent atlas is idle, stale (changed: health, observed).",
    ],
  ])("when it %s", (_, before, now, message) => {
    expect(agentStory(before, now, ["health", "observed"])).toEqual({
      type: "agent.changed",
      at: null,
      status: now.observed,
      message,
    });
  });
});

describe("an alert's story", () => {
  const alert = sampleAlert("late", { title: "Task 1 is late", evidence: ["#1"] });
  const resolved = { ...alert, resolved_at: later };
  const said = { source: "rule:overdue", evidence: ["#1"] };
  const changed = { type: "alert.changed", at: null, status: "open" };

  test.each([
    [
      "opens",
      undefined,
      alert,
      { type: "alert.opened", at: opened, key: opened, status: "open" },
      "Alert opened: Task 1 is late.",
    ],
    [
      "is resolved",
      alert,
      resolved,
      { type: "alert.resolved", at: later, key: later, status: "resolved" },
      "Alert resolved: Task 1 is late.",
    ],
    [
      "is resolved before anybody saw it open",
      undefined,
      resolved,
      { type: "alert.resolved", at: later, key: later, status: "resolved" },
      "Alert resolved: Task 1 is late.",
    ],
    [
      "comes back",
      resolved,
      { ...alert, flaps: [later] },
      changed,
      "Alert came back: Task 1 is late.",
    ],
    [
      "is acknowledged",
      alert,
      { ...alert, acknowledged: { by: "ada", at: later }, delivered: ["telegram"] },
      changed,
      "Alert acknowledged by ada: Task 1 is late.",
    ],
    [
      "grows graver",
      alert,
      { ...alert, severity: "critical" as const },
      changed,
      "Alert is critical, was urgent: Task 1 is late.",
    ],
    ["changes", alert, { ...alert, message: "Later" }, changed, "Alert changed: Task 1 is late."],
    [
      "changes after it was resolved",
      resolved,
      { ...resolved, message: "Later" },
      { ...changed, status: "resolved" },
      "Alert changed: Task 1 is late.",
    ],
    [
      "is sent",
      { ...alert, delivered: ["issue"] },
      { ...alert, delivered: ["issue", "telegram", "github"] },
      changed,
      "Alert sent to telegram and github: Task 1 is late.",
    ],
    [
      "was sent before, and changes",
      { ...alert, delivered: ["issue"] },
      { ...alert, delivered: ["issue"], message: "Later" },
      changed,
      "Alert changed: Task 1 is late.",
    ],
  ])("when it %s", (_, before, now, story, message) => {
    expect(alertStory(before, now)).toEqual({ ...said, ...story, message });
  });
});

describe("an audit's story", () => {
  const finding: Finding = { code: "differs", severity: "urgent", check: "counts", message: "" };

  test.each([
    ["no finding", [], "The audit of mission-control ended healthy with 0 findings."],
    ["one finding", [finding], "The audit of mission-control ended healthy with 1 finding."],
    ["two", [finding, finding], "The audit of mission-control ended healthy with 2 findings."],
  ])("with %s", (_, findings, message) => {
    const audit = sampleAudit("a", { findings, screenshots: ["a.png"] });
    expect(auditStory(undefined, audit)).toEqual({
      type: "audit.finished",
      at: "2026-11-21T11:50:00Z",
      status: "healthy",
      source: "audit",
      evidence: ["a.png"],
      message,
    });
  });
});

const routine: RoutineState = {
  id: "tick",
  name: "Tick",
  schedule: "*/15 * * * *",
  desired: "on",
  every_minutes: 15,
  last_run: later,
  result: "success",
  failures: 0,
  health: "healthy",
};

test.each([
  ["success", "Routine Tick: success, healthy."],
  [null, "Routine Tick: no result yet, healthy."],
])("a routine whose result is %s says so", (result, message) => {
  const story = { type: "routine.ran", at: later, status: "healthy", message };
  expect(routineStory(undefined, { ...routine, result })).toEqual(story);
});

test("an output says what it is and where", () => {
  const output: OutputState = {
    id: "o",
    type: "report",
    title: "November",
    location: "reports/x.md",
    at: later,
  };
  expect(outputStory(undefined, output)).toEqual({
    type: "output.generated",
    at: later,
    status: null,
    message: '"November" (report) is at reports/x.md.',
  });
});

test("a project is added once and changes after that", () => {
  const project: ProjectState = { id: "shop", name: "Shop", status: "active", repo: null };
  const story = { type: "project.changed", at: null, status: "active" };
  expect([projectStory(undefined, project), projectStory(project, project)]).toEqual([
    { ...story, message: "Project Shop was added: active." },
    { ...story, message: "Project Shop changed: active." },
  ]);
});

test("a workstream begins once and changes after that, with the criteria it meets", () => {
  const met = { text: "it opens", status: "met", why: "seen" } as const;
  const workstream: WorkstreamState = {
    id: "Launch",
    goal: "Open the shop",
    repo: "acme/shop",
    start: opened,
    hours: 48,
    default_hours: 8,
    go_no_go: null,
    verdict: "pending",
    tasks: [],
    deliverables: [],
    criteria: [met, { ...met, status: "failed" }, { ...met, status: "pending" }],
    checkins: [],
    critical_path: [],
    unjudged: [],
  };
  const story = { type: "workstream.changed", at: null, status: "pending" };
  expect([workstreamStory(undefined, workstream), workstreamStory(workstream, workstream)]).toEqual(
    [
      { ...story, message: "Workstream Launch began: 1 of 3 criteria met, pending." },
      { ...story, message: "Workstream Launch changed: 1 of 3 criteria met, pending." },
    ],
  );
});

describe("a message's story", () => {
  const queued: OutboxMessage = {
    id: "m",
    alert: null,
    channel: "telegram",
    to: ["ada"],
    severity: "urgent",
    text: "Late",
    queued_at: opened,
    sent_at: null,
    last_sent_at: null,
    requires_ack: true,
    acked_at: null,
    attempts: 0,
    escalated_at: null,
  };
  const sent = { ...queued, sent_at: opened };

  test.each([
    ["queued", undefined, queued, "message.queued"],
    ["sent", queued, sent, "message.changed"],
    ["acknowledged", sent, { ...sent, acked_at: later }, "message.changed"],
  ])("when it is %s", (status, before, now, type) => {
    const message = `A urgent message for telegram is ${status}.`;
    expect(messageStory(before, now)).toEqual({ type, at: null, status, message });
  });
});

test("a foreign commit is told with its author and the start of its SHA", () => {
  const sha = "0123456789abcdef0123456789abcdef01234567";
  const commit: ForeignCommit = {
    id: sha,
    author: "mallory",
    at: later,
    message: "x",
    files: [],
    url: "https://github.com/acme/shop/commit/0",
  };
  expect(foreignStory(undefined, commit)).toEqual({
    type: "foreign.found",
    at: later,
    key: sha,
    status: null,
    message: "mallory pushed 01234567 to the data branch.",
  });
});
