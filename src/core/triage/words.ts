export type WordMatch<Name> = {
  readonly name: Name;
  /** The words that were found, each once, in the order of the table. */
  readonly words: readonly string[];
  readonly inTitle: boolean;
};

/**
 * The group of a table whose words fit best: one in the title beats one in the text, more words beat fewer, and what stands
 * first in the table beats what comes later. null: no word of any group is there.
 */
export function bestMatch<Name extends string>(
  title: string,
  text: string,
  table: Readonly<Partial<Record<Name, readonly string[]>>>,
): WordMatch<Name> | null {
  const inTitle = title.toLowerCase();
  const inText = text.toLowerCase();
  let best: WordMatch<Name> | null = null;
  for (const name of Object.keys(table) as Name[]) {
    const words = table[name] ?? [];
    const titled = words.filter((word) => hasWord(inTitle, word.toLowerCase()));
    const found = words.filter(
      (word) => titled.includes(word) || hasWord(inText, word.toLowerCase()),
    );
    if (found.length === 0) continue;
    const match = { name, words: found, inTitle: titled.length > 0 };
    if (best === null || isBetter(match, best)) best = match;
  }
  return best;
}

/** Whether a word, or several in a row, stands there whole: `api` is not in "capital". */
export function hasWord(text: string, word: string): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isLetter(text[at - 1]) && !isLetter(text[at + word.length])) return true;
  }
  return false;
}

function isBetter(one: WordMatch<string>, other: WordMatch<string>): boolean {
  if (one.inTitle !== other.inTitle) return one.inTitle;
  return one.words.length > other.words.length;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
