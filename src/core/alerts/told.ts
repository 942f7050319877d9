import { type AlertState, Severity } from "../../schema/index.ts";
import { rankOf } from "./severity.ts";

/** Noted in `delivered` in the place of every channel: it was told with many others in one message. */
export const firstLookMark = "first-look";

/** What is noted in `delivered` when an alert goes out on a channel as it is now. */
export function markOf({ severity, announced }: AlertState, channel: string): string {
  return severity === announced.severity ? channel : `${channel}:${severity}`;
}

/** Whether its newest announcement went out on a channel, when it was at least as grave as now. */
export function isTold(alert: AlertState, channel: string): boolean {
  return marksOf(alert).some(
    (mark) =>
      (mark.channel === channel || mark.channel === firstLookMark) &&
      rankOf(mark.severity) >= rankOf(alert.severity),
  );
}

/** Whether its newest announcement went out anywhere, when it was at least so grave. */
export function isToldAs(alert: AlertState, severity: Severity): boolean {
  return marksOf(alert).some((mark) => rankOf(mark.severity) >= rankOf(severity));
}

type Mark = { readonly channel: string; readonly severity: Severity };

function marksOf({ delivered, announced }: AlertState): readonly Mark[] {
  return delivered.map((mark) => {
    const [channel = mark, as] = mark.split(":");
    return { channel, severity: Severity.safeParse(as).data ?? announced.severity };
  });
}
