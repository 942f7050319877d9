import type { AuditState, Finding } from "../../schema/index.ts";
import { perWorld } from "./per-world.ts";

export type StandingFinding = {
  readonly finding: Finding;
  /** Id of the audit that found it first. */
  readonly audit: string;
  /** False when the newest audit of the target could not look. */
  readonly seen: boolean;
};

/**
 * The critical findings that stand, by the id of the audit that found them first. Each audit has an id of its own, and a
 * finding that every one of them makes is one problem all the same. An audit whose check did not run says nothing of it.
 */
export const criticalFindings = perWorld(
  ({ audits }): ReadonlyMap<string, readonly StandingFinding[]> => {
    const byTarget = new Map<string, Map<string, StandingFinding>>();
    for (const audit of [...audits.values()].toSorted(inTime)) {
      const before = byTarget.get(audit.target) ?? new Map<string, StandingFinding>();
      byTarget.set(audit.target, after(before, audit));
    }
    const standing = [...byTarget.values()].flatMap((findings) => [...findings.values()]);
    return Map.groupBy(standing, ({ audit }) => audit);
  },
);

function after(
  before: ReadonlyMap<string, StandingFinding>,
  audit: AuditState,
): Map<string, StandingFinding> {
  const standing = new Map<string, StandingFinding>();
  for (const [key, known] of before) {
    const looked = audit.checks[known.finding.check] ?? "unknown";
    if (looked === "unknown") standing.set(key, { ...known, seen: false });
  }
  for (const finding of audit.findings) {
    if (finding.severity !== "critical") continue;
    const key = JSON.stringify([finding.code, finding.check, finding.path ?? null]);
    standing.set(key, { finding, audit: before.get(key)?.audit ?? audit.id, seen: true });
  }
  return standing;
}

function inTime(one: AuditState, other: AuditState): number {
  return Date.parse(one.at) - Date.parse(other.at) || (one.id < other.id ? -1 : 1);
}
