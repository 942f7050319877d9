import { byCodeUnits } from "./entities.ts";
import { present } from "./equal.ts";

/** Sixteen hexadecimal digits of a JSON value, whatever the order of its fields. Tells changes apart, proves nothing. */
export function digestOf(value: unknown): string {
  const text = canonical(value);
  const high = BigInt(fnv1a(text, 0x811c9dc5));
  return ((high << 32n) | BigInt(fnv1a(text, 0x01234567))).toString(16).padStart(16, "0");
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = present(value).toSorted(([a], [b]) => byCodeUnits(a, b));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join()}}`;
}

/** FNV-1a over UTF-16 code units, from a chosen basis (Fowler, Noll, Vo; draft-eastlake-fnv). */
function fnv1a(text: string, basis: number): number {
  let hash = basis;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
