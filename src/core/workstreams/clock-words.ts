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

function tenth(hours: number): number {
  const rounded = Math.round(hours * 10) / 10;
  // There is a zero below zero, which would be written `-0`.
  return rounded === 0 ? 0 : rounded;
}
