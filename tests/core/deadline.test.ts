import { expect, test } from "vitest";
import { deadlineInstant, isOverdue } from "../../src/core/deadline.ts";

const iso = (due: string, zone: string): string =>
  new Date(deadlineInstant(due, zone)).toISOString().replace(".000", "");

test.each([
  ["2026-11-21", "UTC", "2026-11-22T00:00:00Z", "a plain day"],
  ["2026-12-31", "UTC", "2027-01-01T00:00:00Z", "the last day of a year"],
  ["2026-11-21", "Asia/Tokyo", "2026-11-21T15:00:00Z", "east of Greenwich"],
  ["2026-11-21", "America/Los_Angeles", "2026-11-22T08:00:00Z", "west of Greenwich"],
  ["2026-11-21", "Asia/Kathmandu", "2026-11-21T18:15:00Z", "an offset of three quarters"],
  ["2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00Z", "the day of 23 hours"],
  ["2026-03-28", "Europe/Berlin", "2026-03-28T23:00:00Z", "the day before it"],
  ["2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00Z", "the day of 25 hours"],
  ["2026-10-24", "Europe/Berlin", "2026-10-24T22:00:00Z", "the day before it"],
  ["2018-11-03", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "the next day has no midnight"],
  ["2018-02-17", "America/Sao_Paulo", "2018-02-18T03:00:00Z", "clocks fall back at midnight"],
  ["2010-11-06", "America/St_Johns", "2010-11-07T03:30:00Z", "clocks fall back a minute after midnight"],
  ["2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z", "a day that never was"],
])("%s in %s has passed at %s: %s", (due, zone, end) => {
  expect(iso(due, zone)).toBe(end);
});

test("a deadline with a time of day does not depend on the zone", () => {
  expect(iso("2026-11-21T07:00:00Z", "Asia/Tokyo")).toBe("2026-11-21T07:00:00Z");
});

test("a day is overdue from its end on and not a millisecond before", () => {
  const end = Date.parse("2026-03-29T22:00:00Z");
  expect(isOverdue("2026-03-29", "Europe/Berlin", end - 1)).toBe(false);
  expect(isOverdue("2026-03-29", "Europe/Berlin", end)).toBe(true);
});

test("an unknown zone is an error, not UTC", () => {
  expect(() => deadlineInstant("2026-11-21", "Mars/Olympus")).toThrow(RangeError);
});

test("every zone agrees with its own calendar about the last and first second", () => {
  for (const zone of Intl.supportedValuesOf("timeZone")) {
    const day = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
    for (const due of ["2026-03-08", "2026-03-29", "2026-04-05", "2026-09-27", "2026-10-25", "2026-11-01"]) {
      const end = deadlineInstant(due, zone);
      expect(day.format(end - 1000) <= due, `${zone} ${due}`).toBe(true);
      expect(day.format(end) > due, `${zone} ${due}`).toBe(true);
    }
  }
});
