import type { Data } from "../../schema/index.ts";
import type { AuditFinding } from "./finding.ts";

/** What a look at the page told beside its texts. */
export type PageFacts = {
  readonly ready: boolean;
  readonly steady?: boolean;
  readonly consoleErrors: readonly string[];
  readonly failedRequests: readonly string[];
  readonly overflowX: number;
};

const futureMs = 60_000;
const maxLines = 5;

/** What is wrong with the page itself. `where` names the look: its size and theme. */
export function checkPage(facts: PageFacts, where: string): readonly AuditFinding[] {
  const findings: AuditFinding[] = [];
  const say = (
    code: AuditFinding["code"],
    severity: AuditFinding["severity"],
    message: string,
    actual?: unknown,
  ) =>
    findings.push({
      code,
      severity,
      check: "page",
      message,
      evidence: [where],
      ...(actual === undefined ? {} : { actual }),
    });

  if (!facts.ready) say("page-not-ready", "urgent", "The page never said that it was ready");
  for (const line of facts.consoleErrors.slice(0, maxLines))
    say("console-error", "urgent", `The page's console says: ${line}`);
  for (const line of facts.failedRequests.slice(0, maxLines))
    say("request-failed", "urgent", `A request of the page failed: ${line}`);
  if (facts.overflowX > 0)
    say("page-too-wide", "warning", "The page is wider than its window", `${facts.overflowX} px`);
  if (facts.steady === false)
    say("page-restless", "warning", "The page never came to rest: no two pictures were the same");
  return findings;
}

/** Whether the data is young enough; `now` and `freshForMs` in milliseconds. */
export function checkFreshness(
  data: Data | null,
  now: number,
  freshForMs: number,
): readonly AuditFinding[] {
  const about = { check: "freshness", path: "$.generated_at" } as const;
  if (data === null) {
    return [
      {
        ...about,
        code: "data-missing",
        severity: "warning",
        message: "Without data its age cannot be judged",
      },
    ];
  }
  const age = now - Date.parse(data.generated_at);
  if (age < -futureMs) {
    return [
      {
        ...about,
        code: "data-ahead",
        severity: "warning",
        message: "The data is dated ahead of the clock",
        actual: data.generated_at,
      },
    ];
  }
  if (age <= freshForMs) return [];
  const minutes = Math.floor(age / 60_000);
  return [
    {
      ...about,
      code: "data-old",
      severity: "warning",
      message: `The data is ${minutes} minutes old`,
      actual: data.generated_at,
    },
  ];
}
