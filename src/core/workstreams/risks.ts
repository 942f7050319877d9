import type { Severity } from "../../schema/index.ts";
import { dateRisks } from "./risks-dates.ts";
import { peopleRisks } from "./risks-people.ts";
import { structureRisks } from "./risks-structure.ts";
import type { Plan } from "./plan.ts";

export type RiskKind =
  | "behind-end"
  | "behind-go-no-go"
  | "deadline"
  | "circle"
  | "failed"
  | "blocked"
  | "no-owner"
  | "silent-agent"
  | "held-agent"
  | "outside"
  | "late-checkin"
  | "dropped"
  | "unknown"
  | "joint"
  | "no-estimate"
  | "not-read";

export type Risk = {
  readonly kind: RiskKind;
  readonly severity: Exclude<Severity, "critical">;
  /** One sentence. Its times are hours of the workstream's clock. */
  readonly text: string;
  /** Ids of the tasks it rests on. */
  readonly evidence: readonly string[];
};

export type RiskContext = Plan & {
  /** Minutes after the end of its slot until a check-in is late. */
  readonly graceMinutes: number;
};

const order = ["urgent", "warning", "info"] as const satisfies readonly Risk["severity"][];

/** What stands in the way of the goal, the gravest first. */
export function risksOf(context: RiskContext): readonly Risk[] {
  const found = [...dateRisks(context), ...structureRisks(context), ...peopleRisks(context)];
  // A sort that is stable keeps the order of the kinds.
  return found.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}
