import type { Acknowledgement, Checkin, Cost } from "../../schema/index.ts";
import { Owner } from "../../schema/index.ts";
import type { Obeyed } from "./answered.ts";
import type { People } from "./people.ts";

/** The newest `/checkin`, or the one that is known when none is newer. */
export function checkinIn(obeyed: readonly Obeyed[], known: Checkin | null = null): Checkin | null {
  const last = obeyed.findLast(({ command }) => command.name === "checkin");
  if (last?.command.name !== "checkin" || (known !== null && known.at > last.at)) return known;
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

/** Who has seen which alerts: of each person and rule, the newest `/ack`. Who has seen one that is known has seen it. */
export function acknowledgedIn(
  obeyed: readonly Obeyed[],
  known: readonly Acknowledgement[] = [],
): Acknowledgement[] {
  const newest = new Map<string, Acknowledgement>();
  const acks = obeyed.flatMap(({ command, by, at }) =>
    command.name === "ack" ? [{ rule: command.rule ?? null, by, at }] : [],
  );
  for (const ack of [...known, ...acks].toSorted((a, b) => (a.at < b.at ? -1 : 1))) {
    const key = `${ack.by.toLowerCase()} ${ack.rule ?? ""}`;
    newest.delete(key);
    newest.set(key, ack);
  }
  return [...newest.values()];
}

/**
 * What was recorded, one line a day (UTC) and owner: the one whom the giver acts for. Sorted. What is known stays, whatever
 * becomes of the comment that said it, and counts once.
 */
export function costsIn(
  obeyed: readonly Obeyed[],
  people: People,
  known: readonly Cost[] = [],
): Cost[] {
  const lines = new Map(known.map((line) => [`${line.day} ${line.owner ?? ""}`, line]));
  const counted = new Set(known.flatMap(({ from }) => from));
  for (const { id, command, by, at } of obeyed) {
    if (command.name !== "cost" || counted.has(id)) continue;
    const day = at.slice(0, 10);
    const owner = Owner.safeParse(people.ownerFor(by)).data ?? null;
    const key = `${day} ${owner ?? ""}`;
    const line = lines.get(key);
    lines.set(key, {
      day,
      owner,
      usd: exact((line?.usd ?? 0) + (command.usd ?? 0)),
      tokens_in: (line?.tokens_in ?? 0) + (command.in ?? 0),
      tokens_out: (line?.tokens_out ?? 0) + (command.out ?? 0),
      from: [...(line?.from ?? []), id],
    });
  }
  return [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

/** Millionths of a dollar: so far nobody is paid in less, and 0.1 + 0.2 is 0.3. */
function exact(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
