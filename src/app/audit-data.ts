import { checkData } from "../core/audit/check-data.ts";
import { checkFreshness } from "../core/audit/check-page.ts";
import { type AuditFinding, verdictOf, worstOf } from "../core/audit/finding.ts";
import { readData } from "../core/audit/read-data.ts";
import type { Health } from "../schema/index.ts";

export type DataAudit = {
  readonly verdict: Health;
  readonly checks: Readonly<Record<"data" | "freshness", Health>>;
  readonly findings: readonly AuditFinding[];
};

export type DataAuditOptions = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly zone?: string;
  /** Data older than this is stale. One hour when left out. */
  readonly freshForMs?: number;
};

/** Data against itself, without the page that shows it. Never throws for what the text holds. */
export function auditData(text: string, options: DataAuditOptions): DataAudit {
  const { now, zone, freshForMs = 3_600_000 } = options;
  const { data, findings } = readData(text);
  const all = [
    ...findings,
    ...(data === null ? [] : checkData(data, zone === undefined ? {} : { zone })),
    ...checkFreshness(data, now, freshForMs),
  ];
  const checks = { data: verdictOf("data", all), freshness: verdictOf("freshness", all) };
  return { verdict: worstOf(Object.values(checks)), checks, findings: all };
}
