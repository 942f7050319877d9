import type { AlertState } from "../../schema/index.ts";

/**
 * Whether an alert says what it did not say before: it is open and was not, or it is announced anew. What it is about has
 * to be read again before anybody hears of it.
 */
export function isNews(before: AlertState | undefined, now: AlertState): boolean {
  if (now.resolved_at !== null) return false;
  return (
    before === undefined ||
    before.resolved_at !== null ||
    before.announced.at !== now.announced.at ||
    (before.calm_since !== null && now.calm_since === null)
  );
}
