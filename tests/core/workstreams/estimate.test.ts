import { expect, test } from "vitest";
import { estimateHours } from "../../../src/core/workstreams/estimate.ts";

test.each([
  ["30m", 0.5],
  ["3h", 3],
  ["1.5h", 1.5],
  ["2d", 48],
  ["1w", 168],
  ["0h", 0],
  [null, null],
  ["soon", null],
  ["3", null],
  ["h", null],
  ["3 h", null],
  ["-3h", null],
  ["3h30m", null],
  ["1.25h", 1.25],
])("the estimate %s is %s hours on the clock", (text, hours) => {
  expect(estimateHours(text)).toBe(hours);
});
