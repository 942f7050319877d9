const unitHours: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24, w: 168 };

/** Hours on the clock of `30m`, `3h`, `2d` or `1w`: a workstream counts all hours, so a day has 24. Null for anything else. */
export function estimateHours(estimate: string | null): number | null {
  const found = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(estimate ?? "");
  return found === null ? null : Number(found[1]) * (unitHours[found[2] ?? ""] ?? Number.NaN);
}
