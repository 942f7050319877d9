import type { Log } from "../ports.ts";

export const levels = ["debug", "info", "warn", "error", "silent"] as const;
export type Level = (typeof levels)[number];

/**
 * Lines for people or machines, to `write` (standard error: standard output is for results). Values in `secrets` never
 * get through, wherever in a line they stand.
 */
export function lineLog(
  level: Level,
  format: "text" | "json",
  secrets: readonly string[],
  write: (line: string) => void,
): Log {
  const hide = hider(secrets);
  const line =
    (at: Exclude<Level, "silent">) => (message: string, fields?: Record<string, unknown>) => {
      if (levels.indexOf(at) < levels.indexOf(level)) return;
      write(
        hide(format === "json" ? jsonLine(at, message, fields) : textLine(at, message, fields)),
      );
    };
  return { debug: line("debug"), info: line("info"), warn: line("warn"), error: line("error") };
}

/** Replaces every secret in a text by `***`. Short values are left: they would black out ordinary words. */
export function hider(secrets: readonly string[]): (text: string) => string {
  const known = [...new Set(secrets.filter((secret) => secret.length >= 8))].sort(
    (a, b) => b.length - a.length,
  );
  return (text) => known.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
}

function jsonLine(level: string, message: string, fields: Record<string, unknown> = {}): string {
  return JSON.stringify({ level, message, ...fields });
}

function textLine(level: string, message: string, fields: Record<string, unknown> = {}): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const mark = level === "warn" || level === "error" ? `${level}: ` : "";
  // A line feed in somebody's words must not start a line of its own.
  return [`${mark}${message}`, ...pairs].join(" ").replaceAll(/[\r\n]+/g, " ⏎ ");
}
