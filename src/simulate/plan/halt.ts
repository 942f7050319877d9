import { randomOf } from "../random.ts";
import { cast, type Life, securityLabel } from "../scenario.ts";
import { wholeSecond } from "./ticks.ts";

const minute = 60_000;
const hour = 60 * minute;

export type Halt = { readonly from: number; readonly to: number };

/** When security is red, in every other scenario. */
export function planHalt(seed: number, start: number, end: number): Halt | null {
  const random = randomOf(seed, "halt");
  if (random.chance(0.5)) return null;
  const from = wholeSecond(random.between(start + 12 * hour, end - 24 * hour));
  return { from, to: wholeSecond(from + random.between(2, 20) * hour) };
}

/** The task on which somebody says that security is red, and somebody else that work may go on. */
export function haltingLife(number: number, filedAt: number, { from, to }: Halt): Life {
  const by = cast.operator;
  return {
    number,
    filedAt,
    by: cast.orchestrator,
    labels: ["kind:task", "priority:medium", "domain:backend"],
    isClear: true,
    due: null,
    steps: [
      { at: from, by, what: "mark", label: securityLabel },
      { at: to - minute, by, what: "unmark", label: securityLabel },
      { at: to, by, what: "resume" },
    ],
  };
}

export function isRed({ steps }: Life): boolean {
  return steps.some((step) => step.what === "mark" && step.label === securityLabel);
}
