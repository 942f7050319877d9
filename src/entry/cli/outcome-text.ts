import type { TaskOutcome } from "../../app/outcome.ts";
import type { Write } from "../../core/plan.ts";

/** One task's outcome in a line for people. */
export function outcomeLine({ repo, number, ending, writes }: TaskOutcome): string {
  const what = writes.map((write) => `${write.type} (${write.reason})`).join(", ");
  return `  ${repo}#${number}: ${ending}${what === "" ? "" : `: ${what}`}`;
}

/** The same for machines; a plan that was not carried out in full, one that was by its reasons. */
export function outcomeOf({ repo, number, ending, writes }: TaskOutcome): Record<string, unknown> {
  return {
    id: `${repo}#${number}`,
    ending,
    writes: ending === "planned" ? writes : writes.map(shortWrite),
  };
}

function shortWrite({ type, reason }: Write): Record<string, unknown> {
  return { type, reason };
}
