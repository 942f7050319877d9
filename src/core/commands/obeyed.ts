import type { TaskBlock } from "../../schema/index.ts";
import type { GuardContext } from "../lifecycle/guards.ts";
import { isOneOf } from "../task/people.ts";
import { epochOf, type Moment } from "../task/moment.ts";

export type Giver = { readonly login: string; readonly at: string };

/** Labels that a command asks for, by group. */
export type Wishes = Readonly<
  Partial<Record<"kind" | "domain" | "mode" | "risk" | "project", string>>
>;

/** What an obeyed command asks for beside a change of the task. */
export type Asks = {
  readonly help?: boolean;
  readonly explain?: boolean;
  /** Whether the answer depends on what other tasks halt. */
  readonly halts?: boolean;
  /** Ids of tasks that have to be done first from now on. */
  readonly depends?: readonly string[];
  /** Titles of the parts to make. */
  readonly parts?: readonly string[];
};

export type Obeyed =
  | {
      readonly ok: true;
      readonly moment: Moment;
      readonly wishes: Wishes;
      readonly asks: Asks;
    }
  | { readonly ok: false; readonly why: string };

export function fine(moment: Moment, asks: Asks = {}): Obeyed {
  return { ok: true, moment, wishes: {}, asks };
}

export function refused(why: string): Obeyed {
  return { ok: false, why };
}

export function membersOnly(): Obeyed {
  return refused("only a member of the repository, or the owner of the task, may do that");
}

export function isParty(moment: Moment, { login }: Giver, { people }: GuardContext): boolean {
  const owns = moment.owner !== null && isOneOf(people.loginsOf(moment.owner), login);
  return owns || people.isMember(login);
}

export function withFacts(
  moment: Moment,
  facts: { readonly [Key in keyof TaskBlock]?: TaskBlock[Key] | undefined },
): Moment {
  const given = Object.entries(facts).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? moment
    : { ...moment, block: { ...moment.block, ...Object.fromEntries(given) } };
}

/** Why a command that names its lease comes too late, if it does. */
export function leaseProblem(moment: Moment, epoch: number | undefined): string | null {
  const present = epochOf(moment);
  if (epoch === undefined || (epoch === present && moment.owner !== null)) return null;
  if (moment.owner === null) return "the lease has ended: nobody holds it now";
  return `the lease has moved on: epoch ${present} is held by ${moment.owner}`;
}
