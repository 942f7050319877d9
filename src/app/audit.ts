import { checkData } from "../core/audit/check-data.ts";
import { checkFreshness, checkPage } from "../core/audit/check-page.ts";
import { mergeFindings, verdictOf, worstOf } from "../core/audit/finding.ts";
import type { AuditCheck, AuditFinding } from "../core/audit/finding.ts";
import { compareTexts, textSelectors } from "../core/audit/page-texts.ts";
import { readData } from "../core/audit/read-data.ts";
import { toInstant } from "../core/instant.ts";
import { OutsideError } from "../errors.ts";
import type { Browser, Clock, LookRequest, LookResult } from "../ports.ts";
import type { AuditState, Data, Health } from "../schema/index.ts";

export type AuditRequest = {
  readonly browser: Browser;
  /** The page. */
  readonly url: string;
  /** Part of the address of the data the page loads. */
  readonly dataUrl: string;
  readonly clock: Clock;
  /** What is audited, as the reports name it. */
  readonly target?: string;
  /** IANA zone in which a date-only deadline ends; without it, whether a task is overdue is not computed again. */
  readonly zone?: string;
  /** Data older than this is stale. One hour when left out. */
  readonly freshForMs?: number;
  /** How long one look may wait for the page. 15 seconds when left out. */
  readonly timeoutMs?: number;
};

export type Shot = {
  /** For a file name: `laptop-light`. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly theme: "light" | "dark";
  readonly png: Uint8Array;
};

export type AuditResult = {
  readonly id: string;
  readonly target: string;
  readonly at: string;
  readonly verdict: Health;
  readonly checks: Readonly<Record<AuditCheck, Health>>;
  readonly findings: readonly AuditFinding[];
  readonly shots: readonly Shot[];
  /** The data the page loaded in the last look; null when it could not be read. */
  readonly data: Data | null;
  /** What a person saw in the last look, by the names of the texts. */
  readonly seen: LookResult["texts"];
  readonly durationMs: number;
};

const laptop = { width: 1440, height: 900 } as const;
const themes = ["light", "dark"] as const;

/**
 * Looks at a page in a laptop's size, light and dark, and compares what a person sees with the data the page loaded, and
 * that data with itself. A browser that fails makes a verdict of unknown, not an error.
 */
export async function auditPage(request: AuditRequest): Promise<AuditResult> {
  const { browser, clock, target = "mission-control", freshForMs = 3_600_000 } = request;
  const began = clock.now();
  const findings: AuditFinding[] = [];
  const shots: Shot[] = [];
  let data: Data | null = null;
  let seen: LookResult["texts"] = {};
  for (const theme of themes) {
    try {
      const judged = await lookAndJudge(browser, lookRequest(request, theme), request.zone);
      data = judged.data;
      seen = judged.seen;
      findings.push(...judged.findings);
      shots.push({ name: `laptop-${theme}`, ...laptop, theme, png: judged.screenshot });
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      findings.push(...blindChecks(error.message, theme));
    }
  }
  findings.push(...checkFreshness(data, clock.now(), freshForMs));
  const merged = mergeFindings(findings);
  const checks = verdicts(merged);
  const at = toInstant(began);
  return {
    id: `${target}@${at}`,
    target,
    at,
    verdict: worstOf(Object.values(checks)),
    checks,
    findings: merged,
    shots,
    data,
    seen,
    durationMs: clock.now() - began,
  };
}

/** The audit as the snapshot keeps it; `screenshots` says where the pictures went. */
export function toAuditState(result: AuditResult, screenshots: readonly string[]): AuditState {
  const { id, target, at, verdict, checks, findings } = result;
  return {
    id,
    target,
    at,
    verdict,
    checks: { ...checks },
    findings: [...findings],
    screenshots: [...screenshots],
  };
}

function lookRequest(
  { url, dataUrl, timeoutMs = 15_000 }: AuditRequest,
  theme: "light" | "dark",
): LookRequest {
  return {
    url,
    viewport: laptop,
    theme,
    ready: 'body[data-ready="true"]',
    texts: textSelectors(),
    dataUrl,
    timeoutMs,
  };
}

type Judged = {
  readonly data: Data | null;
  readonly findings: readonly AuditFinding[];
  readonly screenshot: Uint8Array;
  readonly seen: LookResult["texts"];
};

/** The data may change between the answer and the reading, so a difference counts only when it is seen twice. */
async function lookAndJudge(
  browser: Browser,
  request: LookRequest,
  zone: string | undefined,
): Promise<Judged> {
  const first = judge(await browser.look(request), request, zone);
  if (!first.findings.some((finding) => finding.code === "differs")) return first;
  return judge(await browser.look(request), request, zone);
}

function judge(look: LookResult, request: LookRequest, zone: string | undefined): Judged {
  const where = `${request.viewport.width} × ${request.viewport.height}, ${request.theme}`;
  const { data, findings } = readData(look.data);
  const own = data === null ? findings : checkData(data, zone === undefined ? {} : { zone });
  const counts = data === null ? [nothingToCompare(where)] : compareTexts(data, look.texts);
  return {
    data,
    findings: [...checkPage(look, where), ...own, ...counts],
    screenshot: look.screenshot,
    seen: look.texts,
  };
}

function nothingToCompare(where: string): AuditFinding {
  return {
    code: "could-not-look",
    severity: "warning",
    check: "counts",
    message: "Without readable data there is nothing to compare the page with",
    evidence: [where],
  };
}

function blindChecks(reason: string, theme: string): readonly AuditFinding[] {
  return (["page", "counts", "data"] as const).map((check) => ({
    code: "could-not-look",
    severity: "warning",
    check,
    message: reason,
    evidence: [theme],
  }));
}

function verdicts(findings: readonly AuditFinding[]): Record<AuditCheck, Health> {
  return {
    page: verdictOf("page", findings),
    counts: verdictOf("counts", findings),
    data: verdictOf("data", findings),
    freshness: verdictOf("freshness", findings),
  };
}
