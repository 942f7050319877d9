import type { Config, Domain, Kind, Priority } from "../../schema/index.ts";
import type { Wishes } from "../commands/obey.ts";
import type { TaskFacts } from "../facts.ts";
import type { Policy } from "../policy.ts";
import { bodyWithoutBlock } from "./block.ts";
import type { Moment } from "./moment.ts";
import { arrive } from "./move.ts";

/** What an item has to be told apart by. */
const classified = ["kind", "priority", "domain"] as const;
type Classified = (typeof classified)[number];

type Suggestion = {
  readonly kind: Kind;
  readonly priority: Priority;
  readonly domain: Domain | null;
  /** What the words decided; the rest is the configured default. */
  readonly decided: readonly Classified[];
};

/** Classifies an item by the words of the configuration: the first group with a whole word in title or body wins. */
function suggestTriage(title: string, text: string, config: Config["triage"]): Suggestion {
  const words = `${title}\n${text}`.toLowerCase();
  const kind = firstMatch(words, config.kinds);
  const priority = firstMatch(words, config.priorities);
  const domain = firstMatch(words, config.domains);
  return {
    kind: kind?.name ?? config.default_kind,
    priority: priority?.name ?? config.default_priority,
    domain: domain?.name ?? null,
    decided: classified.filter((name) => ({ kind, priority, domain })[name] !== null),
  };
}

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
  // 0: nothing but defaults; 1: words or labels decided everything.
  const confidence = 1 - undecided(facts, policy).length / classified.length;
  if (confidence < config.min_confidence) return null;
  const suggestion = suggestionFor(facts, policy);
  const arrived = arrive(moment, { to: "triaged", by: "rule:new-task", at: facts.createdAt });
  return {
    moment: { ...arrived, owner: moment.owner, priority: moment.priority ?? suggestion.priority },
    wishes: {
      ...(hasLabel(facts, "kind") ? {} : { kind: suggestion.kind }),
      ...(hasLabel(facts, "domain") || suggestion.domain === null
        ? {}
        : { domain: suggestion.domain }),
    },
  };
}

/** What neither words nor labels decide. */
export function undecided(facts: TaskFacts, policy: Policy): readonly string[] {
  const { decided } = suggestionFor(facts, policy);
  return classified.filter((name) => !decided.includes(name) && !hasLabel(facts, name));
}

function suggestionFor(facts: TaskFacts, policy: Policy): Suggestion {
  return suggestTriage(facts.title, bodyWithoutBlock(facts.body), policy.config.triage);
}

function hasLabel(facts: TaskFacts, group: string): boolean {
  return facts.labels.some((label) => label.startsWith(`${group}:`));
}

type Match<Name> = { readonly name: Name; readonly word: string };

function firstMatch<Name extends string>(
  text: string,
  table: Readonly<Partial<Record<Name, readonly string[]>>>,
): Match<Name> | null {
  for (const name of Object.keys(table) as Name[]) {
    const word = table[name]?.find((one) => hasWord(text, one.toLowerCase()));
    if (word !== undefined) return { name, word };
  }
  return null;
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
  }
  return false;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
