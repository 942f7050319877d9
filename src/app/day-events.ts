import { deadlineInstant } from "../core/deadline.ts";
import type { Forge } from "../ports.ts";
import type { Event } from "../schema/index.ts";
import { parseSegment } from "./data-branch.ts";

const dayMs = 86_400_000;
const atOnce = 4;

/**
 * The committed events that happened on a day in a zone, oldest first, as far as they were recorded by the end of the day
 * after it in UTC. `head` is a commit of the data branch.
 */
export async function readDayEvents(
  forge: Forge,
  repo: string,
  head: string | null,
  day: { readonly date: string; readonly zone: string },
): Promise<readonly Event[]> {
  if (head === null) return [];
  const end = deadlineInstant(day.date, day.zone);
  const start = deadlineInstant(dayOf(Date.parse(day.date) - dayMs), day.zone);
  const days = new Set([dayOf(start), dayOf(end - 1), dayOf(end - 1 + dayMs)]);
  const events: Event[] = [];
  for (const date of days) events.push(...(await readRecordedOn(forge, repo, head, date)));
  return events.filter(({ timestamp }) => {
    const at = Date.parse(timestamp);
    return at >= start && at < end;
  });
}

/** The events recorded on a day in UTC, in the order they were recorded. */
export async function readRecordedOn(
  forge: Forge,
  repo: string,
  head: string,
  date: string,
): Promise<readonly Event[]> {
  const folder = `state/events/${date.replaceAll("-", "/")}`;
  const paths = [...(await forge.listFiles(repo, head, folder))].sort();
  const segments: (readonly Event[])[] = [];
  for (let from = 0; from < paths.length; from += atOnce) {
    const texts = paths.slice(from, from + atOnce).map((path) => forge.readFile(repo, head, path));
    segments.push(...(await Promise.all(texts)).map((text) => parseSegment(text ?? "")));
  }
  return segments.flat();
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
