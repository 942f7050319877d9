import { claimKeyText } from "../claim-key.ts";
import type { Claims } from "../ports.ts";

/** A store that all hosts of the fleet share, in memory. `now` in milliseconds since the epoch. */
export function memoryClaims(now: () => number): Claims {
  const held = new Map<string, { readonly token: number; readonly until: number }>();
  let token = 0;
  return {
    acquire: (key, ttlMs) => {
      const text = claimKeyText(key);
      const standing = held.get(text);
      if (standing !== undefined && now() < standing.until) return Promise.resolve(null);
      token += 1;
      const mine = token;
      held.set(text, { token: mine, until: now() + ttlMs });
      return Promise.resolve({
        release: (outcome) => {
          if (held.get(text)?.token === mine) {
            if (outcome === "free") held.delete(text);
            else held.set(text, { token: mine, until: Number.POSITIVE_INFINITY });
          }
          return Promise.resolve();
        },
      });
    },
  };
}
