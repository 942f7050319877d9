import { toAuditState } from "../../../app/audit.ts";
import { dailyReport } from "../../../app/report.ts";
import type { CommandContext, CommonOptions } from "../context.ts";
import type { Ended } from "../ended.ts";
import { accessOf, engineOf } from "../github.ts";
import { findServerUrl } from "../server-url.ts";

export type ReportOptions = CommonOptions & {
  readonly date?: string;
  readonly url?: string;
  readonly data?: string;
};

/** Writes the daily report, with an audit and its picture when a page is given. */
export async function report(options: ReportOptions, context: CommandContext): Promise<Ended> {
  const { clock, env, io } = context;
  const access = await accessOf(options, context);
  const engine = await engineOf(access, options, context);
  const { forge, policy, repo } = engine;
  const audited = await auditedPage(options, context, policy.config.timezone);
  if (options.dryRun === true) {
    return {
      reason: "planned",
      exitCode: 0,
      text: `would write the report of ${options.date ?? "today"} to ${policy.config.data_branch} of ${repo}`,
      data: { dry_run: true, repo, verdict: audited?.verdict ?? null },
    };
  }
  const written = await dailyReport({
    forge,
    clock,
    config: policy.config,
    repo,
    audit: audited === null ? null : toAuditState(audited, []),
    screenshots: (audited?.shots ?? []).map(({ name, png }) => ({ name: `${name}.png`, png })),
    requests: engine.requests,
    random: Math.random,
    serverUrl: findServerUrl(env, access.apiUrl),
    ...(options.date === undefined ? {} : { date: options.date }),
  });
  const { path, commit, screenshotUrl, json } = written;
  io.err(
    `${path} on ${policy.config.data_branch}${commit === null ? " stands already" : `: ${commit.url}`}`,
  );
  return {
    reason: commit === null ? "nothing-to-do" : "done",
    exitCode: 0,
    text: written.markdown,
    data: {
      path,
      screenshot: screenshotUrl,
      commit: commit === null ? null : { sha: commit.sha, url: commit.url, files: commit.files },
      report: json,
      requests: engine.requests(),
    },
  };
}

async function auditedPage(
  { url, data }: ReportOptions,
  { clock, io }: CommandContext,
  zone: string,
) {
  if (url === undefined) return null;
  const { auditByBrowser } = await import("../page-audit.ts");
  return await auditByBrowser({ url, data, zone, clock, cwd: io.cwd });
}
