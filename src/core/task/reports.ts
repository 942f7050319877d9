import type { Acknowledgement, Checkin, Cost } from "../../schema/index.ts";
import { Owner } from "../../schema/index.ts";
import type { Obeyed } from "./answered.ts";
import type { People } from "./people.ts";

/** The newest `/checkin`. */
export function checkinIn(obeyed: readonly Obeyed[]): Checkin | null {
  const last = obeyed.findLast(({ command }) => command.name === "checkin");
  if (last?.command.name !== "checkin") return null;
  const { progress, blockers, needs, eta } = last.command;
  return {
    at: last.at,
    by: last.by,
    progress: progress ?? null,
    blockers: blockers ?? null,
    needs: needs ?? null,
    eta: eta ?? null,
  };
}

/** Who has seen which alerts: of each person and rule, the newest `/ack`. */
export function acknowledgedIn(obeyed: readonly Obeyed[]): Acknowledgement[] {
  const newest = new Map<string, Acknowledgement>();
  for (const { command, by, at } of obeyed) {
    if (command.name !== "ack") continue;
    const rule = command.rule ?? null;
    const key = `${by.toLowerCase()} ${rule ?? ""}`;
    newest.delete(key);
    newest.set(key, { rule, by, at });
  }
  return [...newest.values()];
}

/** What was recorded, one line a day (UTC) and owner: the one whom the giver acts for. Sorted. */
export function costsIn(obeyed: readonly Obeyed[], people: People): Cost[] {
  const lines = new Map<string, Cost>();
  for (const { command, by, at } of obeyed) {
    if (command.name !== "cost") continue;
    const day = at.slice(0, 10);
    const owner = Owner.safeParse(people.ownerFor(by)).data ?? null;
    const key = `${day} ${owner ?? ""}`;
    const known = lines.get(key);
    lines.set(key, {
      day,
      owner,
      usd: exact((known?.usd ?? 0) + (command.usd ?? 0)),
      tokens_in: (known?.tokens_in ?? 0) + (command.in ?? 0),
      tokens_out: (known?.tokens_out ?? 0) + (command.out ?? 0),
      records: (known?.records ?? 0) + 1,
    });
  }
  return [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

/** Millionths of a dollar: so far nobody is paid in less, and 0.1 + 0.2 is 0.3. */
function exact(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
