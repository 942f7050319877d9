import { expect, test } from "vitest";
import { endOf } from "../../src/simulate/oracle/deadline.ts";

test.each([
  ["2026-11-21", "UTC", "2026-11-22T00:00:00.000Z"],
  ["2026-11-21", "Asia/Kolkata", "2026-11-21T18:30:00.000Z"],
  ["2026-11-21", "Pacific/Kiritimati", "2026-11-21T10:00:00.000Z"],
  ["2026-11-21", "Pacific/Honolulu", "2026-11-22T10:00:00.000Z"],
  // The clocks go back in the night before, and forward in the night before.
  ["2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
  ["2027-03-28", "Europe/Berlin", "2027-03-28T22:00:00.000Z"],
  // By half an hour only.
  ["2026-10-04", "Australia/Lord_Howe", "2026-10-04T13:00:00.000Z"],
  // Midnight comes twice.
  ["2026-10-31", "America/Havana", "2026-11-01T04:00:00.000Z"],
  ["2026-11-21T13:37:00Z", "Europe/Berlin", "2026-11-21T13:37:00.000Z"],
])("%s ends in %s at %s", (due, zone, end) => {
  expect(new Date(endOf(due, zone)).toISOString()).toBe(end);
});
