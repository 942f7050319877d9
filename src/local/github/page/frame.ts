import { markup, type Markup } from "./markup.ts";
import { style, stylePath } from "./style.ts";

/** What goes back to the browser. */
export type Page = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A document; `refresh`: the address it goes to by itself after two seconds. */
export function document(
  status: number,
  title: string,
  content: Markup,
  refresh: string | null = null,
): Page {
  const again =
    refresh === null ? null : markup`<meta http-equiv="refresh" content="2; url=${refresh}" />`;
  const { html } = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${stylePath}" />
        ${again}
      </head>
      <body>
        ${content}
      </body>
    </html>`;
  return { status, headers: headersOf("text/html; charset=utf-8"), body: html };
}

export function styleSheet(): Page {
  return { status: 200, headers: headersOf("text/css; charset=utf-8"), body: style };
}

export function seeOther(location: string): Page {
  return { status: 303, headers: { location }, body: "" };
}

function headersOf(type: string): Readonly<Record<string, string>> {
  return {
    "content-type": type,
    "content-security-policy":
      "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    // Without a referrer, browsers call the origin of our own forms "null".
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
}
