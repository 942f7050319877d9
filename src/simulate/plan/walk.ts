import type { Random } from "../random.ts";
import type { Numbers, Status, Way } from "../scenario.ts";

const hour = 3_600_000;
const minute = 60_000;

/** Where a task can go on to from a status, by weight; `back`: to where it was blocked; `stay`: nothing more comes. */
export type Turn = Status | "back" | "stay";

const turns: Readonly<
  Record<Status, readonly [readonly [number, Turn], ...(readonly [number, Turn])[]]>
> = {
  inbox: [
    [92, "triaged"],
    [4, "archived"],
    [4, "stay"],
  ],
  triaged: [
    [45, "planned"],
    [47, "assigned"],
    [3, "archived"],
    [5, "stay"],
  ],
  planned: [
    [86, "assigned"],
    [4, "triaged"],
    [6, "blocked"],
    [2, "archived"],
    [2, "stay"],
  ],
  assigned: [
    [87, "active"],
    [4, "planned"],
    [5, "blocked"],
    [2, "archived"],
    [2, "stay"],
  ],
  active: [
    [66, "review"],
    [22, "blocked"],
    [4, "failed"],
    [4, "planned"],
    [4, "stay"],
  ],
  blocked: [
    [86, "back"],
    [5, "failed"],
    [3, "archived"],
    [6, "stay"],
  ],
  review: [
    [68, "done"],
    [18, "active"],
    [4, "failed"],
    [6, "blocked"],
    [4, "stay"],
  ],
  done: [
    [76, "stay"],
    [12, "triaged"],
    [5, "reverted"],
    [7, "archived"],
  ],
  failed: [
    [45, "triaged"],
    [35, "assigned"],
    [10, "archived"],
    [10, "stay"],
  ],
  reverted: [
    [60, "triaged"],
    [20, "archived"],
    [20, "stay"],
  ],
  archived: [
    [85, "stay"],
    [15, "triaged"],
  ],
};

export function turnFrom(status: Status, random: Random): Turn {
  return random.weighed(turns[status]);
}

/** How long a task stays in a status, in milliseconds: usually not long, now and then just about as long as a rule allows. */
export function dwellIn(status: Status, numbers: Numbers, random: Random): number {
  const limits = limitsOf(status, numbers);
  const [first] = limits;
  if (first !== undefined && random.chance(0.3)) {
    const limit = random.pick([first, ...limits.slice(1)]) * hour;
    return random.chance(0.5)
      ? Math.max(minute, limit + random.between(-8, 8) * minute)
      : limit + random.between(0, 20 * hour);
  }
  const [from, to] = usual[status];
  return random.between(from, to) * hour;
}

/** In hours. */
const usual: Readonly<Record<Status, readonly [number, number]>> = {
  inbox: [0.2, 10],
  triaged: [0.05, 12],
  planned: [0.2, 16],
  assigned: [0.05, 8],
  active: [0.2, 12],
  blocked: [0.3, 16],
  review: [0.1, 8],
  done: [0.5, 40],
  failed: [0.5, 24],
  reverted: [0.5, 24],
  archived: [1, 48],
};

function limitsOf(status: Status, numbers: Numbers): readonly number[] {
  switch (status) {
    case "inbox":
      return [numbers.untriagedHours];
    case "active":
      return [numbers.staleDays * 24];
    case "blocked":
      return [numbers.blockedHours];
    case "review": {
      const { reviewHours, approvalHours, remindShare, urgeShare } = numbers;
      return [reviewHours, approvalHours * remindShare, approvalHours * urgeShare];
    }
    default:
      return [];
  }
}

/** Moves that are against the table, by where the task stands. */
const fouls: Partial<Readonly<Record<Status, readonly [Foul, ...Foul[]]>>> = {
  inbox: [
    { to: "active", way: "label" },
    { to: "review", way: "label" },
  ],
  triaged: [
    { to: "active", way: "label" },
    { to: "review", way: "label" },
    { to: "done", way: "issue" },
  ],
  planned: [
    { to: "active", way: "command" },
    { to: "review", way: "label" },
    { to: "done", way: "issue" },
  ],
  assigned: [
    { to: "done", way: "label" },
    { to: "review", way: "label" },
    { to: "active", way: "command" },
  ],
  active: [
    { to: "done", way: "issue" },
    { to: "done", way: "command" },
    { to: "reverted", way: "label" },
  ],
  review: [{ to: "planned", way: "label" }],
  done: [{ to: "active", way: "label" }],
  failed: [
    { to: "done", way: "label" },
    { to: "active", way: "label" },
  ],
};
type Foul = { readonly to: Status; readonly way: Way };

export function foulIn(status: Status, random: Random): Foul | null {
  const known = fouls[status];
  return known === undefined ? null : random.pick(known);
}
