import { statuses } from "../schema/index.ts";
import type { Finding, Health, Report } from "../schema/index.ts";
import { codeSpan, escapeMarkdown, markdownLink } from "./escape.ts";
import { buildReport } from "./report-data.ts";
import type { ReportInput } from "./report-data.ts";

const marks = {
  healthy: "🟢",
  warning: "🟠",
  failed: "🔴",
  stale: "🟣",
  unknown: "⚪",
} as const satisfies Record<Health, string>;
const shown = 12;

/** The daily report, to be read on a phone in a minute: what needs a person, what changed, what is fine; then the evidence. */
export function renderReport(input: ReportInput): {
  readonly markdown: string;
  readonly json: Report;
} {
  const json = buildReport(input);
  const sections = [
    head(json),
    section(
      `Needs a person (${json.needs_person.length})`,
      needs(json),
      "Nothing. No one is waited for.",
    ),
    section(
      `What changed (${json.moved.length})`,
      moved(json, input.zone ?? "UTC"),
      "Nothing moved on this day.",
    ),
    section(
      "What is fine",
      json.fine.map((line) => `- ${escapeMarkdown(line)}`),
      "Nothing can be called fine yet.",
    ),
    section("Desired against observed", mismatches(json), "Everything observed is as desired."),
    section("Audit", audit(json), "No audit has run: nothing is known of the page."),
    section("Alerts", alerts(json), "None."),
    ...json.workstreams.map((one) =>
      section(`Workstream ${escapeMarkdown(one.id)}`, standing(one), ""),
    ),
    section("Work", work(json), ""),
    foot(json),
  ];
  return { markdown: `${sections.join("\n\n")}\n`, json };
}

function head(report: Report): string {
  return [
    `# Mission Control, ${report.date}`,
    "",
    `${marks[report.health]} **${report.health}** — ${escapeMarkdown(report.why)}`,
    "",
    `**Needs a person:** ${report.needs_person.length} · **Changed:** ${report.moved.length} · **Open alerts:** ${report.alerts.filter(({ state }) => state !== "resolved").length} · **Overdue:** ${overdue(report)}`,
  ].join("\n");
}

function section(title: string, lines: readonly string[], none: string): string {
  return `## ${title}\n\n${lines.length === 0 ? none : lines.join("\n")}`;
}

function needs(report: Report): string[] {
  return cut(
    report.needs_person.map(({ what, why, url }) => {
      const subject = url === null ? escapeMarkdown(what, 90) : markdownLink(what, url, 90);
      return `- ${subject} — ${escapeMarkdown(why, 120)}`;
    }),
  );
}

function moved(report: Report, zone: string): string[] {
  const time = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return cut(
    report.moved.map(({ at, entity_id, message }) => {
      const subject = message.includes(entity_id) ? "" : `${codeSpan(entity_id)} `;
      return `- ${time.format(Date.parse(at))} ${subject}${escapeMarkdown(message, 140)}`;
    }),
  );
}

function mismatches(report: Report): string[] {
  if (report.mismatches.length === 0) return [];
  const rows = report.mismatches.map(
    ({ entity_id, desired, observed, health }) =>
      `| ${codeSpan(entity_id)} | ${escapeMarkdown(desired, 60)} | ${escapeMarkdown(observed, 60)} | ${marks[health]} ${health} |`,
  );
  return ["| what | desired | observed | health |", "| --- | --- | --- | --- |", ...rows];
}

function audit(report: Report): string[] {
  if (report.audit === null) return [];
  const checks = Object.entries(report.audit.checks).map(
    ([name, health]) => `${name} ${marks[health]}`,
  );
  const { findings } = report;
  const lines = [
    `${marks[report.audit.verdict]} **${report.audit.verdict}** at ${report.audit.at} — ${checks.join(" · ")}`,
    "",
    `${findings.new.length} new · ${findings.still.length} still · ${findings.fixed.length} fixed`,
  ];
  const listed = [
    ...cut(findings.new.map((finding) => findingLine("new", finding))),
    ...cut(findings.still.map((finding) => findingLine("still", finding))),
    ...cut(findings.fixed.map((finding) => findingLine("fixed", finding))),
  ];
  if (listed.length > 0) lines.push("", ...listed);
  if (report.screenshot !== null)
    lines.push("", `![The dashboard as audited](${encodeURI(decodeURI(report.screenshot))})`);
  return lines;
}

function findingLine(word: string, finding: Finding): string {
  const where = finding.path === undefined ? "" : ` at ${codeSpan(finding.path)}`;
  const differs =
    finding.expected === undefined && finding.actual === undefined
      ? ""
      : ` (expected ${codeSpan(spell(finding.expected))}, found ${codeSpan(spell(finding.actual))})`;
  return `- **${word}** ${finding.severity}: ${escapeMarkdown(finding.message, 160)}${where}${differs}`;
}

function spell(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const alertWords = { new: "🆕", still: "still", resolved: "✅ resolved" } as const;

function alerts(report: Report): string[] {
  return report.alerts.map(
    ({ severity, title, opened_at, state, ack }) =>
      `- ${alertWords[state]} **${severity}** ${escapeMarkdown(title, 120)}, since ${opened_at}${ack === undefined ? "" : ` — seen it? ${codeSpan(ack, 300)} on any issue here`}`,
  );
}

function standing(one: Report["workstreams"][number]): string[] {
  const progress = one.progress === null ? "no progress known" : `${one.progress} % done`;
  const { next } = one;
  return [
    `Hour ${one.hour} of ${one.hours} · ${progress} · criteria ${one.criteria} met · go/no-go: ${one.verdict}`,
    "",
    `${one.is_late ? "⚠ " : ""}Expected finish: **${escapeMarkdown(one.finish)}**`,
    "",
    next === null
      ? "- **Next:** nothing can be done now"
      : `- **Next:** ${escapeMarkdown(next.text, 120)}, by ${escapeMarkdown(next.who, 60)} — ${escapeMarkdown(next.reason, 300)}`,
    ...cut(one.risks.map((risk) => `- **Risk:** ${escapeMarkdown(risk, 300)}`)),
  ];
}

function work(report: Report): string[] {
  const counts = statuses.filter((status) => (report.by_status[status] ?? 0) > 0);
  const total = Object.values(report.by_status).reduce((sum, count) => sum + count, 0);
  const rows = counts.map((status) => `| ${status} | ${report.by_status[status]} |`);
  return ["| status | tasks |", "| --- | ---: |", ...rows, `| **all** | **${total}** |`];
}

function foot(report: Report): string {
  const requests = report.requests === null ? "not counted" : String(report.requests);
  const digest = report.chain.digest === null ? "none yet" : codeSpan(report.chain.digest);
  return `---\n\n${codeSpan(report.repo)} at ${report.generated_at} · ${report.chain.events} events, head ${digest} · GitHub requests: ${requests} · cost: ${cost(report)}`;
}

/** Costs are dated in UTC, whatever the zone of the report. */
function cost({ cost_usd: usd, date }: Report): string {
  if (usd === undefined || usd === null) return "unknown, none was ever reported";
  return `${usd.toFixed(2)} USD reported for ${date} (UTC)`;
}

function overdue(report: Report): string {
  return report.overdue === null ? "cannot judge (no deadlines)" : String(report.overdue);
}

function cut(lines: readonly string[]): string[] {
  if (lines.length <= shown) return [...lines];
  return [...lines.slice(0, shown), `- … and ${lines.length - shown} more`];
}
