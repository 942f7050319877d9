import { digestOf } from "../state/digest.ts";
import { bodyWithoutBlock } from "./block.ts";

/** Words that tell no two items apart. */
const stopWords: ReadonlySet<string> = new Set(
  (
    "a an and are as at be been but by can could do does for from had has have he her his how i if in into is it its " +
    "may me my no not of on or our please she should so some than that the their them then there these they this to " +
    "was we were what when where which while who will with would you your"
  ).split(" "),
);

/**
 * The same for two items that say the same, whatever the order, number or letters' case of their words; empty for an item
 * without any. Words are runs of letters and digits of any script (Unicode NFKC); what is hidden in comments does not count.
 */
export function fingerprintOf(title: string, body: string): string {
  const own = bodyWithoutBlock(body).replaceAll(/<!--[^]*?(-->|$)/g, " ");
  const text = `${title}\n${own}`.normalize("NFKC").toLowerCase().normalize("NFKC");
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const telling = [...new Set(words)].filter((word) => !stopWords.has(word)).toSorted();
  return telling.length === 0 ? "" : digestOf(telling);
}
