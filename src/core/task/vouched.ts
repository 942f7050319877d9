import type { TaskFacts } from "../facts.ts";
import { obeyedBy } from "./answered.ts";
import { refusalTag, refusedIn } from "./notice.ts";
import type { People } from "./people.ts";

/**
 * Whether somebody who belongs here stands behind a task: a member, a registered agent or Mission Control filed it, or has
 * since labelled it or given a command on it. The words of a stranger are nothing to set an agent to work on by rule.
 */
export function isVouched(facts: TaskFacts, people: People): boolean {
  const belongs = (login: string) => people.isMember(login) || people.isKnownAgent(login);
  if (people.isEngine(facts.author) || belongs(facts.author.login)) return true;
  const refused = new Set(refusedIn(facts.tagged[refusalTag]?.body));
  return facts.history.some((entry) => {
    if (people.isEngine(entry.actor) || !belongs(entry.actor.login)) return false;
    if (entry.kind === "commented") return obeyedBy(entry, refused).length > 0;
    return entry.kind === "labeled" || entry.kind === "assigned";
  });
}
