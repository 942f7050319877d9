import { severities, type Severity } from "../../schema/index.ts";

/** 0 for info, 3 for critical. */
export function rankOf(severity: Severity): number {
  return severities.indexOf(severity);
}

export function isGraver(one: Severity, other: Severity): boolean {
  return rankOf(one) > rankOf(other);
}

/** The gravest first; of equals the older one, then by id. */
export function byGravity(
  a: { readonly severity: Severity; readonly opened_at: string; readonly id: string },
  b: { readonly severity: Severity; readonly opened_at: string; readonly id: string },
): number {
  const graver = rankOf(b.severity) - rankOf(a.severity);
  const older = Date.parse(a.opened_at) - Date.parse(b.opened_at);
  return graver || older || (a.id < b.id ? -1 : 1);
}
