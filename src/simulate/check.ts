import { type Case, judgeCase, newCase } from "./case.ts";
import type { Expected, Foreseen } from "./oracle/index.ts";
import type { Scenario, Status } from "./scenario.ts";

/** What the control room shows after a tick. */
export type Shown = {
  readonly alerts: readonly {
    readonly id: string;
    readonly rule: string;
    readonly entity_id: string;
    readonly resolved_at: string | null;
    /** Set while it only stays open because it came and went too often. */
    readonly calm_since: string | null;
  }[];
  readonly statuses: ReadonlyMap<number, Status>;
};

/**
 * `missed`: should be open and is not. `false`: is open and should not be. `twice`: opened more often than there was a problem.
 * `status`: a task stands elsewhere than its history makes it. `untold`: urgent, and nobody heard of it. `told-twice`: the same
 * went out again.
 */
export type Finding = {
  readonly kind: "missed" | "false" | "twice" | "status" | "untold" | "told-twice";
  readonly rule: string;
  readonly entity: string;
  /** When the tick began, on GitHub's clock. */
  readonly at: string;
  readonly why: string;
};

/** Of one rule: how often its alert had to be opened, how often it was, and what was wrong with that. */
export type Tally = {
  expected: number;
  opened: number;
  missed: number;
  false: number;
  twice: number;
};

export type Checker = {
  readonly check: (at: number, shown: Shown, foreseen: Foreseen) => readonly Finding[];
  readonly tallies: ReadonlyMap<string, Tally>;
};

/**
 * Compares, tick by tick, what is shown with what the oracle says; `rules` are those that the engine has. What stays wrong is
 * found once.
 */
export function checkerFor(scenario: Scenario, rules: readonly string[]): Checker {
  const cases = new Map<string, Case>();
  const tallies = new Map<string, Tally>();
  let standing = new Set<string>();
  for (const rule of rules)
    tallies.set(rule, { expected: 0, opened: 0, missed: 0, false: 0, twice: 0 });

  function judgeAll(shown: Shown, foreseen: Foreseen, at: string): readonly Finding[] {
    const findings: Finding[] = [];
    const open = openBy(shown, scenario.repo, tallies);
    const expected = new Map<string, Expected>();
    for (const one of foreseen.expected)
      if (tallies.has(one.rule)) expected.set(`${one.rule} ${one.entity}`, one);
    for (const key of new Set([...cases.keys(), ...open.keys(), ...expected.keys()])) {
      const [rule = "", entity = ""] = key.split(" ");
      const one = cases.get(key) ?? newCase();
      cases.set(key, one);
      const judged = judgeCase(one, open.get(key) ?? [], expected.get(key) ?? null);
      if (judged.wrong !== null) findings.push({ ...judged.wrong, rule, entity, at });
      const tally = tallies.get(rule);
      if (tally !== undefined) count(tally, judged.isNewlyDue, judged.opened);
    }
    return findings;
  }

  return {
    tallies,
    check: (start, shown, foreseen) => {
      const at = new Date(start).toISOString();
      const all = [...judgeAll(shown, foreseen, at), ...wrongStatuses(shown, foreseen, at)];
      const fresh = all.filter((one) => !standing.has(keyOf(one)));
      standing = new Set(all.map(keyOf));
      for (const { kind, rule } of fresh) {
        const tally = tallies.get(rule);
        if (tally !== undefined && isTallied(kind)) tally[kind] += 1;
      }
      return fresh;
    },
  };
}

function keyOf({ kind, rule, entity }: Finding): string {
  return `${kind} ${rule} ${entity}`;
}

function isTallied(kind: Finding["kind"]): kind is "missed" | "false" | "twice" {
  return kind === "missed" || kind === "false" || kind === "twice";
}

function count(tally: Tally, isNewlyDue: boolean, opened: number): void {
  if (isNewlyDue) tally.expected += 1;
  tally.opened += opened;
}

/** Open alerts by rule and entity, the entity as the oracle names it. */
function openBy(
  shown: Shown,
  repo: string,
  rules: ReadonlyMap<string, Tally>,
): ReadonlyMap<string, readonly string[]> {
  const open = new Map<string, string[]>();
  for (const { id, rule, entity_id, resolved_at, calm_since } of shown.alerts) {
    if (resolved_at !== null || calm_since !== null || !rules.has(rule)) continue;
    const prefix = `${repo}#`;
    const entity = entity_id.startsWith(prefix) ? entity_id.slice(prefix.length) : entity_id;
    const key = `${rule} ${entity}`;
    open.set(key, [...(open.get(key) ?? []), id]);
  }
  return open;
}

function wrongStatuses(shown: Shown, { statuses }: Foreseen, at: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [number, status] of statuses) {
    const stands = shown.statuses.get(number);
    if (status === null || stands === status) continue;
    const why = `it is ${status}, and ${stands === undefined ? "not known" : `said to be ${stands}`}`;
    findings.push({ kind: "status", rule: "", entity: String(number), at, why });
  }
  return findings;
}
