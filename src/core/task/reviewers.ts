import type { TaskFacts } from "../facts.ts";
import { hasAStake } from "../lifecycle/guards.ts";
import type { Moment } from "./moment.ts";
import type { People } from "./people.ts";
import { contextOf } from "./replay.ts";

/** Who is asked to judge a task's open pull requests, or has: each login once, nobody whose own work it is, and no bot. */
export function reviewersOf(facts: TaskFacts, moment: Moment, people: People): string[] {
  const context = contextOf(facts, people);
  const found = new Map<string, string>();
  for (const { merged, reviewers = [], deeds = [] } of facts.pulls) {
    if (merged) continue;
    const gave = deeds.flatMap(({ kind, actor }) =>
      kind === "review" && !actor.bot ? [actor.login] : [],
    );
    for (const login of [...reviewers, ...gave]) found.set(login.toLowerCase(), login);
  }
  return [...found.values()].filter((login) => !hasAStake(moment, login, context)).toSorted();
}
