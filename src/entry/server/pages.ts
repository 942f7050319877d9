import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { contentSecurityPolicy, type Web } from "../../build/web.ts";
import { UserError } from "../../errors.ts";
import { readBody, type Route, sendJson } from "./http.ts";

export type Pages = {
  readonly web: Web;
  /** The text of data.json; null while there is none. */
  readonly data: () => Promise<string | null>;
  /** Files an item; left out where nobody may. */
  readonly file?: (text: string) => Promise<{ number: number; url: string }>;
};

const root = "/mission-control/";
const inboxPath = "/inbox";
const itemLimit = 20_000;

/** The dashboard, its data beside it, and the form where there is one. */
export function pageRoutes(pages: Pages): readonly Route[] {
  const html =
    pages.file === undefined
      ? pages.web.html
      : pages.web.html.replace(
          "</head>",
          `<meta name="mission-control-inbox" content="${inboxPath}" />\n  </head>`,
        );
  return [
    (request, response, path) => {
      if (path !== "/" && path !== root.slice(0, -1)) return false;
      const query = new URL(request.url ?? "/", "http://localhost").search;
      response.writeHead(308, { location: `${root}${query}` }).end();
      return true;
    },
    (_request, response, path) => {
      if (path !== root) return false;
      send(response, "text/html; charset=utf-8", html);
      return true;
    },
    async (request, response, path) => {
      if (path !== `${root}data.json`) return false;
      const text = await pages.data();
      if (text === null) sendJson(response, 404, { error: "there is no data yet: run a tick" });
      else sendData(request, response, text);
      return true;
    },
    (_request, response, path) => {
      const file = pages.web.files.get(path.slice(root.length));
      if (!path.startsWith(root) || file === undefined) return false;
      send(response, file.type, file.body);
      return true;
    },
    async (request, response, path) => {
      if (path !== inboxPath || pages.file === undefined) return false;
      await fileItem(request, response, pages.file);
      return true;
    },
  ];
}

function send(response: ServerResponse, type: string, body: string): void {
  response
    .writeHead(200, {
      "content-type": type,
      "content-security-policy": contentSecurityPolicy,
      "x-content-type-options": "nosniff",
      "cache-control": "no-cache",
    })
    .end(body);
}

function sendData(request: IncomingMessage, response: ServerResponse, text: string): void {
  const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const headers = { etag, "cache-control": "no-cache" };
  if (request.headers["if-none-match"] === etag) response.writeHead(304, headers).end();
  else
    response
      .writeHead(200, { ...headers, "content-type": "application/json; charset=utf-8" })
      .end(text);
}

async function fileItem(
  request: IncomingMessage,
  response: ServerResponse,
  file: NonNullable<Pages["file"]>,
): Promise<void> {
  // A page elsewhere can make a browser post plain text here, but not JSON, and not with our own origin.
  const { origin, host = "" } = request.headers;
  // A name of somebody else's that points here would make his page look like ours.
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(host.replace(/:\d+$/, ""));
  const isOwn = isHere && (origin === undefined || origin === `http://${host}`);
  const isJson = (request.headers["content-type"] ?? "").startsWith("application/json");
  if (request.method !== "POST" || !isJson || !isOwn) {
    return sendJson(response, request.method === "POST" ? 403 : 405, {
      error: 'post JSON from this page: {"text": "…"}',
    });
  }
  const text = textOf(await readBody(request, itemLimit));
  sendJson(response, 201, await file(text));
}

function textOf(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    if (
      typeof value === "object" &&
      value !== null &&
      "text" in value &&
      typeof value.text === "string"
    ) {
      if (value.text.trim() !== "") return value.text;
    }
  } catch (error) {
    throw new UserError(`the body is not JSON: ${error instanceof Error ? error.message : ""}`);
  }
  throw new UserError('expected {"text": "what has to be done"}');
}
