import { Refusal, type Answer, type Local, type RepoCall } from "./call.ts";

/** Where an item stands in its list: its key, and its number where keys are equal. */
export type Place = { readonly key: string | number; readonly number: number };
type Listed<T> = {
  readonly items: readonly T[];
  readonly placeOf: (item: T) => Place;
  /** 1: lowest place first. */
  readonly sign: 1 | -1;
};

/**
 * One page of a list that GitHub pages by cursor: `Link` says `next` and `prev`, never `last`, with an opaque `after` or
 * `before` and a page number that means nothing beside it. What changes its place while somebody reads on hides nothing.
 * A page number alone reaches `offsetItems` items and is refused beyond.
 */
export function cursorPaged<T>(call: RepoCall, local: Local, list: Listed<T>): Answer {
  const { query, repo, target } = call;
  const perPage = Math.min(100, Math.max(1, Number(query.get("per_page") ?? 30)));
  const page = Math.max(1, Number(query.get("page") ?? 1));
  const start = startOf(call, local, list, (page - 1) * perPage, perPage);
  const json = list.items.slice(start, start + perPage);
  const path = (target.split("?")[0] ?? "").replace(/^\/repos\/[^/]+\/[^/]+/, "");
  const links: string[] = [];
  function link(rel: string, to: number, name: "after" | "before", item: T): void {
    const wanted = new URLSearchParams(query);
    for (const stale of ["after", "before", "page"]) wanted.delete(stale);
    wanted.set(name, cursorOf(list.placeOf(item)));
    wanted.set("page", String(to));
    links.push(`<${local.url}/repositories/${repo.json.id}${path}?${wanted}>; rel="${rel}"`);
  }
  const last = json.at(-1);
  const first = json[0];
  if (last !== undefined && start + perPage < list.items.length)
    link("next", page + 1, "after", last);
  if (first !== undefined && start > 0) link("prev", Math.max(1, page - 1), "before", first);
  return { status: 200, json, link: links.length > 0 ? links.join(", ") : null };
}

function startOf<T>(
  { query }: RepoCall,
  local: Local,
  list: Listed<T>,
  offset: number,
  perPage: number,
): number {
  const after = query.get("after");
  if (after !== null) return firstBeyond(list, placeIn(after));
  const before = query.get("before");
  if (before !== null) {
    const place = placeIn(before);
    const end = firstBeyond(list, { ...place, number: place.number - list.sign });
    return Math.max(0, end - perPage);
  }
  const { offsetItems } = local.limits;
  if (offsetItems !== null && offset >= offsetItems) {
    throw new Refusal(
      422,
      "Pagination with the page parameter is not supported for large datasets, please use cursor based pagination (after/before)",
    );
  }
  return offset;
}

/** Index of the first item whose place is beyond `place`, in the list's own order. */
function firstBeyond<T>({ items, placeOf, sign }: Listed<T>, place: Place): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && sign * compare(placeOf(item), place) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function compare(one: Place, other: Place): number {
  if (one.key === other.key) return one.number - other.number;
  return one.key < other.key ? -1 : 1;
}

const version = "cursor:v2:";

function cursorOf({ key, number }: Place): string {
  return Buffer.from(version + JSON.stringify([key, number])).toString("base64");
}

function placeIn(cursor: string): Place {
  const text = Buffer.from(cursor, "base64").toString("utf8");
  const [, json = ""] = text.startsWith(version) ? [version, text.slice(version.length)] : [];
  const read: unknown = parsed(json);
  if (Array.isArray(read)) {
    const [key, number]: unknown[] = read;
    if ((typeof key === "string" || typeof key === "number") && typeof number === "number")
      return { key, number };
  }
  throw new Refusal(422, "Validation Failed");
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Whoever makes up a cursor is refused like one who cuts it short.
    return null;
  }
}
