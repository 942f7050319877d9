import { join } from "node:path";
import type { AuditResult } from "../app/audit.ts";
import { dataPath, readDataBranch } from "../app/data-branch.ts";
import type { DailyReport } from "../app/report.ts";
import type { Ticked } from "../app/tick.ts";
import type { ServedApp } from "../entry/probot/serve.ts";
import { countByStatus } from "../render/data.ts";
import { Data } from "../schema/index.ts";
import { countOnGitHub, countOnPage, sameCounts } from "./counts.ts";
import type { LocalGitHub } from "./github/index.ts";
import type { ControlRoomResult } from "./result.ts";
import type { Told } from "./story.ts";

export type Parts = {
  /** Where pictures and the report lie. */
  readonly directory: string;
  readonly app: ServedApp;
  readonly github: LocalGitHub;
  readonly repo: string;
  readonly ticks: readonly Ticked[];
  readonly told: readonly Told[];
  readonly audited: AuditResult;
  readonly report: DailyReport;
  readonly seconds: number;
};

/** What was done, counted anew in four places. */
export async function resultOf(parts: Parts): Promise<ControlRoomResult> {
  const { app, github, repo, ticks, audited, report } = parts;
  const { forge, policy } = await app.engineFor(repo);
  const branch = policy.config.data_branch;
  const { state } = await readDataBranch(forge, repo, branch);
  const data = Data.parse(JSON.parse((await forge.readFile(repo, branch, dataPath)) ?? "null"));
  const counts = {
    github: await countOnGitHub(forge, repo),
    snapshot: countByStatus(Object.values(state.tasks)),
    data: data.summary.by_status,
    page: countOnPage(audited.seen),
  };
  const seen = counts.page === null ? [] : [counts.page];
  const agree = sameCounts([counts.github, counts.snapshot, counts.data, ...seen]);
  const left = ticks.flatMap((one) => one.left);
  const failed = ticks.flatMap((one) => one.alerts.failed);
  const reason = reasonOf(left.length, failed.length, audited.verdict, agree);
  const commit = ticks.findLast((one) => one.commit !== null)?.commit;
  const [shot] = audited.shots;
  return {
    ok: reason === "done",
    reason,
    exit_code: reason === "done" ? 0 : 3,
    repo,
    dashboard: `${app.url}/mission-control/`,
    github: github.url,
    commit: { sha: commit?.sha ?? "", branch, files: commit?.files ?? [] },
    screenshot:
      shot === undefined || report.screenshotUrl === null
        ? null
        : {
            file: join(parts.directory, `${shot.name}.png`),
            branch: policy.config.screenshot_branch,
            url: report.screenshotUrl,
          },
    report: {
      path: report.path,
      file: join(parts.directory, "report.md"),
      commit: report.commit?.sha ?? "",
    },
    by_status: { ...counts, agree },
    audit: {
      verdict: audited.verdict,
      checks: audited.checks,
      findings: audited.findings.map(({ code, message }) => ({ code, message })),
    },
    alerts: ticks.flatMap((one) => one.alerts.sent),
    story: parts.told,
    requests: { engine: engineRequests(github), all: github.requests() },
    violations: github
      .violations()
      .map(({ method, path, message }) => `${method} ${path}: ${message}`),
    seconds: Math.round(parts.seconds * 10) / 10,
  };
}

function reasonOf(
  left: number,
  failed: number,
  verdict: AuditResult["verdict"],
  agree: boolean,
): ControlRoomResult["reason"] {
  if (left > 0) return "incomplete";
  if (failed > 0) return "alert-failed";
  if (verdict === "unknown") return "audit-unknown";
  if (verdict === "failed") return "audit-failed";
  return agree ? "done" : "counts-differ";
}

export function engineRequests(github: LocalGitHub): number {
  return github.requestLog().filter(({ login }) => login === github.app.login).length;
}
