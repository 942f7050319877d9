import { escalatesAt } from "../alerts/ack.ts";
import { type OutboxMessage, type Severity, severities } from "../../schema/index.ts";
import { beganAt } from "./began.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { minutesMs } from "./span.ts";
import { titled } from "./title.ts";

/**
 * A message that needs an acknowledgement has none `rules.ack_missed.minutes` after it really went out: it is sent again, and
 * whoever is to answer has as long again. Then it is escalated, once. Each is decided in a pass that has read who
 * acknowledged what: who answers before the next tick is always heard.
 */
export const ackMissed = {
  id: "ack-missed",
  about: "message",
  kind: "alert",
  when: "a message that needs an acknowledgement has none `minutes` after it was really sent, in a tick that could see one",
  does: "retry, and `minutes` after the last of `retries` escalate once: with one retry, two ticks after it was sent at the earliest",
  also: ["urgent"],
  evaluate,
} as const satisfies Rule<"message">;

function evaluate(message: OutboxMessage, { now, policy, world }: RuleContext): Judgement {
  if (!message.requires_ack) return silent("it needs no acknowledgement", []);
  if (message.acked_at !== null) return silent(`it was acknowledged at ${message.acked_at}`, []);
  if (message.sent_at === null) return silent("it is not sent yet", []);
  const alert = message.alert === null ? undefined : world.alerts.get(message.alert);
  // Else the word of a missed acknowledgement would miss one too, and so on without end.
  if (message.alert?.startsWith(`${ackMissed.id}:`) === true)
    return silent("it tells of a missed acknowledgement itself", []);
  const sent = beganAt(message.sent_at, now);
  if (sent.at === null) return cannotJudge(sent.why, [], sent.nextAt);

  const settings = policy.config.rules.ack_missed;
  const retry = sent.at + minutesMs(settings.minutes);
  if (now < retry) return silent(`it was sent at ${sent.text}`, [], retry);
  const escalation = escalatesAt(message, message.last_sent_at ?? message.sent_at, policy);
  const isLast = now >= escalation;
  return fires({
    cause: message.queued_at,
    title: titled(settings, "Not acknowledged", alert?.title ?? message.id),
    why: `It was sent over ${message.channel} at ${sent.text} and nobody acknowledged it. ${isLast ? "The retries are over" : "It is sent again"}.`,
    to: isLast ? [...new Set([...message.to, "orchestrator", "operator"])] : message.to,
    ...(isLast ? { severity: graver(settings.severity, "urgent") } : {}),
    evidence: alert?.evidence ?? [],
    nextAt: isLast ? null : escalation,
  });
}

function graver(one: Severity, other: Severity): Severity {
  return severities.indexOf(one) > severities.indexOf(other) ? one : other;
}
