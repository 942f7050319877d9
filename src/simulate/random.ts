/** Chance that can be had again: the same seed gives the same numbers. */
export type Random = {
  /** At least 0, less than 1. */
  readonly next: () => number;
  readonly chance: (share: number) => boolean;
  /** At least `from`, less than `to`. */
  readonly between: (from: number, to: number) => number;
  readonly pick: <const Items extends readonly [unknown, ...unknown[]]>(
    items: Items,
  ) => Items[number];
  /** One of the items by its weight. */
  readonly weighed: <T>(items: readonly [readonly [number, T], ...(readonly [number, T])[]]) => T;
};

/** `name` tells apart what is drawn from one seed, so that more of one thing does not shift all others. */
export function randomOf(seed: number, name = ""): Random {
  const next = mulberry32(hashOf(`${seed} ${name}`));
  const between = (from: number, to: number) => from + next() * (to - from);
  return {
    next,
    chance: (share) => next() < share,
    between,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    weighed: (items) => {
      let at = next() * items.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, item] of items) {
        at -= weight;
        if (at < 0) return item;
      }
      return items[0][1];
    },
  };
}

/** A share that belongs to these words, always the same. */
export function shareOf(words: string): number {
  return mulberry32(hashOf(words))();
}

/** Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}
