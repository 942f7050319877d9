import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isQuiet, quietUntil } from "../../../src/core/alerts/quiet.ts";
import { severities } from "../../../src/schema/index.ts";
import { onlyRules } from "./only-rules.ts";

function until(hours: string, zone: string, at: string): string | null {
  const [from = "", to = ""] = hours.split("-");
  const policy = onlyRules({}, { timezone: zone, alerts: { quiet_hours: { from, to } } });
  const end = quietUntil(policy, "urgent", Date.parse(at));
  return end === null ? null : new Date(end).toISOString().replace(":00.000Z", "Z");
}

describe("quiet hours", () => {
  test.each<[string, string, string, string | null]>([
    ["22:00-07:00", "UTC", "2026-11-20T21:59:59Z", null],
    ["22:00-07:00", "UTC", "2026-11-20T22:00:00Z", "2026-11-21T07:00Z"],
    ["22:00-07:00", "UTC", "2026-11-21T00:00:00Z", "2026-11-21T07:00Z"],
    ["22:00-07:00", "UTC", "2026-11-21T06:59:59.999Z", "2026-11-21T07:00Z"],
    ["22:00-07:00", "UTC", "2026-11-21T07:00:00Z", null],
    ["12:00-13:30", "UTC", "2026-11-21T12:29:30Z", "2026-11-21T13:30Z"],
    ["12:00-13:30", "UTC", "2026-11-21T11:59:00Z", null],
    ["22:00-07:00", "Europe/Berlin", "2026-11-20T21:00:00Z", "2026-11-21T06:00Z"],
    ["22:00-07:00", "Europe/Berlin", "2026-11-20T20:59:00Z", null],
    ["22:00-07:00", "Asia/Kathmandu", "2026-11-20T16:15:00Z", "2026-11-21T01:15Z"],
    // The night the clock goes back: an hour longer. Forward: an hour shorter.
    ["22:00-07:00", "Europe/Berlin", "2026-10-24T20:30:00Z", "2026-10-25T06:00Z"],
    ["22:00-07:00", "Europe/Berlin", "2027-03-27T21:30:00Z", "2027-03-28T05:00Z"],
    // Half past two comes twice, and is over the first time; what is left of the hour is quiet again.
    ["22:00-02:30", "Europe/Berlin", "2026-10-24T23:00:00Z", "2026-10-25T00:30Z"],
    ["22:00-02:30", "Europe/Berlin", "2026-10-25T00:45:00Z", null],
    ["22:00-02:30", "Europe/Berlin", "2026-10-25T01:10:00Z", "2026-10-25T01:30Z"],
    // Half past two does not come at all.
    ["22:00-02:30", "Europe/Berlin", "2027-03-28T00:10:00Z", "2027-03-28T01:00Z"],
    ["08:00-08:00", "UTC", "2026-11-21T08:00:00Z", null],
  ])("of %s in %s, at %s, last until %s", (hours, zone, at, end) => {
    expect(until(hours, zone, at)).toBe(end);
  });

  test("hold back no severity that is excepted, and none at all when there are none", () => {
    const alerts = { quiet_hours: { from: "22:00", to: "07:00", except: ["warning", "critical"] } };
    const night = Date.parse("2026-11-21T00:00:00Z");
    const held = (config: object) =>
      severities.filter((severity) => quietUntil(onlyRules({}, config), severity, night) !== null);
    expect(held({ alerts })).toEqual(["info", "urgent"]);
    expect(held({})).toEqual([]);
  });

  test("end at the first minute that is not quiet, whatever the zone does that night", () => {
    const clock = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":"));
    const zone = fc.constantFrom("Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "UTC");
    const nights = [
      "2026-10-24T12:00Z",
      "2027-03-27T12:00Z",
      "2026-10-03T08:00Z",
      "2026-11-20T00:00Z",
    ];
    const at = fc
      .tuple(fc.constantFrom(...nights), fc.integer({ min: 0, max: 1440 }))
      .map(([night, minute]) => Date.parse(night) + minute * 60_000);
    fc.assert(
      fc.property(clock, clock, zone, at, (from, to, timezone, now) => {
        const policy = onlyRules({}, { timezone, alerts: { quiet_hours: { from, to } } });
        const end = quietUntil(policy, "urgent", now);
        if (end === null) return;
        expect(quietUntil(policy, "urgent", end)).toBeNull();
        expect(end - now).toBeLessThanOrEqual(49 * 3_600_000);
        for (let minute = now; minute < end; minute += 60_000)
          expect(isQuiet(policy, "urgent", minute)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
