import type { ControlRoomResult } from "../../local/result.ts";
import { oneLine } from "../../render/escape.ts";
import { statuses } from "../../schema/index.ts";

/** What the local control room did and found, for people. */
export function roomText(result: ControlRoomResult): string {
  const { by_status: counts, commit, report, screenshot, audit, alerts, requests } = result;
  const tasks = statuses
    .filter((status) => counts.data[status] > 0)
    .map((status) => `${status} ${counts.data[status]}`);
  const places = `GitHub, snapshot, data.json${counts.page === null ? "" : " and page"}`;
  const sent = alerts.map(({ alert, channel }) => `${alert} → ${channel}`);
  const lines: readonly (readonly [name: string, value: string])[] = [
    ["Dashboard", result.dashboard],
    ["Tasks", tasks.join(", ")],
    ["", `${places} ${counts.agree ? "agree" : "do NOT agree"}`],
    ["Audit", [audit.verdict, ...audit.findings.map(({ message }) => message)].join("; ")],
    ["Commit", `${commit.sha.slice(0, 10)} on ${commit.branch}: ${commit.files.join(", ")}`],
    ["Screenshot", screenshot?.file ?? "none: no browser could look"],
    ["Report", report.file],
    ["Alerts", sent.join(", ") || "none"],
    ["Requests", `${requests.engine} by the engine, ${requests.all} in all`],
    ["Time", `${result.seconds} s`],
    ["Ended", result.reason],
  ];
  return lines.map(([name, value]) => `${name.padEnd(13)}${oneLine(value, 600)}`).join("\n");
}
