import { keyedSecrets } from "./keyed.ts";
import { marked, redactedMark } from "./mark.ts";
import { randomWords } from "./random-words.ts";
import { type SecretRule, secretRules } from "./rules.ts";

export type Redact = (text: string) => string;

export type RedactorOptions = {
  /** Values that must never be seen, such as those of the environment; shorter than 8 characters they are left. */
  readonly known?: readonly string[];
};

/**
 * Takes secrets out of a text: known values first, then what has the form of a provider's secret, then values of fields that
 * are named like secrets, and last what is too random to be a word. Idempotent; the signs around a secret stay as they are,
 * so JSON stays JSON and markdown stays markdown. Takes time in proportion to the text.
 */
export function redactor({ known = [] }: RedactorOptions = {}): Redact {
  const hideKnown = knownHider(known);
  const once = (text: string) => randomWords(keyedSecrets(byForm(hideKnown(text))));
  return (text) => {
    let shown = once(text);
    // What stood in the middle of a word may stand at its beginning now.
    for (let before = text; shown !== before;) [before, shown] = [shown, once(shown)];
    return shown;
  };
}

const byGroup: ReadonlyMap<string, SecretRule> = new Map(
  secretRules.map((rule) => [groupOf(rule), rule] as const),
);
/** All forms at once: the text is gone through a single time. */
const forms = new RegExp(
  secretRules.map((rule) => `(?<${groupOf(rule)}>${rule.pattern})`).join("|"),
  "g",
);

function byForm(text: string): string {
  let end = -1;
  return text.replace(forms, (found: string, ...rest: unknown[]) => {
    const groups = Object.entries(Object(rest.at(-1)));
    const [group = ""] = groups.find(([, value]) => value !== undefined) ?? [];
    const rule = byGroup.get(group);
    const at = Number(rest.at(-3));
    if (rule === undefined || (rule.isAnywhere !== true && at !== end && isInWord(text, at)))
      return found;
    end = at + found.length;
    const kept = rule.keeps?.exec(found)?.[0] ?? "";
    const isDone = found.startsWith(marked, kept.length);
    return isDone ? found : `${kept}${redactedMark(rule.id)}`;
  });
}

/** The letter of an escape, such as that of a line feed in JSON, is no part of the word after it. */
function isInWord(text: string, at: number): boolean {
  return /[A-Za-z0-9]$/.test(text.slice(at - 2, at).replace(/^\\[bfnrt]$/, ""));
}

function groupOf({ id }: SecretRule): string {
  return id.replaceAll("-", "_");
}

const shortest = 8;

/** As they are, as they stand in JSON, in an address, and in base64, in which a header carries them. */
function knownHider(known: readonly string[]): Redact {
  const spellings = known
    .filter((value) => value.length >= shortest)
    .flatMap((value) => [
      value,
      JSON.stringify(value).slice(1, -1),
      encodeURIComponent(value.toWellFormed()),
    ]);
  const all = [...new Set(spellings)].toSorted((a, b) => b.length - a.length);
  return (text) => all.reduce((shown, one) => shown.replaceAll(one, redactedMark("known")), text);
}
