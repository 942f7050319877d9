import type { Judgement } from "./rule.ts";

type Firing = Omit<Judgement & { readonly verdict: "fires" }, "verdict">;

/** The last instant a Date can say, in milliseconds since the epoch. */
const latest = 8.64e15;

export function silent(
  why: string,
  evidence: readonly string[],
  nextAt: number | null = null,
): Judgement {
  return { verdict: "silent", why, evidence, nextAt: sayable(nextAt) };
}

export function fires(firing: Firing): Judgement {
  return { verdict: "fires", ...firing, nextAt: sayable(firing.nextAt) };
}

/** A fact that the verdict needs is missing: an alert that stands stays as it is. */
export function cannotJudge(
  why: string,
  evidence: readonly string[],
  nextAt: number | null = null,
): Judgement {
  return { verdict: "cannot-judge", clears: false, why, evidence, nextAt: sayable(nextAt) };
}

/** What the rule is about is not there at all: an alert that stands has lost its cause. */
export function nothingToJudge(
  why: string,
  evidence: readonly string[],
  nextAt: number | null = null,
): Judgement {
  return { verdict: "cannot-judge", clears: true, why, evidence, nextAt: sayable(nextAt) };
}

/** An interval without bounds can end where no date is: that is never. */
function sayable(at: number | null): number | null {
  return at !== null && at <= latest ? at : null;
}
