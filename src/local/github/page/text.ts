import { html, type Markup } from "./html.ts";

/** A text as it was written, without the lines that are an HTML comment alone: GitHub hides those too. */
export function plainText(text: string): Markup {
  return html`<pre>
${text
  .replaceAll("\r\n", "\n")
  .replace(/^<!--(?:(?!-->).)*-->\n?/gm, "")
  .trim()}</pre>`;
}

export function timeOf(at: string): Markup {
  return html`<time datetime="${at}">${at.slice(0, 16).replace("T", " ")} UTC</time>`;
}
