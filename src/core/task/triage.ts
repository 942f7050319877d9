import { TaskBlock } from "../../schema/index.ts";
import type { Wishes } from "../commands/obey.ts";
import type { TaskFacts } from "../facts.ts";
import { parseLabel } from "../lifecycle/labels.ts";
import type { Policy } from "../policy.ts";
import { confidenceOf, type Suggestions, suggest, undecidedIn } from "../triage/suggest.ts";
import type { Moment } from "./moment.ts";
import { arrive } from "./move.ts";

/**
 * The task as automatic triage makes it, with the labels it wants; null when the item has to wait for a person. It counts
 * as done when the item was filed, so that whatever else is asked comes after it, even if the filing was never heard of.
 */
export function triaged(
  moment: Moment,
  facts: TaskFacts,
  policy: Policy,
): { readonly moment: Moment; readonly wishes: Wishes } | null {
  const config = policy.config.triage;
  if (moment.status !== "inbox" || !config.automatic) return null;
  const suggestions = suggest(facts, policy.config, facts.classified);
  if (confidenceOf(suggestions) < config.min_confidence) return null;
  const arrived = arrive(moment, { to: "triaged", by: "rule:new-task", at: facts.createdAt });
  return {
    moment: {
      ...arrived,
      owner: moment.owner,
      priority: moment.priority ?? suggestions.priority?.value ?? null,
      block: { ...factsOf(suggestions), ...arrived.block },
    },
    wishes: wishesOf(suggestions, facts),
  };
}

/** What nothing decides. */
export function undecided(facts: TaskFacts, policy: Policy): readonly string[] {
  return undecidedIn(suggest(facts, policy.config, facts.classified));
}

/** Whether a model is to be asked: there is one, it was not asked yet, and the rules leave something of a new item open. */
export function needsModel(moment: Moment, facts: TaskFacts, policy: Policy): boolean {
  const { automatic, model } = policy.config.triage;
  if (!automatic || model === null || facts.classified !== undefined) return false;
  if (moment.status !== "inbox" || facts.state !== "open") return false;
  return undecided(facts, policy).length > 0;
}

/** Labels for what is not labelled yet. */
function wishesOf(suggestions: Suggestions, facts: TaskFacts): Wishes {
  const wishes: Record<string, string> = {};
  for (const group of ["kind", "domain", "mode", "risk", "project"] as const) {
    const value = suggestions[group]?.value;
    if (value !== undefined && !hasLabel(facts, group)) wishes[group] = value;
  }
  return wishes;
}

/** What a form says and the block does not. */
function factsOf({ due, output, review, boundaries }: Suggestions): TaskBlock {
  const given = {
    due: due?.value,
    output: output?.value,
    review: review?.value,
    boundaries: boundaries?.value,
  };
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return TaskBlock.safeParse(Object.fromEntries(said)).data ?? {};
}

function hasLabel(facts: TaskFacts, group: string): boolean {
  return facts.labels.some((label) => parseLabel(label)?.group === group);
}
