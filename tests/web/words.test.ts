import { describe, expect, test } from "vitest";
import { priorities, statuses } from "../../src/schema/index.ts";
import {
  columns,
  priorityOrder,
  spellAge,
  spellAgo,
  spellClock,
  spellDay,
  spellHour,
  spellHours,
  spellInstant,
  spellMoment,
} from "../../src/web/words.ts";

test("the board has a column for every status and knows every priority", () => {
  expect(columns).toEqual(statuses);
  expect(priorityOrder).toEqual(priorities);
});

describe("ages", () => {
  test.each([
    [0, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [3_599_999, "59 min"],
    [3_600_000, "1 h"],
    [47 * 3_600_000, "47 h"],
    [48 * 3_600_000, "2 d"],
  ])("%d ms are %s", (ms, words) => expect(spellAge(ms)).toBe(words));

  test("a time ahead of the clock is not called new", () => {
    expect(spellAgo(-3000)).toBe("0 s ago");
    expect(spellAgo(-120_000)).toBe("2 min ahead of this clock");
  });
});

describe("times", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  test("are told in UTC", () =>
    expect(spellInstant("2026-11-21T12:00:00.500Z")).toBe("2026-11-21 12:00:00 UTC"));
  test("a date stays the date it is", () => expect(spellDay("2026-11-21", now)).toBe("21 Nov"));
  test("another year is named", () => expect(spellDay("2027-01-02", now)).toBe("2 Jan 2027"));
  test("today is a time, any other day a date", () => {
    expect(spellClock("2026-11-21T07:05:00Z", now)).toBe("07:05");
    expect(spellClock("2026-11-20T07:05:00Z", now)).toBe("20 Nov");
  });
});

test("hours of a clock are told to a tenth, also those before it began", () => {
  const start = "2026-11-20T12:00:00Z";
  expect([0, -0.04, 5.55, 168].map(spellHours)).toEqual(["0 h", "0 h", "5.6 h", "168 h"]);
  expect(spellHour("2026-11-21T12:20:00Z", start)).toBe("hour 24.3");
  expect(spellHour("2026-11-20T10:30:00Z", start)).toBe("hour -1.5");
  expect(spellMoment("2026-11-05T04:05:59Z")).toBe("5 Nov, 04:05 UTC");
});
