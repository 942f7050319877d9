import type { Status } from "../../schema/index.ts";
import type { Command } from "../commands/command.ts";
import type { HistoryEntry } from "../facts.ts";
import { statusOfLabel } from "../lifecycle/labels.ts";
import { obeyedBy } from "./answered.ts";

/**
 * When a task last came to the status that its one label shows, put on at `put`. Commands that followed each other before we
 * wrote may have led away from it and back, and left the label alone. `between` is what happened since.
 */
export function stayBegan(
  status: Status,
  put: string,
  between: readonly HistoryEntry[],
  refused: ReadonlySet<string>,
): string {
  let began = put;
  let isAway = false;
  for (const entry of between) {
    for (const to of ledTo(entry, refused)) {
      const isBack: boolean = to === status || (to === "back" && isAway);
      if (isBack && isAway) began = entry.at;
      isAway = !isBack;
    }
  }
  return began;
}

/** Where an entry asked to go, refusals left out. */
export function ledTo(
  entry: HistoryEntry,
  refused: ReadonlySet<string>,
): readonly (Status | "back")[] {
  if (refused.has(entry.id)) return [];
  switch (entry.kind) {
    case "labeled": {
      const status = statusOfLabel(entry.label);
      return status === null || status === "unknown" ? [] : [status];
    }
    case "closed":
      return [entry.reason === "not_planned" ? "archived" : "done"];
    case "reopened":
      return ["triaged"];
    case "commented":
      return obeyedBy(entry, refused).flatMap(({ command }) => goals[command.name] ?? []);
    case "unlabeled":
    case "assigned":
    case "unassigned":
      return [];
  }
}

const goals: Partial<Readonly<Record<Command["name"], readonly [Status | "back"]>>> = {
  triage: ["triaged"],
  plan: ["planned"],
  release: ["planned"],
  assign: ["assigned"],
  claim: ["assigned"],
  start: ["active"],
  reject: ["active"],
  block: ["blocked"],
  unblock: ["back"],
  review: ["review"],
  approve: ["done"],
  done: ["done"],
  fail: ["failed"],
  revert: ["reverted"],
  archive: ["archived"],
};
