import { markup, type Markup } from "./markup.ts";

/** A text as it was written, without the lines that are an HTML comment alone: GitHub hides those too. */
export function plainText(text: string): Markup {
  return markup`<pre>
${text
  .replaceAll("\r\n", "\n")
  .replace(/^<!--(?:(?!-->).)*-->\n?/gm, "")
  .trim()}</pre>`;
}

export function timeOf(at: string): Markup {
  return markup`<time datetime="${at}">${at.slice(0, 16).replace("T", " ")} UTC</time>`;
}
