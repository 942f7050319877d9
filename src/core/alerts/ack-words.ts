import type { AlertState } from "../../schema/index.ts";

/**
 * What a person says to acknowledge an alert: `/ack` on its own issue; where it is on none, with its name, on any issue of
 * the control room.
 */
export function ackWords(alert: Pick<AlertState, "rule" | "entity_type" | "entity_id">): string {
  if (alert.entity_type === "task") return "/ack";
  const name = `${alert.rule}:${alert.entity_id}`;
  if (/^[^\s"“”\\]+$/.test(name)) return `/ack ${name}`;
  return `/ack "${name.replaceAll(/["\\]/g, "\\$&")}"`;
}

/** Whether a name such as `agent-silent:atlas`, or an alert's whole id, means this alert. */
export function isNamed(
  name: string,
  { id, rule, entity_id }: Pick<AlertState, "id" | "rule" | "entity_id">,
): boolean {
  return name === id || name === `${rule}:${entity_id}`;
}
