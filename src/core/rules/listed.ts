/** As many as a person reads in one sentence. */
const most = 10;

/** `a, b and 3 more`: a list of any length in one sentence. */
export function listed(items: readonly string[]): string {
  const shown = items.slice(0, most).join(", ");
  return items.length <= most ? shown : `${shown} and ${items.length - most} more`;
}
