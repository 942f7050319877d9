import type { Emulator } from "./emulator.ts";
import type { Json } from "./json.ts";
import type { Limits } from "./limits.ts";
import type { Operation } from "./openapi.ts";
import type { InTurn } from "./turns.ts";
import type { Webhooks } from "./webhooks.ts";
import type { Identity, Repo, Thread, World } from "./world.ts";

/** All that a handler works with besides the request. */
export type Local = {
  readonly url: string;
  readonly world: World;
  readonly emulator: Emulator;
  readonly webhooks: Webhooks;
  readonly limits: Limits;
  /** Writes are done one at a time, as if each in a transaction. */
  readonly inTurn: InTurn;
};

export type Call = {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Path and query as they came. */
  readonly target: string;
  readonly body: Json;
  /** As it came: some operations take a bare array. */
  readonly rawBody: unknown;
  readonly accept: string | undefined;
  readonly who: Identity;
  /** Milliseconds, by the clock of this server. */
  readonly now: number;
  /** Set when the caller or the test set the time. */
  readonly at: number | null;
};
export type AnyCall = Call & { readonly repo: Repo | null };
export type RepoCall = Call & { readonly repo: Repo };
export type ThreadCall = RepoCall & { readonly thread: Thread };

export type Answer = {
  readonly status: number;
  /** Absent: no body. */
  readonly json?: unknown;
  /** A body that is passed on as it is. */
  readonly text?: string;
  readonly type?: string;
  readonly link?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** The emulator's own words, of which only what is read is checked. */
  readonly foreign?: boolean;
};

/** An answer that is not the one asked for, in GitHub's shape. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;
  /** Where the thing is now, of a redirect. */
  readonly url: string | undefined;
  constructor(status: number, message: string, errors?: readonly unknown[], url?: string) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.url = url;
  }
}

export function notFound(): Refusal {
  return new Refusal(404, "Not Found");
}

export function forbidden(): Refusal {
  return new Refusal(403, "Must have admin rights to Repository.");
}

/** One page of a list, with GitHub's `Link`, and 422 past the items that page numbers reach. */
export function paged(call: Call, local: Local, items: readonly unknown[]): Answer {
  const perPage = Math.min(100, Math.max(1, Number(call.query.get("per_page") ?? 30)));
  const page = Math.max(1, Number(call.query.get("page") ?? 1));
  const { offsetItems } = local.limits;
  if (offsetItems !== null && page > 1 && (page - 1) * perPage >= offsetItems) {
    throw new Refusal(
      422,
      "In order to keep the API fast for everyone, pagination is limited for this resource.",
    );
  }
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const links: string[] = [];
  function link(rel: string, to: number): void {
    const query = new URLSearchParams(call.query);
    query.set("page", String(to));
    links.push(`<${local.url}${call.target.split("?")[0]}?${query}>; rel="${rel}"`);
  }
  if (page > 1) link("prev", page - 1);
  if (page < last) link("next", page + 1);
  if (page < last) link("last", last);
  if (page > 1) link("first", 1);
  const json = items.slice((page - 1) * perPage, page * perPage);
  return { status: 200, json, link: links.length > 0 ? links.join(", ") : null };
}
