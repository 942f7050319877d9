const zeroWidth = "\u200B";
/** What steers a terminal or the direction of a text, and what is not seen at all. */
const controls =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;

/** One line of at most `max` characters, without control and direction characters; what is cut off ends in `…`. */
export function oneLine(text: string, max = 200): string {
  // What is far behind all that can be shown is not looked at.
  const near = text.slice(0, 10 * max);
  const line = near.toWellFormed().replace(/\s+/g, " ").replace(controls, "").trim();
  const characters = [...line];
  const isWhole = near.length === text.length && characters.length <= max;
  return isWhole ? line : `${characters.slice(0, max - 1).join("")}…`;
}

/**
 * Foreign text as plain words inside markdown, also inside a table: no markup, no HTML, no link, and nobody is
 * mentioned and no issue referred to (a zero-width space stands after `@`, `#` and in addresses).
 */
export function escapeMarkdown(text: string, max?: number): string {
  return oneLine(text, max)
    .replace(/[\\`*_{}[\]()|~!$^]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@/g, `@${zeroWidth}`)
    .replace(/#(?=\d)/g, `#${zeroWidth}`)
    .replace(/\b(gh)-(?=\d)/gi, `$1-${zeroWidth}`)
    .replace(/:\/\//g, `:${zeroWidth}//`)
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}${zeroWidth}.`)
    .replace(/^([#+-])/, "\\$1")
    .replace(/^(\d+)([.)])/, "$1\\$2");
}

/**
 * Foreign text as a code span, which neither mentions nor links; safe inside a table. A zero-width space stands in what
 * begins or ends a comment: by those we find our own marks again, and GitHub does not see them in code.
 */
export function codeSpan(text: string, max = 80): string {
  const line = oneLine(text, max)
    .replace(/\|/g, "\\|")
    .replaceAll("<!--", `<!${zeroWidth}--`)
    .replaceAll("-->", `--${zeroWidth}>`);
  if (line === "") return "` `";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const space = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** A link whose words are foreign; the words alone when the address is not http(s) or could break out of the link. */
export function markdownLink(words: string, address: string, max?: number): string {
  const shown = escapeMarkdown(words, max);
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return shown;
  return `[${shown}](${url.href.replace(/[()<>|\\"'`\s]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}
