import { claimKeyText } from "../../src/claim-key.ts";
import type { Claims } from "../../src/ports.ts";

/** A shared store of claims in memory: what SQLite or Redis keep, on the clock of the test. */
export function memoryClaims(now: () => number): Claims {
  const held = new Map<string, { readonly token: number; readonly until: number }>();
  let token = 0;
  return {
    acquire: async (key, ttlMs) => {
      const text = claimKeyText(key);
      const standing = held.get(text);
      if (standing !== undefined && now() < standing.until) return null;
      const mine = ++token;
      held.set(text, { token: mine, until: now() + ttlMs });
      return {
        release: async (outcome) => {
          if (held.get(text)?.token !== mine) return;
          if (outcome === "done") held.set(text, { token: mine, until: Number.POSITIVE_INFINITY });
          else held.delete(text);
        },
      };
    },
  };
}
