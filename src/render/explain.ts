import type { AnyRule, Judgement } from "../core/rules/rule.ts";
import { toInstant } from "../core/instant.ts";
import { codeSpan, escapeMarkdown, oneLine } from "./escape.ts";

export type Explained = {
  readonly rule: Pick<AnyRule, "id" | "when">;
  readonly judgement: Judgement;
  /** What it is about, where that is not the task itself. */
  readonly entity?: string;
};

const verdicts: Readonly<Record<Judgement["verdict"], string>> = {
  fires: "**fires**",
  "cannot-judge": "cannot judge",
  silent: "does not fire",
};

const maxEvidence = 5;

/** Why each rule did or did not fire on a task, and when time alone can change that: one line a rule, those that fire first. */
export function explainLines(judged: readonly Explained[]): readonly string[] {
  const order = Object.keys(verdicts);
  return judged
    .toSorted((a, b) => order.indexOf(a.judgement.verdict) - order.indexOf(b.judgement.verdict))
    .map(({ rule, judgement, entity }) => {
      const { verdict, why, evidence, nextAt } = judgement;
      const next = nextAt === null ? "" : ` It can fire from ${toInstant(nextAt)} on.`;
      const told = verdict === "silent" ? [] : evidence.slice(0, maxEvidence);
      const shown = told.map((one) => oneLine(one, 200));
      const seen =
        shown.length === 0 ? "" : ` (${shown.map((one) => escapeMarkdown(one)).join(", ")})`;
      const when = escapeMarkdown(rule.when, 120);
      const about = entity === undefined ? "" : ` on ${codeSpan(entity)}`;
      return `- \`${rule.id}\`${about} (${when}) ${verdicts[verdict]}: ${escapeMarkdown(why, 400)}${seen}${next}`;
    });
}

/** What the lease on a task comes to. */
export function leaseLine({
  verdict,
  why,
}: {
  readonly verdict: string;
  readonly why: string;
}): string {
  return `- lease: ${verdict.replace("-", " ")}: ${escapeMarkdown(why, 400)}`;
}
