import { createHash } from "node:crypto";
import type { Fault, FaultRecord, FaultRule, LocalGitHub } from "./types.ts";

type Subject = {
  readonly method: string;
  readonly path: string;
  readonly login: string | null;
  /** Of GitHub's description; null: none. */
  readonly operation: string | null;
};
export type FaultPlan = LocalGitHub["faults"] & {
  readonly next: (subject: Subject) => Fault | null;
};

const heldMs = 1000;

/**
 * Decides which requests go wrong. Chance is drawn from the seed, the rule, and how often the same method and path were
 * asked before: so a request has the same luck in every run, in whatever order requests come.
 */
export function faultPlan(): FaultPlan {
  let rules: readonly FaultRule[] = [];
  let seed = 0;
  let matched: number[] = [];
  let fired: number[] = [];
  let asked = new Map<string, number>();
  const log: FaultRecord[] = [];

  function isDue(rule: FaultRule, index: number, subject: Subject, nthAsked: number): boolean {
    if (!concerns(rule, subject)) return false;
    const nth = (matched[index] ?? 0) + 1;
    matched[index] = nth;
    if (rule.nth !== undefined && ![rule.nth].flat().includes(nth)) return false;
    if ((fired[index] ?? 0) >= (rule.times ?? Number.POSITIVE_INFINITY)) return false;
    if (rule.probability === undefined) return true;
    return chance([seed, index, subject.method, subject.path, nthAsked]) < rule.probability;
  }

  return {
    set(next, options = {}) {
      rules = [next].flat();
      seed = options.seed ?? 0;
      matched = [];
      fired = [];
      asked = new Map();
    },
    clear() {
      rules = [];
    },
    log: () => log,
    next(subject) {
      const key = `${subject.method} ${subject.path}`;
      const nthAsked = (asked.get(key) ?? 0) + 1;
      asked.set(key, nthAsked);
      // Every rule counts every request, so that one rule does not shift the numbers of another.
      const due = rules.map((rule, index) => isDue(rule, index, subject, nthAsked));
      const index = due.indexOf(true);
      const rule = rules[index];
      if (rule === undefined) return null;
      fired[index] = (fired[index] ?? 0) + 1;
      log.push({ kind: rule.kind, method: subject.method, path: subject.path });
      return faultOf(rule);
    },
  };
}

function concerns(rule: FaultRule, subject: Subject): boolean {
  if (rule.method !== undefined && ![rule.method].flat().includes(subject.method)) return false;
  if (rule.path !== undefined && subject.path.search(rule.path) < 0) return false;
  if (rule.login !== undefined && rule.login !== subject.login) return false;
  return rule.operation === undefined || rule.operation === subject.operation;
}

function faultOf(rule: FaultRule): Fault {
  switch (rule.kind) {
    case "status": {
      const { status, body, headers } = rule;
      return {
        status,
        when: rule.isPerformed === true ? "after" : "before",
        ...(body === undefined ? {} : { body }),
        ...(headers === undefined ? {} : { headers }),
      };
    }
    case "timeout": {
      const when = rule.isPerformed === true ? "after" : "before";
      return { status: 0, when, holdMs: rule.holdMs ?? heldMs };
    }
    case "cut":
      return { status: 0, when: "after", cut: true };
    case "lost":
      return { status: 0, when: "after" };
  }
}

/** From 0 up to 1. */
function chance(parts: readonly (string | number)[]): number {
  return createHash("sha256").update(parts.join(" ")).digest().readUInt32BE(0) / 2 ** 32;
}
