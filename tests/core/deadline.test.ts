import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deadlineInstant, isOverdue } from "../../src/core/deadline.ts";
import { statuses } from "../../src/schema/index.ts";

const at = (due: string, zone: string) => new Date(deadlineInstant(due, zone)).toISOString();

describe("a deadline that is only a date ends with that day in its zone", () => {
  test.each([
    ["2026-11-21", "UTC", "2026-11-22T00:00:00.000Z"],
    ["2026-11-21", "Asia/Tokyo", "2026-11-21T15:00:00.000Z"],
    ["2026-11-21", "Asia/Kathmandu", "2026-11-21T18:15:00.000Z"],
    ["2026-11-21", "America/Los_Angeles", "2026-11-22T08:00:00.000Z"],
    ["2026-12-31", "Pacific/Kiritimati", "2026-12-31T10:00:00.000Z"],
    ["2028-02-29", "Europe/Berlin", "2028-02-29T23:00:00.000Z"],
  ])("%s in %s is over at %s", (due, zone, expected) => {
    expect(at(due, zone)).toBe(expected);
  });

  test.each([
    ["the short day in spring", "2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00.000Z"],
    ["the day before it", "2026-03-28", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["the long day in autumn", "2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00.000Z"],
    ["the long day in New York", "2026-11-01", "America/New_York", "2026-11-02T05:00:00.000Z"],
    ["a clock that skips midnight", "2024-04-25", "Africa/Cairo", "2024-04-25T22:00:00.000Z"],
    ["a clock that repeats 23:00", "2024-10-31", "Africa/Cairo", "2024-10-31T22:00:00.000Z"],
    ["a clock that repeats midnight", "2026-10-24", "Atlantic/Azores", "2026-10-25T00:00:00.000Z"],
  ])("%s", (_name, due, zone, expected) => {
    expect(at(due, zone)).toBe(expected);
  });

  test("the answer is the first moment of the next local day, whatever the zone and the date", () => {
    const zones = [
      "Europe/Berlin",
      "America/New_York",
      "Africa/Cairo",
      "Asia/Beirut",
      "Australia/Lord_Howe",
      "America/Santiago",
      "America/Havana",
      "Pacific/Chatham",
      "Asia/Kolkata",
      "UTC",
    ];
    const days = fc.integer({ min: 0, max: 365 * 8 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), days, (zone, offset) => {
        const due = new Date(Date.UTC(2022, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);
        const local = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
        const end = deadlineInstant(due, zone);
        expect(local.format(end) > due).toBe(true);
        expect(local.format(end - 1)).toBe(due);
      }),
      { numRuns: 400, seed: 20261121 },
    );
  });
});

test("a day on whose morning the clock goes back by half an hour begins at its own midnight", () => {
  expect(at("2023-04-01", "Australia/Lord_Howe")).toBe("2023-04-01T13:00:00.000Z");
});

test("a date is answered alike however many others were asked for, in each zone its own", () => {
  const first = Date.UTC(2000, 0, 1);
  const dates = Array.from({ length: 10_001 }, (_, index) =>
    new Date(first + index * 86_400_000).toISOString().slice(0, 10),
  );
  const ask = () => dates.map((date) => deadlineInstant(date, "UTC"));
  const expected = dates.map((_, index) => first + (index + 1) * 86_400_000);
  expect([ask(), ask()]).toEqual([expected, expected]);
  expect(at("2000-01-01", "Asia/Tokyo")).toBe("2000-01-01T15:00:00.000Z");
});

test("a deadline with a time is that instant in every zone", () => {
  expect(at("2026-11-21T09:30:00Z", "Asia/Tokyo")).toBe("2026-11-21T09:30:00.000Z");
});

test("a zone whose clock stood some seconds off still begins its day at midnight", () => {
  expect(at("1970-06-01", "Africa/Monrovia")).toBe("1970-06-02T00:44:30.000Z");
});

test.each(["next week", "x2026-11-21", "2026-11-21x"])(
  "%s is neither a date nor an instant, and refused",
  (text) => {
    const refusal = new RangeError(`expected a date or an instant, found "${text}"`);
    expect(() => deadlineInstant(text, "UTC")).toThrow(refusal);
  },
);

describe("overdue", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");

  test.each(statuses)("a task in %s whose day is over", (status) => {
    const overdue = isOverdue({ status, due: "2026-11-20" }, now, "UTC");
    expect(overdue).toBe(status !== "done" && status !== "archived");
  });

  test("is not said of a task without a deadline", () => {
    expect(isOverdue({ status: "active", due: null }, now, "UTC")).toBe(false);
  });

  test("is not said before the last moment of the day, and is from the next one on", () => {
    const task = { status: "active", due: "2026-11-21" } as const;
    const end = Date.parse("2026-11-22T00:00:00Z");
    expect(isOverdue(task, end - 1, "UTC")).toBe(false);
    expect(isOverdue(task, end, "UTC")).toBe(true);
  });

  test("follows the zone: the same moment is the next day in Tokyo and not yet in Los Angeles", () => {
    const task = { status: "active", due: "2026-11-20" } as const;
    const moment = Date.parse("2026-11-20T20:00:00Z");
    expect(isOverdue(task, moment, "Asia/Tokyo")).toBe(true);
    expect(isOverdue(task, moment, "America/Los_Angeles")).toBe(false);
  });
});
