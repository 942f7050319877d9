import type { Redact } from "./redact.ts";

/** A text that comes in pieces: what can be shown of it so far, and at its end the rest. */
export type RedactedLines = {
  readonly push: (piece: string) => string;
  readonly end: () => string;
};

/** A line that is longer is shown in parts, cut where a blank stands, or else where it is full. */
const longestLine = 1_000_000;
const keyBegin = "-----BEGIN ";
const keyEnd = /-----END [A-Z0-9 ]*KEY[A-Z ]*-----/;

/**
 * Redacts line by line, so that the memory it takes does not grow with the text. A private key, which runs over several lines, is
 * held back until its end, or until it is longer than any line may be.
 */
export function redactLines(redact: Redact): RedactedLines {
  let held = "";
  return {
    push: (piece) => {
      held += piece;
      const cut = readyLength(held);
      const ready = held.slice(0, cut);
      held = held.slice(cut);
      return redact(ready);
    },
    end: () => {
      const rest = held;
      held = "";
      return redact(rest);
    },
  };
}

/** How much of a text no secret can go over the end of. */
function readyLength(text: string): number {
  const lines = text.lastIndexOf("\n") + 1;
  const begin = text.lastIndexOf(keyBegin);
  const isOpen = begin >= 0 && !keyEnd.test(text.slice(begin));
  const ready = isOpen ? Math.min(lines, begin) : lines;
  if (text.length - ready <= longestLine) return ready;
  const blank = text.lastIndexOf(" ") + 1;
  return blank > ready ? blank : text.length;
}
