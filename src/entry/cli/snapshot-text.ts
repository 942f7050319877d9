import { buildData } from "../../render/data.ts";
import { oneLine } from "../../render/escape.ts";
import { type Data, type State, statuses } from "../../schema/index.ts";

/** The snapshot in short, for people. */
export function snapshotText(state: State): string {
  const { health, why, by_status, alerts } = summaryOf(state);
  const counts = statuses.filter((status) => (by_status[status] ?? 0) > 0);
  const lines = [
    `${state.repo}: ${health}`,
    oneLine(why),
    `as of ${state.generated_at}, ${state.head.events} events, head ${state.head.digest ?? "none yet"}`,
    `tasks: ${Object.keys(state.tasks).length}${counts.map((status) => `\n  ${status.padEnd(9)} ${by_status[status]}`).join("")}`,
    `agents: ${Object.keys(state.agents).length}`,
    `open alerts: ${alerts.open} (${alerts.critical} critical, ${alerts.urgent} urgent)`,
  ];
  return `${lines.join("\n")}\n`;
}

export function snapshotData(state: State): Record<string, unknown> {
  return { as_of: state.generated_at, summary: summaryOf(state) };
}

/** By the snapshot's own time: what has become overdue since is for the next tick to say. */
function summaryOf(state: State): Data["summary"] {
  return buildData(state, [], state.generated_at).summary;
}
