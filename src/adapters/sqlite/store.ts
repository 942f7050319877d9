import type { Claims, Clock } from "../../ports.ts";
import { sqliteClaims } from "./claims.ts";
import { type DatabaseFile, openDatabase } from "./database.ts";
import { type Deliveries, deliveryLog } from "./deliveries.ts";
import { type ListMemory, listMemory } from "./memory.ts";

/** What one machine remembers between runs. Losing it costs repeated work, never a wrong result. */
export type Store = {
  readonly claims: Claims;
  readonly deliveries: Deliveries;
  readonly lists: ListMemory;
  readonly close: () => void;
};

export type StoreLimits = {
  /** Deliveries kept at most; the newest stay. */
  readonly deliveries: number;
  /** How long a delivery or a finished claim is remembered, in milliseconds. */
  readonly ageMs: number;
};

const defaults: StoreLimits = { deliveries: 10_000, ageMs: 90 * 24 * 3_600_000 };

/**
 * Opens the store, making the file and its folder when they are not there; several processes may have it open. Throws
 * UserError when the file is something else or of a newer version; its methods throw OutsideError when it fails.
 */
export function openStore(
  path: string,
  clock: Pick<Clock, "now">,
  limits: Partial<StoreLimits> = {},
): Store {
  const file: DatabaseFile = openDatabase(path);
  const bounds = { ...defaults, ...limits };
  return {
    claims: sqliteClaims(file, clock, bounds.ageMs),
    deliveries: deliveryLog(file, clock, bounds),
    lists: listMemory(file, clock),
    close: file.close,
  };
}
