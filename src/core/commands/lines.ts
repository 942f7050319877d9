/** A line of a comment on which a command may stand, counted from 1. */
export type CommandLine = { readonly line: number; readonly text: string };

const fence = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/**
 * The lines that are the writer's own words: not in fenced or indented code, quotes or HTML comments.
 * Follows CommonMark 0.31 as far as a command at the start of a line can be concerned; an unclosed fence or comment
 * hides everything after it, as it does on GitHub's page.
 */
export function commandLines(body: string): readonly CommandLine[] {
  const found: CommandLine[] = [];
  let open: { mark: string; length: number } | null = null;
  let inComment = false;
  for (const [index, raw] of body.split(/\r\n|\n|\r/).entries()) {
    if (open !== null) {
      const close: RegExpExecArray | null = fence.exec(raw);
      const mark: string = close?.[1] ?? "";
      if (mark[0] === open.mark && mark.length >= open.length && (close?.[2] ?? "").trim() === "") open = null;
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
      continue;
    }
    const comment = raw.lastIndexOf("<!--");
    if (comment >= 0 && !raw.slice(comment).includes("-->")) inComment = true;
    if (/^ {0,3}\/[a-z]/.test(raw) && comment < 0) found.push({ line: index + 1, text: raw.trim() });
  }
  return found;
}
