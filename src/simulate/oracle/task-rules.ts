import { criticalLabel, type Numbers, securityLabel, type Status } from "../scenario.ts";
import { endOf } from "./deadline.ts";
import type { Truth } from "./truth.ts";
import { ahead, at, both, later, passed, type Shown, type Verdict } from "./verdict.ts";

export type Ground = { readonly numbers: Numbers; readonly zone: string; readonly shown: Shown };

type Said = { readonly verdict: Verdict; readonly cause: string; readonly why: string };
type TaskRule = (truth: Truth, ground: Ground) => Said | null;

const hour = 3_600_000;
const settled: readonly Status[] = ["done", "archived"];

/** The rules about one task, each from its line in the specification; null: it has nothing to say. */
export const taskRules = {
  overdue: ({ status, due }, { zone, shown }) => {
    if (due === null || settled.includes(status)) return null;
    return said(passed(at(endOf(due, zone)), shown), due, `it was due at ${due} and is ${status}`);
  },
  "due-soon": ({ status, due }, { numbers, zone, shown }) => {
    if (due === null || settled.includes(status) || status === "review") return null;
    const end = endOf(due, zone);
    const isNear = passed(at(end - numbers.dueSoonHours * hour), shown);
    return said(both(isNear, ahead(at(end), shown)), due, `it is due at ${due} and is ${status}`);
  },
  "deadline-risk": ({ status, due, life }, { numbers, zone, shown }) => {
    if (due === null || settled.includes(status) || status === "review") return null;
    const end = endOf(due, zone);
    const limit = life.filedAt + (end - life.filedAt) * numbers.riskShare;
    const isGone = passed(at(limit), shown);
    return said(both(isGone, ahead(at(end), shown)), due, `it is due at ${due} and is ${status}`);
  },
  "blocked-long": stays("blocked", ({ blockedHours }) => blockedHours),
  "stale-active": stays("active", ({ staleDays }) => staleDays * 24),
  untriaged: stays("inbox", ({ untriagedHours }) => untriagedHours),
  "review-waiting": stays("review", ({ reviewHours }) => reviewHours),
  "approval-expiring": stays(
    "review",
    ({ approvalHours, remindShare }) => approvalHours * remindShare,
  ),
  "dependency-blocked": ({ status, on, stay, isWaiting }) => {
    if (status !== "blocked" || isWaiting === false) return null;
    // Whether it is blocked on what it depends on, when somebody blocked it for another reason, nothing says.
    const verdict = isWaiting === null || on === null ? "may" : "must";
    return said(
      verdict,
      `${stay}`,
      on === null ? "it waits for others" : `it is blocked on #${on}`,
    );
  },
  "critical-found": marked(criticalLabel),
  "security-red": marked(securityLabel),
} as const satisfies Record<string, TaskRule>;

/** Longer in a status than so many hours. Of one that may not have begun yet by the host's clock nothing can be said. */
function stays(wanted: Status, limit: (numbers: Numbers) => number): TaskRule {
  return (truth, { numbers, shown }) => {
    if (truth.status !== wanted) return null;
    const since = wanted === "blocked" ? truth.blockedSince : truth.since;
    const hours = limit(numbers);
    const why = `${wanted} since ${new Date(since.from).toISOString()}, ${hours} h`;
    const verdict = since.to > shown.from ? "may" : passed(later(since, hours * hour), shown);
    return said(verdict, `${truth.stay}`, why);
  };
}

function marked(label: string): TaskRule {
  return ({ status, labels }) => {
    if (!labels.has(label) || settled.includes(status)) return null;
    return said("must", label, `it has the label ${label}`);
  };
}

function said(verdict: Verdict, cause: string, why: string): Said {
  return { verdict, cause, why };
}
