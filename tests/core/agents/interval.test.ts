import { expect, test } from "vitest";
import { intervalMs } from "../../../src/core/agents/interval.ts";

test.each([
  ["1m", 60_000],
  ["15m", 900_000],
  ["1h", 3_600_000],
  ["2d", 172_800_000],
])("%s is %d ms", (interval, expected) => {
  expect(intervalMs(interval)).toBe(expected);
});

test.each(["", "h", "1", "1s", "1.5h", "-1h", " 1h", "1h ", "1h30m", "1 h"])(
  "%j is no interval",
  (interval) => {
    expect(() => intervalMs(interval)).toThrow(
      new RangeError(`expected 15m, 1h or 2d, found "${interval}"`),
    );
  },
);
