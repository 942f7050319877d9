import type { HostOptions, Started } from "../entry/cli/commands/start.ts";
import { clockOf } from "../entry/clock.ts";
import { startControlRoom } from "./control-room.ts";
import type { ControlRoomResult } from "./result.ts";

const directory = ".mission-control";

/** `mission-control start` without credentials. */
export async function startRoom(host: HostOptions): Promise<Started> {
  const began = performance.now();
  const onStep = (step: string) => {
    const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5);
    host.log.info(`${seconds} s  ${step}`);
  };
  const room = await startControlRoom({
    host: host.host,
    port: host.port,
    browser: host.browser,
    directory,
    clock: clockOf(host.now),
    log: host.log,
    onStep,
  });
  const text = summary(room.result);
  if (host.once) {
    await room.close();
    return { kind: "ended", exitCode: room.result.exit_code, text, result: { ...room.result } };
  }
  room.keepRunning();
  for (const line of text.split("\n")) host.log.info(line);
  host.log.info("");
  host.log.info(`File an item:  npx mission-control inbox "…"   or with the form on the page`);
  host.log.info("Stop with Ctrl-C. Everything here is in memory: the next start begins afresh.");
  return { kind: "running", url: room.url, close: room.close };
}

function summary(result: ControlRoomResult): string {
  const { by_status: counts, commit, report, screenshot, audit, alerts, requests } = result;
  const statuses = Object.entries(counts.data)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${status} ${count}`)
    .join(", ");
  return [
    "",
    `Dashboard    ${result.dashboard}`,
    `Tasks        ${statuses}`,
    `             ${counts.agree ? "GitHub, snapshot, data.json and page agree" : "GitHub, snapshot, data.json and page do NOT agree"}`,
    `Audit        ${audit.verdict}${audit.findings.length > 0 ? `: ${audit.findings.map(({ message }) => message).join("; ")}` : ""}`,
    `Commit       ${commit.sha.slice(0, 10)} on ${commit.branch}: ${commit.files.join(", ")}`,
    `Screenshot   ${screenshot?.file ?? "none: no browser could look"}`,
    `Report       ${report.file}`,
    `Alerts       ${alerts.map(({ alert, channel }) => `${alert} → ${channel}`).join(", ") || "none"}`,
    `Requests     ${requests.engine} by the engine, ${requests.all} in all`,
    `Time         ${result.seconds} s`,
  ].join("\n");
}
