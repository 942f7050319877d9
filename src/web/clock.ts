import { setText } from "./dom.ts";
import { spellAge, spellAgo } from "./words.ts";

let skew = 0;

/** Milliseconds since the epoch by the server's clock, as far as its answers have shown it. */
export function now(): number {
  return Date.now() + skew;
}

/** Ages are told by the server's clock: a viewer's clock that is wrong must not make old data look new. */
export function setClock(date: string | null): void {
  const server = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(server)) return;
  const difference = server - Date.now();
  skew = Math.abs(difference) < 2000 ? 0 : difference;
}

/** An element whose text is the age of `instant` and goes on ticking. */
export function ageOf(instant: string, style: "age" | "ago" = "age"): HTMLElement {
  const time = document.createElement("time");
  time.dateTime = instant;
  time.dataset["age"] = style;
  time.title = instant;
  tell(time);
  return time;
}

/** Brings every age on the page up to date. */
export function tickAges(): void {
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[data-age]")) tell(time);
}

function tell(time: HTMLTimeElement): void {
  const ms = now() - Date.parse(time.dateTime);
  setText(time, time.dataset["age"] === "ago" ? spellAgo(ms) : spellAge(ms));
}
