export type SlidingSum = {
  /** Milliseconds until `amount` more fits below `limit`; 0: now, or there is no limit. */
  readonly wait: (key: string, now: number, amount: number, limit: number | undefined) => number;
  readonly add: (key: string, now: number, amount: number) => void;
};
type Part = { readonly at: number; readonly amount: number };

/** What each key spent in the last `length` milliseconds. */
export function slidingSum(length: number): SlidingSum {
  const parts = new Map<string, Part[]>();

  function recent(key: string, now: number): Part[] {
    const kept = (parts.get(key) ?? []).filter(({ at }) => at > now - length);
    parts.set(key, kept);
    return kept;
  }

  return {
    wait(key, now, amount, limit) {
      if (limit === undefined) return 0;
      const spent = recent(key, now);
      let sum = amount;
      for (const part of spent) sum += part.amount;
      if (sum <= limit) return 0;
      for (const part of spent) {
        sum -= part.amount;
        if (sum <= limit) return part.at + length - now;
      }
      return length;
    },
    add(key, now, amount) {
      recent(key, now).push({ at: now, amount });
    },
  };
}
