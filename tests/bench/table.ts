import type { Bench, Figure } from "./bench.ts";

export type Measured = { readonly bench: Bench; readonly figures: readonly Figure[] };

/** True when a figure keeps its bound, or has none. */
export function keepsBound({ value, bound }: Figure): boolean {
  if (bound === undefined) return true;
  return bound.kind === "at most" ? value <= bound.value : value >= bound.value;
}

/** The figures as a Markdown table: each with its bound, and the ratio to it or to what it is compared with. */
export function renderTable(measured: readonly Measured[]): string {
  const rows = measured.flatMap(({ figures }) => figures.map(row));
  const header = ["what", "measured", "bound", "against", "ratio", ""];
  const widths = header.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join(
    "\n",
  );
}

function row(figure: Figure): readonly string[] {
  const { name, value, unit, bound, against } = figure;
  const held = against ?? (bound && { name: "bound", value: bound.value });
  return [
    name,
    `${amount(value)} ${unit}`,
    bound ? `${bound.kind} ${amount(bound.value)} ${unit}` : "",
    against ? `${against.name}: ${amount(against.value)} ${unit}` : "",
    held && held.value !== 0 ? (value / held.value).toFixed(2) : "",
    keepsBound(figure) ? "" : "MISSED",
  ];
}

function amount(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}
