import type { Instant } from "../schema/index.ts";

/** Milliseconds since the epoch as GitHub writes an instant; milliseconds are shown only when there are any. */
export function toInstant(ms: number): Instant {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
