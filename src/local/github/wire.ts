import { createHash } from "node:crypto";
import type { Answer } from "./call.ts";
import type { Request } from "./request.ts";

/** An answer as it goes over the line. */
export type Wire = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * Words an answer for HTTP; a GET whose `If-None-Match` holds its tag becomes a 304. Like GitHub's, a 304 has no body and
 * no `Link`, so who asks so has to remember both.
 */
export function wireOf(request: Request, answer: Answer): Wire {
  const text = answer.text ?? (answer.json === undefined ? "" : JSON.stringify(answer.json));
  const { status } = answer;
  const isEmpty = status === 204 || text === "";
  const link = answer.link ?? null;
  const full: Wire = {
    status,
    headers: {
      ...answer.headers,
      ...(isEmpty ? {} : { "content-type": answer.type ?? "application/json; charset=utf-8" }),
      ...(link === null ? {} : { link }),
    },
    body: isEmpty ? "" : text,
  };
  if (request.method !== "GET" || status !== 200) return full;
  const etag = tagOf(request, text);
  const caching = {
    etag,
    "cache-control": "private, max-age=60, s-maxage=60",
    vary: "Accept, Authorization, Cookie, X-GitHub-OTP",
  };
  if (matches(request.headers["if-none-match"], etag)) {
    return { status: 304, headers: { ...answer.headers, ...caching }, body: "" };
  }
  return { ...full, headers: { ...full.headers, ...caching } };
}

/** GitHub's tag is of what `Vary` names too: with a new token every tag is another. */
function tagOf({ headers }: Request, text: string): string {
  const asked = [headers.accept, headers.authorization, headers.cookie];
  const told = asked.filter((value) => value !== undefined);
  return `"${createHash("sha256")
    .update([...told, text].join(":"))
    .digest("hex")}"`;
}

function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header === "*" || header.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag);
}
