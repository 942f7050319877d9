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
  const lines: readonly (readonly [name: string, value: string])[] = [
    ["Dashboard", result.dashboard],
    ["Tasks", tasks.join(", ")],
    ["", `${places} ${counts.agree ? "agree" : "do NOT agree"}`],
    ["Audit", [audit.verdict, ...audit.findings.map(({ message }) => message)].join("; ")],
    ["Commit", `${commit.sha.slice(0, 10)} on ${commit.branch}: ${commit.files.join(", ")}`],
    ["Screenshot", screenshot?.file ?? "none: no browser looked"],
    ["Report", report.file],
    ["Alerts", alertsText(alerts)],
    ["Requests", `${requests.engine} by the engine, ${requests.all} in all`],
    ["Time", `${result.seconds} s`],
    ["Ended", result.reason],
  ];
  return lines.map(([name, value]) => `${name.padEnd(13)}${oneLine(value, 600)}`).join("\n");
}

/** How many were sent, by rule, and where to: each of them is on the dashboard and in the report. */
export function alertsText(sent: ControlRoomResult["alerts"]): string {
  if (sent.length === 0) return "none";
  const alerts = new Set(sent.map(({ alert }) => alert));
  const rules = Map.groupBy(alerts, (alert) => alert.split(":")[0]);
  const counted = [...rules].map(([rule, some]) => `${rule} ${some.length}`);
  const channels = [...new Set(sent.map(({ channel }) => channel))];
  return `${alerts.size} sent to ${channels.join(" and ")}: ${counted.join(", ")}`;
}
