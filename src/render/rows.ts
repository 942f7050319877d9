import { oneLine } from "./escape.ts";

export type Row = Readonly<Record<string, unknown>>;
export const rowFormats = ["table", "json", "jsonl", "csv"] as const;
export type RowFormat = (typeof rowFormats)[number];

/** One column of a table: `at` gives its text; at most `max` characters are shown. */
export type Column<T> = {
  readonly name: string;
  readonly at: (row: T) => string | number | null;
  readonly max?: number;
};

/** Rows as a table for people, or as data: whole entities in JSON and JSONL, every top-level field in CSV. */
export function renderRows<T extends Row>(
  rows: readonly T[],
  columns: readonly Column<T>[],
  format: RowFormat,
): string {
  switch (format) {
    case "table":
      return table(rows, columns);
    case "json":
      return `${JSON.stringify(rows, null, 2)}\n`;
    case "jsonl":
      return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    case "csv":
      return csv(rows);
  }
}

function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = rows.map((row) =>
    columns.map(({ at, max }) => {
      const value = at(row);
      // Foreign words must not steer the terminal: `oneLine` takes control characters out.
      return value === null || value === "" ? "-" : oneLine(String(value), max ?? 60);
    }),
  );
  const lines = [columns.map(({ name }) => name.toUpperCase()), ...cells];
  const widths = columns.map((_, index) =>
    Math.max(...lines.map((line) => [...(line[index] ?? "")].length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell + " ".repeat((widths[index] ?? 0) - [...cell].length))
        .join("  ")
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join("");
}

function csv(rows: readonly Row[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (names.length === 0) return "";
  const lines = [names, ...rows.map((row) => names.map((name) => plain(row[name])))];
  return lines.map((line) => `${line.map(csvCell).join(",")}\r\n`).join("");
}

function plain(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** RFC 4180; a cell that a spreadsheet would run as a formula is made text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
