import type { Data } from "../schema/data.ts";
import { setClock } from "./clock.ts";

export type Answer =
  | { readonly kind: "new"; readonly data: Data }
  | { readonly kind: "same" }
  | { readonly kind: "lost"; readonly why: string };

const address = new URL("data.json", import.meta.url);
let seen: string | null = null;

/** Asks for data.json; the browser sends the ETag it knows, so an unchanged file costs a 304. */
export async function ask(): Promise<Answer> {
  try {
    const response = await fetch(address, {
      cache: "no-cache",
      signal: AbortSignal.timeout(20_000),
    });
    setClock(response.headers.get("date"));
    if (!response.ok) return { kind: "lost", why: `data.json answered ${response.status}` };
    const text = await response.text();
    if (text === seen) return { kind: "same" };
    const data = JSON.parse(text);
    if (!isData(data))
      return { kind: "lost", why: "data.json is not of version 1, the one this page reads" };
    seen = text;
    return { kind: "new", data };
  } catch (error) {
    return {
      kind: "lost",
      why: error instanceof SyntaxError ? "data.json is not JSON" : "data.json is out of reach",
    };
  }
}

/** The writer of data.json checks it against its schema; here it is enough to know that it is the same version. */
function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null && "version" in value && value.version === 1;
}
