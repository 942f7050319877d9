import { expect, test } from "vitest";
import { type Judged, judgeTask, judgeWorld, settingsOf } from "../../../src/core/alerts/judge.ts";
import { rules } from "../../../src/core/rules/table.ts";
import type { AnyRule, RuleContext } from "../../../src/core/rules/rule.ts";
import { emptyState } from "../../../src/core/state/index.ts";
import { worldOf } from "../../../src/core/world.ts";
import { samplePolicy } from "../agents/sample-policy.ts";
import {
  sampleAgent,
  sampleAudit,
  sampleCommit,
  sampleMessage,
  sampleRoutine,
  sampleWorkstream,
} from "../rules/harness.ts";
import { sampleTask } from "../sample-task.ts";

const now = Date.parse("2026-12-01T12:00:00Z");

/** One of each thing that a rule can be about. */
function contextOf(config: Record<string, unknown> = {}): RuleContext {
  const world = worldOf({
    ...emptyState("acme/shop"),
    tasks: { "acme/shop#12": sampleTask() },
    agents: { atlas: sampleAgent() },
    routines: { backup: sampleRoutine() },
    workstreams: { Launch: sampleWorkstream() },
    audits: { "page@1": sampleAudit() },
    outbox: { "message-1": sampleMessage() },
    foreign: { c0ffee: sampleCommit() },
  });
  return { now, policy: samplePolicy([], config), world };
}

function heard(context: RuleContext, isWanted: (rule: AnyRule) => boolean = () => true) {
  const all: Judged[] = [];
  judgeWorld(context, isWanted, (judged) => all.push(judged));
  return all;
}

const entities = {
  task: "acme/shop#12",
  agent: "atlas",
  routine: "backup",
  workstream: "Launch",
  audit: "page@1",
  message: "message-1",
  foreign: "c0ffee",
  room: "room",
} as const;

test("every rule judges everything it is about, and says of what", () => {
  const context = contextOf();
  const judged = heard(context);
  expect(judged.map(({ rule, entity }) => [rule, entity])).toEqual(
    rules.map((rule) => [rule, entities[rule.about]]),
  );
  for (const { judgement } of judged) expect(judgement.why).not.toBe("");
});

test("a rule that is switched off judges nothing, and neither does one that is not wanted", () => {
  const context = contextOf({ rules: { overdue: { enabled: false } } });
  const ids = heard(context, ({ about }) => about === "task").map(({ rule }) => rule.id);
  const expected = rules.filter(({ id, about }) => about === "task" && id !== "overdue");
  expect(ids).toEqual(expected.map(({ id }) => id));
});

test("whoever asks about a task hears every rule about tasks, switched off or not", () => {
  const context = contextOf({ rules: { overdue: { enabled: false } } });
  const judged = judgeTask(sampleTask(), context);
  expect(judged.map(({ rule }) => rule)).toEqual(rules.filter(({ about }) => about === "task"));
  expect(judged.find(({ rule }) => rule.id === "overdue")?.judgement).toMatchObject({
    verdict: "cannot-judge",
    why: "it has no deadline",
  });
});

test("a rule without settings is a fault that is named", () => {
  expect(() => settingsOf({ id: "no-such-rule" }, samplePolicy())).toThrow(
    "the rule no-such-rule has no settings",
  );
});
