import type { HistoryEntry } from "../facts.ts";
import {
  type Group,
  groups,
  haltLabel,
  isLabel,
  parseLabel,
  statusLabel,
} from "../lifecycle/labels.ts";
import type { Moment } from "./moment.ts";
import type { Wishes } from "../commands/obeyed.ts";

/**
 * The whole label set a task should carry: other people's labels as they are, and of each group of ours at most one.
 * Where several of one group stand, the one that was put on last counts.
 */
export function wantedLabels(
  labels: readonly string[],
  history: readonly HistoryEntry[],
  moment: Moment,
  wishes: Wishes,
): readonly string[] {
  const wanted = new Map<Group, string | null>();
  wanted.set("status", statusLabel(moment.status));
  wanted.set("owner", moment.owner === null ? null : `owner:${moment.owner}`);
  if (moment.priority !== null) wanted.set("priority", `priority:${moment.priority}`);
  for (const group of groups) {
    const wish = group in wishes ? wishes[group as keyof Wishes] : undefined;
    if (wish !== undefined) wanted.set(group, `${group}:${wish}`);
  }
  const kept = labels.filter((label) => {
    if (isLabel(label, haltLabel)) return moment.halt !== null;
    const group = parseLabel(label)?.group;
    return group === undefined || !wanted.has(group) || isLabel(label, wanted.get(group) ?? "");
  });
  const single = kept.filter((label) => isNewestOfGroup(label, kept, history));
  const all = [...wanted.values(), moment.halt === null ? null : haltLabel];
  const missing = all
    .filter((label) => label !== null)
    .filter((label) => !single.some((one) => isLabel(one, label)));
  return [...single, ...missing];
}

export function sameLabels(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((label) => b.some((other) => isLabel(label, other)));
}

function isNewestOfGroup(
  label: string,
  labels: readonly string[],
  history: readonly HistoryEntry[],
): boolean {
  const group = parseLabel(label)?.group;
  if (group === undefined) return true;
  const rivals = labels.filter((one) => parseLabel(one)?.group === group);
  if (rivals.length < 2) return true;
  const put = (one: string) =>
    history.findLastIndex((entry) => entry.kind === "labeled" && entry.label === one);
  return rivals.every(
    (one) => one === label || put(one) < put(label) || (put(one) === put(label) && one > label),
  );
}
