import { auditData } from "../../../app/audit-data.ts";
import { OutsideError, UserError } from "../../../errors.ts";
import { oneLine } from "../../../render/escape.ts";
import type { Finding, Health, Severity } from "../../../schema/index.ts";
import type { CommandContext, CommonOptions } from "../context.ts";
import type { Ended } from "../ended.ts";
import { findLocalRoom } from "../local-room.ts";
import { readText } from "../policy-files.ts";
import { reaches, severityOf } from "../severity.ts";

export type AuditOptions = CommonOptions & {
  readonly url?: string;
  readonly data?: string;
  readonly out?: string;
  readonly failOn: string;
};

/** A page against its data or, with `--data` alone, data against itself. Ends 3 when nothing could be judged. */
export async function audit(options: AuditOptions, context: CommandContext): Promise<Ended> {
  const limit = severityOf("--fail-on", options.failOn);
  const { data, out } = options;
  if (options.url === undefined && data !== undefined) {
    const text = await dataText(data, context);
    const result = auditData(text, { now: context.clock.now() });
    return auditEnded(result, limit, { target: data, data });
  }
  const url = options.url ?? (await roomPage(context));
  const { auditByBrowser, writeEvidence } = await import("../page-audit.ts");
  const { clock, io } = context;
  const result = await auditByBrowser({ url, data, clock, cwd: io.cwd });
  const files = out === undefined ? [] : writeEvidence(result, out, io.cwd);
  return auditEnded(result, limit, { target: url, files, at: result.at });
}

function auditEnded(
  result: {
    readonly verdict: Health;
    readonly checks: Readonly<Record<string, Health>>;
    readonly findings: readonly Finding[];
  },
  limit: Severity,
  more: {
    readonly target: string;
    readonly files?: readonly string[];
    readonly [key: string]: unknown;
  },
): Ended {
  const { verdict, checks, findings } = result;
  const failed = findings.some(({ severity }) => reaches(severity, limit));
  const isBlind = verdict === "unknown";
  const lines = [
    `${more.target}: ${verdict}`,
    ...Object.entries(checks).map(([name, health]) => `  ${name}: ${health}`),
    ...findings.map(({ severity, message, path }) =>
      oneLine(`${severity}: ${message}${path === undefined ? "" : ` (${path})`}`, 300),
    ),
    ...(more.files ?? []).map((file) => `wrote ${file}`),
  ];
  return {
    reason: failed ? "findings" : isBlind ? "could-not-judge" : "done",
    exitCode: failed ? 1 : isBlind ? 3 : 0,
    text: lines.join("\n"),
    data: { verdict, checks, findings, ...more },
  };
}

async function roomPage({ io }: CommandContext): Promise<string> {
  const room = await findLocalRoom(io.cwd);
  if (room !== null) return `${room.url.replace(/\/+$/, "")}/mission-control/`;
  throw new UserError(
    "which page? Give --url, or start the local control room; --data FILE alone checks data without a page",
  );
}

async function dataText(data: string, { io }: CommandContext): Promise<string> {
  if (!/^https?:\/\//.test(data)) return readText(data, io.cwd);
  try {
    const response = await fetch(data, { signal: AbortSignal.timeout(15_000) });
    if (response.ok) return await response.text();
    throw new OutsideError(`${data} answered ${response.status}`, { status: response.status });
  } catch (error) {
    if (error instanceof OutsideError) throw error;
    throw new OutsideError(`${data} could not be fetched`, { cause: error });
  }
}
