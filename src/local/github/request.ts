import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { shape } from "./json.ts";
import type { Identity, World } from "./world.ts";

/** A request as read from the wire. */
export type Request = {
  /** What `x-github-request-id` says. */
  readonly id: string;
  readonly method: string;
  readonly target: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawBody: unknown;
  readonly headers: IncomingMessage["headers"];
  readonly who: Identity;
  readonly at: number | null;
  readonly now: number;
};

/** Reads a request to its end: what is asked, by whom, and at what time. */
export async function readRequest(
  incoming: IncomingMessage,
  world: World,
  clockNow: number | null,
): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(shape<Buffer>(chunk));
  const text = Buffer.concat(chunks).toString("utf8");
  // GitHub Enterprise Server has the same API below a prefix.
  const asked = (incoming.url ?? "/").replace(/^\/api(\/v3(?=\/)|(?=\/graphql$))/, "");
  const target = byName(world, asked);
  const [path = "/", search = ""] = target.split("?", 2);
  const local = incoming.headers["x-local-time"];
  const at = typeof local === "string" ? Date.parse(local) : clockNow;
  return {
    id: randomBytes(8).toString("hex").toUpperCase(),
    method: incoming.method ?? "GET",
    target,
    path,
    query: new URLSearchParams(search),
    rawBody: text === "" ? undefined : parseBody(text),
    headers: incoming.headers,
    who: identify(world, incoming.headers["authorization"]),
    at,
    now: at ?? Date.now(),
  };
}

/** GitHub's own links and redirects name a repository by its id. */
function byName(world: World, target: string): string {
  const [prefix, id] = /^\/repositories\/(\d+)(?=[/?]|$)/.exec(target) ?? [];
  if (prefix === undefined) return target;
  for (const { json, fullName } of world.repos.values()) {
    if (String(json.id) === id) return `/repos/${fullName}${target.slice(prefix.length)}`;
  }
  return target;
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const nobody: Identity = { kind: "nobody", login: null, token: null };

function identify(world: World, authorization: string | undefined): Identity {
  const token = authorization?.replace(/^(bearer|token)\s+/i, "").trim() ?? "";
  if (token.startsWith("eyJ")) return { kind: "app", login: null, token };
  return world.tokens.get(token) ?? nobody;
}
