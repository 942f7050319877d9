/** One measured number: what it is, and what it is held against. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "s" | "kB" | "MB" | "/s" | "%" | "requests";
  /** The bound of the specification; `at most` when smaller is better. */
  readonly bound?: { readonly kind: "at most" | "at least"; readonly value: number };
  /** What the ratio is to, when that is something other than the bound: a peer, or the same without us. */
  readonly against?: { readonly name: string; readonly value: number };
};

/** One file beside this one: measures something real and says in a line how. */
export type Bench = {
  readonly name: string;
  /** One sentence: what is run, how often, on what. */
  readonly method: string;
  readonly run: () => Promise<readonly Figure[]>;
};

/** The value below which a share (0 to 1) of the samples lies; nearest rank. Throws on no samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("no samples to take a percentile of");
  return value;
}
