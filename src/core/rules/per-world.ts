import type { World } from "../world.ts";

/** What is reckoned from a world once, however many subjects of it ask. */
export function perWorld<T>(reckon: (world: World) => T): (world: World) => T {
  const known = new WeakMap<World, { readonly value: T }>();
  return (world) => {
    const before = known.get(world);
    if (before !== undefined) return before.value;
    const value = reckon(world);
    known.set(world, { value });
    return value;
  };
}
