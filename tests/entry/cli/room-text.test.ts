import { describe, expect, test } from "vitest";
import { alertsText } from "../../../src/entry/cli/room-text.ts";

const sent = (alert: string, channel: string) => ({ alert, channel, reference: "1-0" });

describe("the alerts that were sent are told", () => {
  test("each once, by rule, with the channels that took them", () => {
    const all = [
      sent("overdue:acme/room#3:2026-11-19", "redis"),
      sent("overdue:acme/room#3:2026-11-19", "telegram"),
      sent("overdue:acme/room#4:2026-11-20", "telegram"),
      sent("agent-silent:atlas", "redis"),
    ];
    expect(alertsText(all)).toBe("3 sent to redis and telegram: overdue 2, agent-silent 1");
  });

  test("in a word when there were none", () => {
    expect(alertsText([])).toBe("none");
  });
});
