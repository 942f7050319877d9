import { expect, test } from "vitest";
import {
  clockHour,
  spareHours,
  spellHour,
  spellHours,
} from "../../../src/core/workstreams/clock-words.ts";

const start = Date.parse("2026-11-20T00:00:00Z");
const minute = 60_000;

test.each([
  ["the start", 0, 0],
  ["half an hour", 30, 0.5],
  ["an hour and a tenth", 66, 1.1],
  ["nearly an hour and a tenth", 65, 1.1],
  ["an hour before the start", -60, -1],
])("the clock at %s is read to a tenth of an hour", (_, minutes, hour) => {
  expect(clockHour(start + minutes * minute, start)).toBe(hour);
  expect(spellHour(start + minutes * minute, start)).toBe(`hour ${hour}`);
});

test("what rounds to nothing is 0, and never below", () => {
  expect(Object.is(clockHour(start - minute, start), 0)).toBe(true);
  expect(spellHours(-0.01)).toBe("0 h");
});

test("hours are spelled to a tenth", () => {
  expect([5.5, 5.55, 8, -2.04].map(spellHours)).toEqual(["5.5 h", "5.6 h", "8 h", "-2 h"]);
});

test.each([
  ["before the end", "2026-11-20T07:30:00Z", 0.5],
  ["at the end", "2026-11-20T08:00:00Z", 0],
  ["after the end", "2026-11-20T09:20:00Z", -1.33],
  ["never, as far as is known", null, null],
])("a finish %s leaves so many hours, to a hundredth", (_, finish, spare) => {
  const hours = spareHours({ end: "2026-11-20T08:00:00Z", finish });
  expect(hours).toBe(spare);
});
