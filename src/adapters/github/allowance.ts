/** What a request costs of what GitHub lets an account do in a while. */
export type Cost = {
  readonly isWrite: boolean;
  /** Whether it makes an issue, a comment, a reaction, a relation. */
  readonly creates: boolean;
};

/** What one account has done lately, and when it may go on. Times are milliseconds since the epoch. */
export type Allowance = {
  /** Milliseconds until such a request may be made; 0: now. */
  readonly wait: (cost: Cost, now: number) => number;
  readonly spend: (cost: Cost, now: number) => void;
  /** GitHub has refused such a request, and said until when. */
  readonly refused: (cost: Cost, until: number) => void;
};

const minuteMs = 60_000;

/**
 * The secondary limits, each a tenth below GitHub's (900, 80 and 500): its clock is not ours, and other hosts may write as
 * the same account. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const limits = [
  { spanMs: minuteMs, most: 810, costs: ({ isWrite }: Cost) => (isWrite ? 5 : 1) },
  { spanMs: minuteMs, most: 72, costs: ({ creates }: Cost) => (creates ? 1 : 0) },
  { spanMs: 60 * minuteMs, most: 450, costs: ({ creates }: Cost) => (creates ? 1 : 0) },
] as const;

export function allowance(): Allowance {
  const windows = limits.map((limit) => ({ ...limit, ...slidingSum(limit.spanMs) }));
  let closedUntil = 0;
  let creationClosedUntil = 0;
  return {
    wait: (cost, now) =>
      Math.max(
        0,
        closedUntil - now,
        cost.creates ? creationClosedUntil - now : 0,
        ...windows.map(({ wait, costs, most }) => wait(costs(cost), most, now)),
      ),
    spend: (cost, now) => {
      for (const { add, costs } of windows) add(costs(cost), now);
    },
    // Who makes too much may still read and write.
    refused: (cost, until) => {
      if (cost.creates) creationClosedUntil = Math.max(creationClosedUntil, until);
      else closedUntil = Math.max(closedUntil, until);
    },
  };
}

/** What was spent in the last `spanMs` milliseconds. */
function slidingSum(spanMs: number) {
  let parts: { readonly at: number; readonly amount: number }[] = [];
  return {
    /** Milliseconds until `amount` more fits. */
    wait(amount: number, most: number, now: number): number {
      if (amount === 0) return 0;
      parts = parts.filter(({ at }) => at > now - spanMs);
      let sum = amount;
      for (const part of parts) sum += part.amount;
      if (sum <= most) return 0;
      for (const part of parts) {
        sum -= part.amount;
        if (sum <= most) return part.at + spanMs - now;
      }
      return spanMs;
    },
    add(amount: number, now: number): void {
      if (amount > 0) parts.push({ at: now, amount });
    },
  };
}
