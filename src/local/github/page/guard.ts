import type { Request } from "../request.ts";

const loopback = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Why a page is not given, in words; null: it is. The pages act for anybody without a password, so a name that was made to
 * point at this machine (DNS rebinding) and forms of other sites must not reach them.
 */
export function refusedBecause({ method, headers }: Request, url: string): string | null {
  const { port } = new URL(url);
  const own = loopback.map((name) => `${name}:${port}`);
  const host = headers.host?.toLowerCase();
  if (host === undefined || !own.includes(host))
    return `These pages answer at ${url} only, not at ${host ?? "no host"}.`;
  if (method === "GET") return null;
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`)
    return `Forms of these pages only are taken, not those of ${origin}.`;
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin")
    return "Forms of these pages only are taken, not those of other sites.";
  return null;
}
