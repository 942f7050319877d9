import type { Finding, Health, Severity } from "../../schema/index.ts";

/** What an audit of a page can find. A closed list: stable for scripts and reports. */
export const auditCodes = [
  "could-not-look",
  "page-not-ready",
  "console-error",
  "request-failed",
  "page-too-wide",
  "page-restless",
  "not-found",
  "said-twice",
  "differs",
  "data-missing",
  "data-not-json",
  "data-schema",
  "data-contradiction",
  "data-duplicate",
  "data-dangling",
  "data-old",
  "data-ahead",
] as const;
export type AuditCode = (typeof auditCodes)[number];

/** `page`: it works. `counts`: it says what its data says. `data`: that data agrees with itself. `freshness`: it is young. */
export type AuditCheck = "page" | "counts" | "data" | "freshness";
export type AuditFinding = Finding & { readonly code: AuditCode; readonly check: AuditCheck };

/** Codes that say nothing could be judged, rather than that something is wrong. */
const blind: ReadonlySet<string> = new Set<AuditCode>([
  "could-not-look",
  "not-found",
  "data-missing",
  "data-ahead",
]);
const faults: ReadonlySet<Severity> = new Set<Severity>(["urgent", "critical"]);

/**
 * The verdict on one check: a fault that was seen outweighs what could not be seen, and what could not be seen is
 * never healthy.
 */
export function verdictOf(check: AuditCheck, findings: readonly AuditFinding[]): Health {
  const own = findings.filter((finding) => finding.check === check);
  if (own.some((finding) => !blind.has(finding.code) && faults.has(finding.severity)))
    return "failed";
  if (own.some((finding) => blind.has(finding.code))) return "unknown";
  if (own.some((finding) => finding.code === "data-old")) return "stale";
  return own.some((finding) => finding.severity === "warning") ? "warning" : "healthy";
}

const order = [
  "failed",
  "unknown",
  "stale",
  "warning",
  "healthy",
] as const satisfies readonly Health[];

/** The worst of several verdicts; of none, unknown. */
export function worstOf(verdicts: readonly Health[]): Health {
  return order.find((health) => verdicts.includes(health)) ?? "unknown";
}

/** The same finding seen in several looks is one finding with the evidence of each. */
export function mergeFindings(findings: readonly AuditFinding[]): readonly AuditFinding[] {
  const merged = new Map<string, AuditFinding>();
  for (const finding of findings) {
    const key = [finding.check, finding.code, finding.path, finding.message].join("\n");
    const known = merged.get(key);
    const evidence = [...new Set([...(known?.evidence ?? []), ...(finding.evidence ?? [])])];
    merged.set(key, { ...(known ?? finding), ...(evidence.length === 0 ? {} : { evidence }) });
  }
  return [...merged.values()];
}
