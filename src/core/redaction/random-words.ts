import { redactedMark } from "./mark.ts";

/**
 * Long words of base64 that hold small and large letters and digits; hexadecimal ones are digests. Before one may stand an
 * escape, such as that of a line feed in JSON.
 */
const words =
  /(?:(\\[bfnrt])|(?<![A-Za-z0-9+/_.=@:#\\-]))(?=[^A-Z\s]{0,24}[A-Z])(?=[^a-z\s]{0,24}[a-z])(?=[^0-9\s]{0,24}[0-9])([A-Za-z0-9+_-]{32,200}={0,2})(?![A-Za-z0-9+/_-])/g;

/** Bits a character, above which a word of 32 or more is no name that a person gave: those stay below 3.6. */
const mostBits = 4.1;

/** Takes out words that are too random to be anything but a key. */
export function randomWords(text: string): string {
  return text.replace(words, (found: string, escape = "", word = "") =>
    bitsOf(word) > mostBits ? `${escape}${redactedMark("random")}` : found,
  );
}

/** Shannon's entropy of the characters of a word, in bits a character. */
export function bitsOf(word: string): number {
  const counts = new Map<string, number>();
  for (const sign of word) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / word.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
