import markdownIt, { type Env, type Token } from "markdown-it";

/** A line of a comment on which a command may stand, counted from 1. */
export type CommandLine = { readonly line: number; readonly text: string };

const mayBeCommand = /^ {0,3}\/[a-z]/;
/** A footnote holds the lines that follow it as a quote does. */
const footnote = /^( {0,3})\[\^[^\]\s]+\]:/gm;

/** A replay comes by a comment several times. */
const recent = new Map<string, readonly CommandLine[]>();
const maxRecent = 200;

/**
 * The lines that everybody sees as the writer's own words: of a paragraph, also of one in an item of a list, in no quote, table
 * or folded section, and there not in code, HTML, a formula or a link. Follows GitHub's flavour of CommonMark; lists in lists
 * fifty deep hide all that follows. Takes time in proportion to the comment, whatever it holds.
 */
export function commandLines(body: string): readonly CommandLine[] {
  const known = recent.get(body);
  if (known !== undefined) return known;
  const lines = body.split(/\r\n|\n|\r/);
  if (!lines.some((line) => mayBeCommand.test(line))) return [];
  const found = plainSlashes(body.replaceAll(footnote, "$1> "))
    .map((index) => ({ line: index + 1, text: lines[index] ?? "" }))
    .filter(({ text }) => mayBeCommand.test(text) && !text.includes("<!--"))
    .map(({ line, text }) => ({ line, text: text.trim() }));
  if (recent.size === maxRecent) recent.clear();
  recent.set(body, found);
  return found;
}

const slash = "slash";
const blocks = blockParser();
const words = inlineParser();

/** Lines, counted from 0, that begin with a slash in plain words. */
function plainSlashes(body: string): readonly number[] {
  const env: Env = {};
  const found: number[] = [];
  let html = shownHtml;
  let quotes = 0;
  let before = "";
  for (const token of blocks.parse(body, env)) {
    if (token.type.startsWith("blockquote_")) quotes += token.nesting;
    const shown = new Set<unknown>();
    for (const part of partsOf(token, env)) {
      if (part.type.startsWith("html_")) html = htmlAfter(html, part.content);
      if (part.type === slash && part.level === 0 && isShown(html)) shown.add(part.meta?.["at"]);
    }
    const isWords = before === "paragraph_open" || before === "heading_open";
    before = token.type;
    // Two dollars make a formula of the words.
    if (!isWords || quotes > 0 || /^\$\$/m.test(token.content)) continue;
    const first = token.map?.[0] ?? 0;
    for (const [index, at] of lineStarts(token.content).entries())
      if (shown.has(at)) found.push(first + index);
  }
  return found;
}

/** What a block is made of, where it can matter. */
function partsOf(token: Token, env: Env): readonly Token[] {
  if (token.type !== "inline") return [token];
  const parts: Token[] = [];
  if (/^[ \t]*\/|<\/?[a-z]/im.test(token.content))
    words.inline.parse(token.content, words, env, parts);
  return parts;
}

/** A browser reads on in HTML where markdown takes it as ended. `open`: how many of each element that hides are open. */
type Html = { readonly open: ReadonlyMap<string, number>; readonly isCut: boolean };

const shownHtml: Html = { open: new Map(), isCut: false };
/** What stands in these is folded up, somebody else's, code, or no longer meant. */
const hiding: ReadonlySet<string> = new Set(
  "details blockquote table pre code kbd samp a del s strike template".split(" "),
);
const htmlTag =
  /<!--[^]*?(?:-->|$)|<(\/?)([a-z][^\s/>]*)(?:=\s*"[^"]*(?:"|$)|=\s*'[^']*(?:'|$)|[^>])*(?:>|$)/gi;

function isShown({ open, isCut }: Html): boolean {
  return open.size === 0 && !isCut;
}

/** What is open after it, and whether a comment or tag is, which hides all the rest. */
function htmlAfter(before: Html, html: string): Html {
  const open = new Map(before.open);
  let { isCut } = before;
  for (const [tag, end, written] of html.matchAll(htmlTag)) {
    isCut ||= !tag.endsWith(written === undefined ? "-->" : ">");
    const name = written?.toLowerCase() ?? "";
    if (!hiding.has(name)) continue;
    const count = (open.get(name) ?? 0) + (end === "/" ? -1 : 1);
    if (count > 0) open.set(name, count);
    else open.delete(name);
  }
  return { open, isCut };
}

/** Where each line begins, blanks left out. */
function lineStarts(content: string): readonly number[] {
  let next = 0;
  return content.split("\n").map((line) => {
    const at = next + line.search(/[^ \t]|$/);
    next += line.length + 1;
    return at;
  });
}

function blockParser() {
  const markdown = markdownIt({ html: true });
  markdown.core.ruler.enableOnly(["normalize", "block"]);
  return markdown;
}

/** Only what can hide a line: without emphasis, images and the like it takes its time from nobody. */
function inlineParser() {
  const markdown = markdownIt({ html: true });
  const { ruler, ruler2 } = markdown.inline;
  ruler.enableOnly(["text", "newline", "escape", "backticks", "link", "autolink", "html_inline"]);
  ruler2.enableOnly([]);
  ruler.before("text", slash, (state, silent) => {
    if (state.src[state.pos] !== "/") return false;
    if (!silent) state.push(slash, "", 0).meta = { at: state.pos };
    state.pos++;
    return true;
  });
  return markdown;
}
