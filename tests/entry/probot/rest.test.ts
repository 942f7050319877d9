import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { atRest, giveMemoryBack } from "../../../src/entry/probot/rest.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("rest begins so long after the last stir, and is noticed once", () => {
  const act = vi.fn<() => void>();
  const rest = atRest(10_000, act);
  rest.stir();
  vi.advanceTimersByTime(9000);
  rest.stir();
  vi.advanceTimersByTime(9999);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(act).toHaveBeenCalledTimes(1);
  rest.stir();
  vi.advanceTimersByTime(10_000);
  expect(act).toHaveBeenCalledTimes(2);
});

test("what was stopped does not rest", () => {
  const act = vi.fn<() => void>();
  const rest = atRest(10_000, act);
  rest.stir();
  rest.stop();
  vi.advanceTimersByTime(60_000);
  expect(act).not.toHaveBeenCalled();
});

test("giving memory back frees what nobody holds", () => {
  const held = new WeakRef({ large: Array.from({ length: 1_000_000 }, () => 0) });
  // A weak reference holds its target until the end of the turn that made it.
  vi.useRealTimers();
  return new Promise<void>((resolve) => {
    setImmediate(() => {
      giveMemoryBack();
      expect(held.deref()).toBeUndefined();
      resolve();
    });
  });
});
