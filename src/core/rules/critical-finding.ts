import type { AuditState } from "../../schema/index.ts";
import { criticalFound } from "./critical-found.ts";
import { cannotJudge, fires, silent } from "./judgement.ts";
import { listed } from "./listed.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { criticalFindings } from "./standing-findings.ts";
import { titled } from "./title.ts";

/** `critical-found` for the findings of audits: the audit that found one first speaks of it, while later ones find it too. */
export const criticalFinding = {
  ...criticalFound,
  about: "audit",
  evaluate,
} as const satisfies Rule<"audit">;

function evaluate(audit: AuditState, { policy, world }: RuleContext): Judgement {
  const found = criticalFindings(world).get(audit.id) ?? [];
  const standing = found.filter(({ seen }) => seen);
  if (found.length === 0)
    return silent("no critical finding stands that it was the first to make", []);
  const evidence = standing.flatMap(({ finding }) => finding.evidence ?? []);
  if (standing.length === 0)
    return cannotJudge("the newest audit could not look whether its critical findings stand", []);

  const codes = [...new Set(standing.map(({ finding }) => finding.code))];
  return fires({
    cause: "critical",
    title: titled(policy.config.rules.critical_found, "Critical finding", audit.target),
    why: `The audit of ${audit.at} found ${listed(codes)}: ${standing[0]?.finding.message ?? ""}`,
    to: ["orchestrator", "operator"],
    evidence,
    nextAt: null,
  });
}
