import type { Span } from "./truth.ts";

/**
 * `must`: the alert has to be open. `may`: clocks disagree, or something changed while the tick was under way; either is right.
 * `held`: the task could not be read; what stood may stand, nothing new may be said. `no`: it must not be open.
 */
export type Verdict = "must" | "may" | "held" | "no";

export type Expected = {
  readonly rule: string;
  /** A task's number, an agent's id, or `room`. */
  readonly entity: string;
  readonly verdict: Verdict;
  /** What tells one problem from the next. */
  readonly cause: string;
  readonly why: string;
};

/** What a host's clock may show while a tick is under way, in milliseconds on GitHub's clock. */
export type Shown = Span;

/** Whether an instant has passed by the host's clock. */
export function passed(instant: Span, shown: Shown): Verdict {
  if (instant.to <= shown.from) return "must";
  return instant.from > shown.to ? "no" : "may";
}

/** Whether an instant has not passed. */
export function ahead(instant: Span, shown: Shown): Verdict {
  const verdict = passed(instant, shown);
  return verdict === "must" ? "no" : verdict === "no" ? "must" : "may";
}

export function both(one: Verdict, other: Verdict): Verdict {
  if (one === "no" || other === "no") return "no";
  return one === "must" && other === "must" ? "must" : "may";
}

export function at(instant: number): Span {
  return { from: instant, to: instant };
}

export function later(instant: Span, ms: number): Span {
  return { from: instant.from + ms, to: instant.to + ms };
}
