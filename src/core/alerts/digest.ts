import type { AlertState, Config } from "../../schema/index.ts";
import { byGravity } from "./severity.ts";

export type AlertDigest = {
  /** Open, and announced since: opened, come back critical, or graver than before. */
  readonly fresh: readonly AlertState[];
  /** Open, and known before. */
  readonly standing: readonly AlertState[];
  /** Resolved since. */
  readonly resolved: readonly AlertState[];
};

/**
 * What a report on the time from `since` to now (milliseconds since the epoch) says of alerts, the gravest first. For those
 * that are routed to the daily report and nowhere else it is the only place that tells of them; those that went elsewhere
 * are in it as well, and left out is only what is routed to nowhere.
 */
export function digestOf(
  alerts: Readonly<Record<string, AlertState>>,
  config: Pick<Config, "alerts">,
  since: number,
): AlertDigest {
  const { routes } = config.alerts;
  const told = Object.values(alerts)
    .filter(({ severity }) => routes[severity].length > 0)
    .toSorted(byGravity);
  const open = told.filter(({ resolved_at }) => resolved_at === null);
  const isFresh = ({ announced }: AlertState) => Date.parse(announced.at) >= since;
  return {
    fresh: open.filter(isFresh),
    standing: open.filter((alert) => !isFresh(alert)),
    resolved: told.filter(
      ({ resolved_at }) => resolved_at !== null && Date.parse(resolved_at) >= since,
    ),
  };
}
