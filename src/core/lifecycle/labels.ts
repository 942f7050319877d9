import {
  domains,
  kinds,
  modes,
  priorities,
  risks,
  statuses,
  type Priority,
  type Risk,
  type Status,
} from "../../schema/index.ts";
import { remembered } from "../remembered.ts";
import { lifecycle, statusNamed } from "./table.ts";

/** The groups of labels that Mission Control reads; a task carries at most one of each. */
export const groups = [
  "status",
  "owner",
  "kind",
  "priority",
  "domain",
  "risk",
  "mode",
  "project",
] as const;
export type Group = (typeof groups)[number];

/** On an open issue: no new work starts. */
export const haltLabel = "halt";

export type LabelSpec = {
  readonly name: string;
  readonly color: string;
  readonly description: string;
};

const priorityColors: Record<Priority, string> = {
  urgent: "b60205",
  high: "d93f0b",
  medium: "fbca04",
  low: "c2e0c6",
  someday: "ededed",
};
const riskColors: Record<Risk, string> = { green: "0e8a16", yellow: "fbca04", red: "b60205" };

/** Every label of the vocabulary, for the repository. Owner and project labels are made as they are needed. */
export function labelSpecs(): readonly LabelSpec[] {
  return [
    ...statuses.map((status) => ({
      name: statusLabel(status),
      color: lifecycle[status].color,
      description: lifecycle[status].means,
    })),
    ...priorities.map((name) => spec("priority", name, priorityColors[name])),
    ...kinds.map((name) => spec("kind", name, "0052cc")),
    ...domains.map((name) => spec("domain", name, "006b75")),
    ...risks.map((name) => spec("risk", name, riskColors[name])),
    ...modes.map((name) => spec("mode", name, "5319e7")),
    { name: haltLabel, color: "b60205", description: "Mission Control: no new work starts" },
  ];
}

/** Whether two labels are the same one: GitHub does not mind the letters' case. */
export function isLabel(label: string, other: string): boolean {
  return label.trim().toLowerCase() === other.trim().toLowerCase();
}

export function statusLabel(status: Status): string {
  return `status:${status}`;
}

/** `{group, value}` of a label of ours, null for any other. */
export const parseLabel = remembered(read, 1000);

function read(label: string): { readonly group: Group; readonly value: string } | null {
  const colon = label.indexOf(":");
  if (colon < 0) return null;
  const named = label.slice(0, colon).trim().toLowerCase();
  const group = groups.find((name) => name === named);
  if (group === undefined) return null;
  return { group, value: label.slice(colon + 1).trim() };
}

/** What the labels say of each group; of two in one group the first counts. */
export function labelValues(labels: readonly string[]): ReadonlyMap<Group, string> {
  const values = new Map<Group, string>();
  for (const label of labels) {
    const parsed = parseLabel(label);
    if (parsed !== null && !values.has(parsed.group)) values.set(parsed.group, parsed.value);
  }
  return values;
}

/** What a status label asks for: a status, `unknown` for a `status:` label that names none, null for other labels. */
export function statusOfLabel(label: string): Status | "unknown" | null {
  const parsed = parseLabel(label);
  if (parsed?.group !== "status") return null;
  return statusNamed(parsed.value) ?? "unknown";
}

function spec(group: Group, name: string, color: string): LabelSpec {
  return { name: `${group}:${name}`, color, description: `Mission Control: ${group} ${name}` };
}
