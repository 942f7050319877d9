import {
  notFound,
  paged,
  type Answer,
  type Local,
  type RepoCall,
  type ThreadCall,
} from "./call.ts";
import type { Json } from "./json.ts";
import { commentJson, issueJson } from "./threads.ts";
import type { Entry } from "./world.ts";

/** The feed of a repository's issue events, newest first. */
export function listRepoEvents(call: RepoCall, local: Local): Answer {
  const events = call.repo.events.toReversed().sort((a, b) => compare(b.entry.at, a.entry.at));
  const page = paged(call, local, events);
  return {
    ...page,
    json: pageOf<(typeof events)[number]>(page).map(({ thread, entry }) => ({
      ...entry.json,
      issue: issueJson(thread),
    })),
  };
}

export function getEvent(call: RepoCall): Answer {
  const found = call.repo.events.find(({ entry }) => entry.id === Number(call.params["event_id"]));
  if (found === undefined) throw notFound();
  return { status: 200, json: { ...found.entry.json, issue: issueJson(found.thread) } };
}

export function listIssueEvents({ thread, ...call }: ThreadCall, local: Local): Answer {
  const events = inOrder(thread.entries).filter((entry) => entry.kind === "event");
  return paged(
    call,
    local,
    events.map(({ json }) => json),
  );
}

export function listTimeline({ thread, ...call }: ThreadCall, local: Local): Answer {
  const page = paged(call, local, inOrder(thread.entries));
  return { ...page, json: pageOf<Entry>(page).map(timelineJson) };
}

function pageOf<T>({ json }: Answer): readonly T[] {
  return Array.isArray(json) ? json : [];
}

export function inOrder(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => compare(a.at, b.at));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function timelineJson(entry: Entry): Json {
  switch (entry.kind) {
    case "event":
    case "review":
      return entry.json;
    case "comment": {
      const json = commentJson(entry.comment);
      return { ...json, event: "commented", actor: json.user };
    }
    case "reference": {
      const source = {
        type: "issue",
        issue: { ...issueJson(entry.source), repository: entry.source.repo.json },
      };
      return {
        event: "cross-referenced",
        actor: entry.actor,
        created_at: entry.at,
        updated_at: entry.at,
        source,
      };
    }
  }
}
