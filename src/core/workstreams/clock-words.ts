import { hourMs } from "../dependencies/schedule-node.ts";

/** Hours of the workstream's clock at an instant, to a tenth; both in milliseconds since the epoch. Before the start, below 0. */
export function clockHour(at: number, start: number): number {
  return tenth((at - start) / hourMs);
}

/** `hour 53.5` */
export function spellHour(at: number, start: number): string {
  return `hour ${clockHour(at, start)}`;
}

/** `5.5 h` */
export function spellHours(hours: number): string {
  return `${tenth(hours)} h`;
}

/** Hours from the expected finish to the end, to a hundredth; below 0, it is late by so many. Null without a finish. */
export function spareHours(clock: {
  readonly end: string;
  readonly finish: string | null;
}): number | null {
  if (clock.finish === null) return null;
  return Math.round((Date.parse(clock.end) - Date.parse(clock.finish)) / (hourMs / 100)) / 100 + 0;
}

function tenth(hours: number): number {
  const rounded = Math.round(hours * 10) / 10;
  // There is a zero below zero, which would be written `-0`.
  return rounded === 0 ? 0 : rounded;
}
