import type { Instant } from "../schema/index.ts";

/** Milliseconds since the epoch as GitHub writes an instant; milliseconds are shown only when there are any. */
export function toInstant(ms: number): Instant {
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString().replace(".000Z", "Z") };
  return last.text;
}

/** Whatever one pass finds it dates by the same moment. */
let last: { readonly ms: number; readonly text: Instant } = { ms: 0, text: "1970-01-01T00:00:00Z" };
