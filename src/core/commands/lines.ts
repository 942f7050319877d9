/** A line of a comment on which a command may stand, counted from 1. */
export type CommandLine = { readonly line: number; readonly text: string };

/** A fence, also one that opens in a list item. */
const fence = /^(?: {0,3}|\s*(?:[-*+]|\d{1,9}[.)])\s+)(`{3,}|~{3,})(.*)$/;

/**
 * The lines that are the writer's own words: not in fenced or indented code, quotes (lazy continuation too), HTML, or code
 * spans over several lines. Follows CommonMark 0.31 as far as a command at the start of a line can be concerned; an
 * unclosed fence or comment hides everything after it, as it does on GitHub's page.
 */
export function commandLines(body: string): readonly CommandLine[] {
  const found: CommandLine[] = [];
  let open: { mark: string; length: number } | null = null;
  let inComment = false;
  let paragraph: Paragraph = "none";
  for (const [index, raw] of body.split(/\r\n|\n|\r/).entries()) {
    if (open !== null) {
      const close: RegExpExecArray | null = fence.exec(raw);
      const mark: string = close?.[1] ?? "";
      if (mark[0] === open.mark && mark.length >= open.length && (close?.[2] ?? "").trim() === "")
        open = null;
      continue;
    }
    if (inComment) {
      if (raw.includes("-->")) inComment = false;
      continue;
    }
    const opens = fence.exec(raw);
    const mark = opens?.[1];
    if (mark !== undefined && !(mark[0] === "`" && (opens?.[2] ?? "").includes("`"))) {
      open = { mark: mark[0] ?? "", length: mark.length };
      paragraph = "none";
      continue;
    }
    const comment = raw.lastIndexOf("<!--");
    if (comment >= 0 && !raw.slice(comment).includes("-->")) inComment = true;
    const isOwnWords = paragraph === "none" || paragraph === "words";
    if (/^ {0,3}\/[a-z]/.test(raw) && comment < 0 && isOwnWords) {
      found.push({ line: index + 1, text: raw.trim() });
    }
    paragraph = after(paragraph, raw);
  }
  return found;
}

/** What the lines so far, up to the last blank one, make of the next line. */
type Paragraph = "none" | "words" | "hidden" | "raw-html";

function after(paragraph: Paragraph, raw: string): Paragraph {
  if (paragraph === "raw-html")
    return /<\/(pre|script|style|textarea)>/i.test(raw) ? "none" : paragraph;
  if (raw.trim() === "") return "none";
  if (/^ {0,3}<(pre|script|style|textarea)[\s>]/i.test(raw)) {
    return /<\/(pre|script|style|textarea)>/i.test(raw) ? "none" : "raw-html";
  }
  if (paragraph === "hidden") return paragraph;
  if (/^ {0,3}(>|<[a-z/?])/i.test(raw)) return "hidden";
  // A code span that is left open goes on in the next line.
  const ticks = raw.match(/`+/g)?.length ?? 0;
  return ticks % 2 === 1 ? "hidden" : "words";
}
