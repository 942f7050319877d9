import type { Deed, LinkedPull } from "../../core/facts.ts";
import { actorOf } from "./issues.ts";
import type { WireTimelineEntry } from "./wire.ts";

/**
 * By the names of https://docs.github.com/rest/using-the-rest-api/issue-event-types whose actor is whoever did it: of
 * `mentioned` and `subscribed` it is whom somebody else mentioned.
 */
const kinds: Readonly<Record<string, Deed["kind"]>> = {
  referenced: "push",
  "cross-referenced": "mention",
  renamed: "edit",
  milestoned: "edit",
  demilestoned: "edit",
  parent_issue_added: "edit",
  parent_issue_removed: "edit",
  sub_issue_added: "edit",
  sub_issue_removed: "edit",
  blocked_by_added: "edit",
  blocked_by_removed: "edit",
};

/** What a timeline shows of people at work beside what is judged, and what is known of the pull requests. No request is made. */
export function deedsIn(
  timeline: readonly WireTimelineEntry[],
  pulls: readonly LinkedPull[],
): readonly Deed[] {
  const found: Deed[] = pulls.flatMap(({ deeds }) => deeds ?? []);
  for (const { event, actor, created_at: at } of timeline) {
    const kind = kinds[event ?? ""];
    if (kind === undefined || at === undefined || actor === undefined || actor === null) continue;
    found.push({ kind, actor: actorOf(actor), at });
  }
  return found;
}
