import { expect, test } from "vitest";
import { ackMissed } from "../../../src/core/rules/ack-missed.ts";
import { agentSilent } from "../../../src/core/rules/agent-silent.ts";
import { agentsPaused } from "../../../src/core/rules/agents-paused.ts";
import { approvalExpiring } from "../../../src/core/rules/approval-expiring.ts";
import { blockedLong } from "../../../src/core/rules/blocked-long.ts";
import { criticalFound } from "../../../src/core/rules/critical-found.ts";
import { deadlineRisk } from "../../../src/core/rules/deadline-risk.ts";
import { done } from "../../../src/core/rules/done.ts";
import { dueSoon } from "../../../src/core/rules/due-soon.ts";
import type { Judgement, Rule } from "../../../src/core/rules/rule.ts";
import { lifecycleInvariant } from "../../../src/core/rules/lifecycle-invariant.ts";
import { newTask } from "../../../src/core/rules/new-task.ts";
import { overdue } from "../../../src/core/rules/overdue.ts";
import { reviewWaiting } from "../../../src/core/rules/review-waiting.ts";
import { routineFailed } from "../../../src/core/rules/routine-failed.ts";
import { routineMissed } from "../../../src/core/rules/routine-missed.ts";
import { securityRed } from "../../../src/core/rules/security-red.ts";
import { staleActive } from "../../../src/core/rules/stale-active.ts";
import { untriaged } from "../../../src/core/rules/untriaged.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, sampleAgent, sampleMessage, sampleRoutine } from "./harness.ts";

const now = "2026-12-01T12:00:00Z";
const nobodys = { owner: null } as const;
const link = "https://example.org/pull/3";
const url = "https://github.com/acme/shop/issues/12";
const block = { reason: "no key", by: "ada", on: null, since: null, from: "active" } as const;
const due = "2026-12-02T06:00:00Z";

test.each<[string, Rule<"task">, Partial<TaskState>, string, string]>([
  [
    "a stale task of nobody on which no work is known",
    staleActive,
    { ...nobodys, status: "active" },
    "Active for more than 7 d: Mend the checkout",
    "It is active since 2026-11-18T09:00:00Z. Owner: nobody. Last work on it: none is known.",
  ],
  [
    "a stale task of somebody",
    staleActive,
    { status: "active", last_work: "2026-11-19T09:00:00Z" },
    "Active for more than 7 d: Mend the checkout",
    "It is active since 2026-11-18T09:00:00Z. Owner: agent:atlas. Last work on it: 2026-11-19T09:00:00Z.",
  ],
  [
    "an approval that waits",
    approvalExpiring,
    { status: "review", since: "2026-11-29T12:00:00Z" },
    "Approval waits: Mend the checkout",
    "It waits for a verdict since 2026-11-29T12:00:00Z. Its time is over at 2026-12-02T12:00:00Z, and that will approve nothing. Owner: agent:atlas.",
  ],
  [
    "an approval that is about to expire, of nobody's work",
    approvalExpiring,
    { ...nobodys, status: "review", since: "2026-11-28T18:00:00Z" },
    "Approval about to expire: Mend the checkout",
    "It waits for a verdict since 2026-11-28T18:00:00Z. Its time is over at 2026-12-01T18:00:00Z, and that will approve nothing. Owner: nobody.",
  ],
  [
    "a block without a word of why",
    blockedLong,
    { ...nobodys, status: "blocked" },
    "Blocked for more than 48 h: Mend the checkout",
    "It is blocked since 2026-11-18T09:00:00Z. Reason: none given. Owner: nobody.",
  ],
  [
    "a block for a reason",
    blockedLong,
    { status: "blocked", blocked: block },
    "Blocked for more than 48 h: Mend the checkout",
    "It is blocked since 2026-11-18T09:00:00Z. Reason: no key. Owner: agent:atlas.",
  ],
  [
    "a block on a task",
    blockedLong,
    { status: "blocked", blocked: { ...block, on: "acme/shop#5" } },
    "Blocked for more than 48 h: Mend the checkout",
    "It is blocked since 2026-11-18T09:00:00Z. Reason: no key. It waits for acme/shop#5. Owner: agent:atlas.",
  ],
  [
    "a critical task of nobody",
    criticalFound,
    { ...nobodys, labels: ["critical"] },
    "Critical: Mend the checkout",
    "It carries the label critical and is active. Owner: nobody.",
  ],
  [
    "a critical task of somebody",
    criticalFound,
    { labels: ["critical"] },
    "Critical: Mend the checkout",
    "It carries the label critical and is active. Owner: agent:atlas.",
  ],
  [
    "a deadline at risk",
    deadlineRisk,
    { due },
    "Deadline at risk: Mend the checkout",
    "It is due at 2026-12-02T06:00:00Z, is active, and 83 % of the time since 2026-11-17T09:00:00Z was gone at 2026-11-29T18:30:00Z: extend or help. Owner: agent:atlas.",
  ],
  [
    "a deadline at risk that is nobody's",
    deadlineRisk,
    { ...nobodys, due },
    "Deadline at risk: Mend the checkout",
    "It is due at 2026-12-02T06:00:00Z, is active, and 83 % of the time since 2026-11-17T09:00:00Z was gone at 2026-11-29T18:30:00Z: extend or help. Owner: nobody.",
  ],
  [
    "a deadline that is near",
    dueSoon,
    { due },
    "Due in less than 24 h: Mend the checkout",
    "It is due at 2026-12-02T06:00:00Z and is active. Owner: agent:atlas.",
  ],
  [
    "a deadline that is near and nobody's",
    dueSoon,
    { ...nobodys, due },
    "Due in less than 24 h: Mend the checkout",
    "It is due at 2026-12-02T06:00:00Z and is active. Owner: nobody.",
  ],
  [
    "a deadline that has passed",
    overdue,
    { due: "2026-11-30" },
    "Overdue: Mend the checkout",
    "It was due at the end of 2026-11-30 in UTC and is active. Owner: agent:atlas.",
  ],
  [
    "a deadline that has passed and is nobody's",
    overdue,
    { ...nobodys, due: "2026-11-30" },
    "Overdue: Mend the checkout",
    "It was due at the end of 2026-11-30 in UTC and is active. Owner: nobody.",
  ],
  [
    "a review that waits",
    reviewWaiting,
    { status: "review" },
    "In review for more than 24 h: Mend the checkout",
    "It waits for a verdict since 2026-11-18T09:00:00Z. Owner: agent:atlas.",
  ],
  [
    "a review that waits, of nobody's work",
    reviewWaiting,
    { ...nobodys, status: "review" },
    "In review for more than 24 h: Mend the checkout",
    "It waits for a verdict since 2026-11-18T09:00:00Z. Owner: nobody.",
  ],
  [
    "a red security status without a halt",
    securityRed,
    { labels: ["security:red"] },
    "Security is red: Mend the checkout",
    "It carries the label security:red and is active. Work is not halted.",
  ],
  [
    "a task without a status label",
    lifecycleInvariant,
    { labels: [] },
    "Wrong status labels: Mend the checkout",
    "It is active and carries no status label.",
  ],
  [
    "an item of which nothing is known",
    newTask,
    { status: "inbox", kind: null, priority: null, domain: null },
    "New item: Mend the checkout",
    "It was filed by ada at 2026-11-17T09:00:00Z and is in the inbox. Triage lacks: kind, priority, domain.",
  ],
])("%s is told of in full", (_, rule, fields, title, why) => {
  expect(fired(rule, sampleTask(fields), now)).toMatchObject({ title, why, evidence: [url] });
});

test("what waits for a verdict is shown with its link, and without one where there is none", () => {
  for (const rule of [reviewWaiting, approvalExpiring]) {
    const linked = sampleTask({ status: "review", link });
    expect(fired(rule, linked, now).evidence).toEqual([url, link]);
    expect(judge(rule, sampleTask(), now).evidence).toEqual([url]);
  }
});

test.each<[string, Rule<"task">, Partial<TaskState>]>([
  ["stale-active", staleActive, { status: "done" }],
  ["untriaged", untriaged, { status: "done" }],
  ["blocked-long", blockedLong, { status: "done" }],
  ["critical-found", criticalFound, { status: "done" }],
  ["deadline-risk", deadlineRisk, { status: "done" }],
  ["due-soon", dueSoon, { status: "done" }],
  ["overdue", overdue, { status: "done" }],
  ["security-red", securityRed, { status: "done" }],
  ["new-task", newTask, { status: "done" }],
  ["review-waiting", reviewWaiting, { status: "done" }],
  ["approval-expiring", approvalExpiring, { status: "done" }],
  ["done", done, { status: "active" }],
])("%s names the task it has nothing to say of, and its status", (_, rule, fields) => {
  const judgement = judge(rule, sampleTask(fields), now);
  expect(judgement).toEqual({
    verdict: "silent",
    why: `it is ${fields.status}`,
    evidence: [url],
    nextAt: null,
  });
});

test("a done task that holds others up is told of with its link", () => {
  const task = sampleTask({ status: "done", link });
  const waiting = sampleTask({
    number: 13,
    status: "blocked",
    blocked: { ...block, on: task.id },
  });
  const elsewhere = sampleTask({
    number: 14,
    status: "blocked",
    blocked: block,
    depends: [task.id],
  });
  const tasks = [task, waiting, elsewhere];
  expect(fired(done, task, now, { tasks })).toMatchObject({
    title: "Done: Mend the checkout",
    why: "It is done, and still blocked on it: acme/shop#13.",
    to: ["orchestrator"],
    evidence: [url, link],
  });
});

test.each([
  ["a first time", "2026-11-20T12:05:00Z", "It is sent again"],
  ["a last time", "2026-11-20T12:35:00Z", "The retries are over"],
])("an answer missed %s says what comes of it", (_, at, words) => {
  expect(fired(ackMissed, sampleMessage(), at)).toMatchObject({
    why: `It was sent over redis at 2026-11-20T12:00:00Z and nobody acknowledged it. ${words}.`,
    evidence: [],
  });
});

test.each([
  [
    { last_seen: null, last_sign: null },
    "never",
    "No sign of life was ever seen of it; one is expected every 1h, since 2026-11-18T09:00:00Z. It holds 1 tasks. Current: acme/shop#12.",
  ],
  [
    { last_sign: null },
    "2026-11-20T12:00:00Z",
    "Its last sign of life was something at 2026-11-20T12:00:00Z; one is expected every 1h, since 2026-11-20T12:00:00Z. It holds 1 tasks. Current: acme/shop#12.",
  ],
  [
    { current_task: null },
    "2026-11-20T12:00:00Z",
    "Its last sign of life was commented acme/shop#12 at 2026-11-20T12:00:00Z; one is expected every 1h, since 2026-11-20T12:00:00Z. It holds 1 tasks. Current: none.",
  ],
])("a silent agent with %j is told of in full, as the problem %s", (fields, cause, why) => {
  const tasks = [sampleTask()];
  expect(fired(agentSilent, sampleAgent(fields), now, { tasks })).toMatchObject({ cause, why });
});

test("an agent that is paused without a limit is told of in full", () => {
  const paused = { by: "ada", reason: "costs", since: "2026-11-20T12:00:00Z", until: null };
  const at = (agent: Parameters<typeof sampleAgent>[0]) =>
    fired(agentsPaused, sampleAgent({ ...agent, paused }), now).why;
  const rest = "since 2026-11-20T12:00:00Z by ada: costs. It holds 1 tasks.";
  expect(at({ desired: "draining" })).toBe(`It is draining ${rest}`);
  expect(at({ desired: "active" })).toBe(`It is paused ${rest}`);
});

test("a routine that says nothing is told of as far as it is known", () => {
  const mute = sampleRoutine({ result: null });
  const lost = sampleRoutine({ health: "failed", result: null, last_run: null });
  expect(fired(routineMissed, mute, now).why).toContain("Last result: none.");
  expect(fired(routineFailed, lost, now).why).toBe(
    "It is to be done. At an unknown time it said: nothing",
  );
});

test.each<[string, () => Judgement, string]>([
  [
    "a pause of nobody knows when",
    () => judge(agentsPaused, sampleAgent({ desired: "draining" }), now),
    "it is draining, and since when or until when is not known",
  ],
  ["an agent at work", () => judge(agentsPaused, sampleAgent(), now), "it is not held back"],
  [
    "a message that needs no answer",
    () => judge(ackMissed, sampleMessage({ requires_ack: false }), now),
    "it needs no acknowledgement",
  ],
  [
    "a routine off the clock",
    () => judge(routineMissed, sampleRoutine({ every_minutes: null }), now),
    "it is not on a clock",
  ],
])("of %s it says so, without evidence", (_, judged, why) => {
  expect(judged()).toMatchObject({ why, evidence: [] });
});
