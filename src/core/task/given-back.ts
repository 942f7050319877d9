import { Owner } from "../../schema/index.ts";
import type { TaskFacts } from "../facts.ts";
import { obeyedBy } from "./answered.ts";
import { requestedStatus } from "./checkpoint.ts";
import { inJudgingOrder, ownerAfter } from "./history.ts";
import { refusalTag, refusedIn } from "./notice.ts";
import type { People } from "./people.ts";

/**
 * The owners from whom the task came back by somebody's word, sorted: `/release`, or a label that plans it again. What
 * somebody gave back, or was relieved of, must not come to the same owner by rule in the next minute, and so for ever.
 */
export function givenBack(facts: TaskFacts, people: People): Owner[] {
  const refused = new Set(refusedIn(facts.tagged[refusalTag]?.body));
  const found = new Set<Owner>();
  let owner: string | null = null;
  for (const entry of inJudgingOrder(facts.history)) {
    const before = Owner.safeParse(owner).data;
    owner = ownerAfter(owner, entry, people);
    if (before === undefined || people.isEngine(entry.actor) || refused.has(entry.id)) continue;
    if (entry.kind === "commented") {
      if (obeyedBy(entry, refused).some(({ command }) => command.name === "release"))
        found.add(before);
    } else if (entry.kind === "labeled" && isFree(requestedStatus(entry))) {
      found.add(before);
    }
  }
  return [...found].toSorted();
}

function isFree(status: ReturnType<typeof requestedStatus>): boolean {
  return status === "planned" || status === "triaged";
}
