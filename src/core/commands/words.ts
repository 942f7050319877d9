/** The words after a command's name: bare ones in order, and `key=value` or `key="…"` pairs. */
export type Words = {
  readonly bare: readonly string[];
  readonly pairs: ReadonlyMap<string, string>;
};

/**
 * Splits arguments. Quotes are straight or typographic (phones write those), `\"` inside straight ones.
 * Returns a message instead when a quote is not closed or a key is given twice.
 */
export function splitWords(text: string): Words | { readonly problem: string } {
  const bare: string[] = [];
  const pairs = new Map<string, string>();
  const token =
    /([a-z]+)=(?:"((?:[^"\\]|\\.)*)"|“([^”]*)”|([^\s"“]+))(?=\s|$)|"((?:[^"\\]|\\.)*)"(?=\s|$)|“([^”]*)”(?=\s|$)|([^\s"“”]+)(?=\s|$)/gy;
  const spaces = /\s*/y;
  let at = 0;
  while (at < text.length) {
    spaces.lastIndex = at;
    spaces.exec(text);
    at = spaces.lastIndex;
    if (at >= text.length) break;
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null)
      return { problem: `cannot read \`${text.slice(at, at + 30)}\`: is a quote left open?` };
    at = token.lastIndex;
    const [, key, quoted, curly, plain, bareQuoted, bareCurly, word] = match;
    if (key === undefined) {
      bare.push(unescape(bareQuoted) ?? bareCurly ?? word ?? "");
      continue;
    }
    if (pairs.has(key)) return { problem: `\`${key}=\` is given twice` };
    pairs.set(key, unescape(quoted) ?? curly ?? plain ?? "");
  }
  return { bare, pairs };
}

function unescape(quoted: string | undefined): string | undefined {
  return quoted?.replaceAll(/\\(.)/g, "$1");
}

/** Without the quotes around it, if there is a pair and no other. */
export function unquote(text: string): string {
  return /^"[^"]*"$/.test(text) || /^“[^”]*”$/.test(text) ? text.slice(1, -1) : text;
}
