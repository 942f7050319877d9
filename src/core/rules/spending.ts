import type { Owner } from "../../schema/index.ts";
import { perWorld } from "./per-world.ts";

/** Millionths of a dollar by day (UTC): whole numbers, so that the sum does not depend on the order. */
export type Spending = ReadonlyMap<string, number>;

/** What was recorded on all tasks, by owner; null holds what is nobody's. */
export const spendingOf = perWorld((world): ReadonlyMap<Owner | null, Spending> => {
  const byOwner = new Map<Owner | null, Map<string, number>>();
  for (const { costs } of world.tasks.values()) {
    for (const { owner, day, usd } of costs) {
      const days = byOwner.get(owner) ?? new Map<string, number>();
      days.set(day, (days.get(day) ?? 0) + Math.round(usd * 1_000_000));
      byOwner.set(owner, days);
    }
  }
  return byOwner;
});

export function usd(millionths: number): string {
  return `${millionths / 1_000_000} USD`;
}
