import { expect, test } from "vitest";
import { alertsFor } from "../../../src/core/alerts.ts";
import { messageFor, withSent } from "../../../src/core/alerts/outbox.ts";
import { emptyState } from "../../../src/core/state/index.ts";
import { worldOf } from "../../../src/core/world.ts";
import type { TaskState } from "../../../src/schema/index.ts";
import { sampleAlert } from "../../sample-alert.ts";
import { sampleTask } from "../sample-task.ts";
import { onlyRules } from "./only-rules.ts";

const policy = onlyRules({ overdue: { enabled: true }, ack_missed: { enabled: true } });
const sentAt = Date.parse("2026-11-21T12:00:00Z");
const late = { due: "2026-11-20" } as const;

/** Ids of the rules with an open alert, 15 minutes after an alert about this task was sent. */
function rulesAfter(task: TaskState | null, unread: ReadonlySet<string> = new Set()) {
  const alert = sampleAlert();
  const world = worldOf({
    ...emptyState("acme/shop"),
    tasks: task === null ? {} : { [task.id]: task },
    alerts: { [alert.id]: alert },
    outbox: { ...withSent({}, messageFor(alert, "telegram", {}, sentAt), sentAt) },
  });
  const after = alertsFor(world, policy, sentAt + 900_000, unread);
  return Object.values(after).flatMap(({ rule, resolved_at }) =>
    resolved_at === null ? rule : [],
  );
}

const seen = { rule: null, by: "ada", at: "2026-11-21T12:10:00Z" };

test.each<[string, TaskState | null, readonly string[]]>([
  ["nobody answered", sampleTask(late), ["overdue", "ack-missed"]],
  [
    "somebody did, as this very tick finds",
    sampleTask({ ...late, acknowledged: [seen] }),
    ["overdue"],
  ],
  ["the problem is gone, as this very tick finds", sampleTask({ ...late, status: "done" }), []],
  ["the task is gone", null, []],
])("what is open when %s: no acknowledgement is missed too soon", (_, task, expected) => {
  expect(rulesAfter(task)).toEqual(expected);
});

test("no acknowledgement is missed on a task that could not be read again", () => {
  expect(rulesAfter(sampleTask(late), new Set(["acme/shop#12"]))).toEqual(["overdue"]);
});
