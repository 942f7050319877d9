import {
  cutTask,
  isBeforeOurTime,
  isSeen,
  laterOf,
  listedTask,
  missingFrom,
  sliceFrom,
  watchedSince,
} from "../../core/watch.ts";
import { entityOf } from "../../core/state/entities.ts";
import { OutsideError } from "../../errors.ts";
import type { IssueSummary } from "../../ports.ts";
import { cutShort, idOf, listRoutine, mayRead, type Pass } from "./pass.ts";

/** How long after a merge the list may still not show it, in milliseconds. */
const mergeLagMs = 600_000;

/** What a list was asked for and how it answered; the same question can next time be asked with its `etag`. */
export type Watched = {
  readonly since: string;
  readonly etag: string;
};

/**
 * Lists what has changed in a repository and queues what is not known yet. Nothing is read or written before the whole list
 * is had. A list that breaks off leaves the repository to the next pass, which goes on where it ended.
 */
export async function watchRepo(pass: Pass, repo: string): Promise<Watched | null> {
  const { forge, log, memory } = pass.context;
  const since = watchedSince(pass.through.get(repo) ?? null);
  const known = since === null ? null : ((await memory?.get(repo)) ?? null);
  const etag = known !== null && known.since === since ? known.etag : null;
  let first: Watched | null = etag !== null && since !== null ? { since, etag } : null;
  let pages = 0;
  try {
    for await (const page of forge.listIssues(repo, since, etag)) {
      pages += 1;
      // The oldest come first: of a list of several pages the first says nothing of what is new.
      first = since === null || page.etag === null || pages > 1 ? null : { since, etag: page.etag };
      if (pages > 1) pass.long.add(repo);
      for (const issue of page.issues) {
        await note(pass, issue, since !== null);
        pass.through.set(repo, laterOf(pass.through.get(repo) ?? null, issue.updatedAt));
      }
      if (!mayRead(pass)) throw new OutsideError("what is left of the hourly limit is for writing");
    }
    return first;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.error("a list of issues was cut short", { repo, error: error.message });
    pass.unlisted.set(repo, error.message);
    return null;
  }
}

async function note(pass: Pass, issue: IssueSummary, mayMerge: boolean): Promise<void> {
  const { repo } = issue;
  if (issue.isPullRequest) {
    if (!mayMerge || !isNewMerge(pass, issue)) return;
    for (const number of await pass.context.forge.tasksOfPull(issue))
      pass.queue.set(idOf({ repo, number }), { repo, number });
    return;
  }
  const id = idOf(issue);
  const task = pass.tasks.get(id);
  if (isSeen(issue, task)) return;
  // It never gets shorter: reading thousands of entries again would only say so again.
  if (task?.history_cut === true) {
    pass.tasks.set(id, cutTask(issue, task));
    return;
  }
  const { policy, clock } = pass.context;
  if (task === undefined) {
    if (isBeforeOurTime(issue, policy, clock.now())) return;
    pass.tasks.set(id, listedTask(issue));
    if (wouldBeKnown(pass, issue)) pass.waited = earlierOf(pass.waited, issue.updatedAt);
  }
  pass.queue.set(id, { repo, number: issue.number });
  pass.listed.set(id, issue);
}

/** Whether a pass after its last change would have had it in its list and committed it, as new. */
function wouldBeKnown({ context, before }: Pass, { repo, updatedAt }: IssueSummary): boolean {
  const list = entityOf(before.routines, listRoutine(context.repo));
  if (repo !== context.repo || list === undefined || list.last_run === null) return false;
  return list.result !== cutShort && Date.parse(updatedAt) > Date.parse(list.last_run);
}

function earlierOf(one: string | null, other: string): string {
  return one === null || Date.parse(other) < Date.parse(one) ? other : one;
}

/** A merge is looked into by every pass until one that knew of it has committed something. */
function isNewMerge({ before }: Pass, { mergedAt }: IssueSummary): boolean {
  return mergedAt !== null && Date.parse(mergedAt) > Date.parse(before.generated_at) - mergeLagMs;
}

/** Looks at one page of what is known: what it should show and does not is read, and found gone or changed. */
export async function lookAtSlice(pass: Pass, repo: string): Promise<void> {
  const { context } = pass;
  const { every_minutes, slice } = context.policy.config.tick;
  if (!slice || pass.unlisted.has(repo)) return;
  const turn = Math.floor(context.clock.now() / (every_minutes * 60_000));
  const since = sliceFrom(Object.values(pass.before.tasks), repo, turn);
  if (since === null) return;
  try {
    for await (const { issues } of context.forge.listIssues(repo, since)) {
      for (const issue of issues) await note(pass, issue, false);
      const isLast = issues.length < 100;
      for (const id of missingFrom(issues, isLast, pass.tasks.values(), repo, since)) {
        const task = pass.tasks.get(id);
        if (task !== undefined && !pass.outcomes.has(id))
          pass.queue.set(id, { repo, number: task.number });
      }
      return;
    }
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    context.log.warn("a slice could not be looked at", { repo, error: error.message });
  }
}
