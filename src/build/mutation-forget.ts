/**
 * What the core gets in place of its own memory while mutants are tried: of one mutant nothing may be left for the next,
 * and what was read before a mutant worked is to be read again.
 */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  return read;
}

export function perWorld<T, World>(reckon: (world: World) => T): (world: World) => T {
  return reckon;
}
