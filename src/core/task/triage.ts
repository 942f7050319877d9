import type { Config, Domain, Kind, Priority } from "../../schema/index.ts";

/** What an item has to be told apart by. */
const classified = ["kind", "priority", "domain"] as const;
type Classified = (typeof classified)[number];

export type Suggestion = {
  readonly kind: Kind;
  readonly priority: Priority;
  readonly domain: Domain | null;
  /** What the words decided; the rest is the configured default. */
  readonly decided: readonly Classified[];
  /** Which words decided, for the record. */
  readonly because: readonly string[];
};

/** Classifies an item by the words of the configuration: the first group with a whole word in title or body wins. */
export function suggestTriage(title: string, text: string, config: Config["triage"]): Suggestion {
  const words = `${title}\n${text}`.toLowerCase();
  const kind = firstMatch(words, config.kinds);
  const priority = firstMatch(words, config.priorities);
  const domain = firstMatch(words, config.domains);
  return {
    kind: kind?.name ?? config.default_kind,
    priority: priority?.name ?? config.default_priority,
    domain: domain?.name ?? null,
    decided: classified.filter((name) => ({ kind, priority, domain })[name] !== null),
    because: [
      ...said("kind", kind),
      ...said("priority", priority),
      ...said("domain", domain),
    ],
  };
}

/** From 0 (nothing but defaults) to 1: the share of kind, priority and domain that words or labels decided. */
export function confidenceIn(suggestion: Suggestion, isLabelled: (group: string) => boolean): number {
  return 1 - undecidedIn(suggestion, isLabelled).length / classified.length;
}

/** What neither words nor labels decided. */
export function undecidedIn(
  { decided }: Suggestion,
  isLabelled: (group: string) => boolean,
): readonly string[] {
  return classified.filter((name) => !decided.includes(name) && !isLabelled(name));
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

function said(group: string, match: Match<string> | null): readonly string[] {
  return match === null ? [] : [`${group} ${match.name}: "${match.word}"`];
}
