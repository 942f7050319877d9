interface Key {
  readonly number: number;
  readonly id: string;
}

/** `#9` before `#10`: by the number an id ends with, ids without one last, then by code units. Zero only for equal ids. */
export function compareIds(one: string, other: string): number {
  return compareKeys(keyOf(one), keyOf(other));
}

/** The same order, for many at once: each id is read once, not at every comparison. */
export function inIdOrder<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, ...keyOf(item.id) }))
    .sort(compareKeys)
    .map(({ item }) => item);
}

function compareKeys(one: Key, other: Key): number {
  if (one.number !== other.number) return one.number < other.number ? -1 : 1;
  if (one.id === other.id) return 0;
  return one.id < other.id ? -1 : 1;
}

/** The number is looked for from the end by hand: a pattern would take quadratic time over a hostile run of digits. */
function keyOf(id: string): Key {
  let from = id.length;
  while (from > 0 && isDigit(id.charCodeAt(from - 1))) from -= 1;
  return { id, number: from === id.length ? Number.POSITIVE_INFINITY : Number(id.slice(from)) };
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
