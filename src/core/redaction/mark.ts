export const marked = "(redacted:";

/** What stands where a secret was: safe in JSON, YAML, CSV, an address, and as a link's target. */
export function redactedMark(id: string): string {
  return `${marked}${id})`;
}
