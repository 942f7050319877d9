import type { Alerts } from "../../core/alerts.ts";
import { isSeen, laterOf, listedTask, watchedSince } from "../../core/watch.ts";
import type { World } from "../../core/world.ts";
import { OutsideError } from "../../errors.ts";
import { type AlertComment, alertComments } from "../../render/alerts-comment.ts";
import type { IssueSummary } from "../../ports.ts";
import type { TaskState } from "../../schema/index.ts";
import type { Pass } from "./pass.ts";
import { settleInto } from "./pass.ts";

export type CommentsWritten = {
  readonly sent: readonly { alert: string; channel: string; reference: string }[];
  readonly failed: readonly { alert: string; channel: string; error: string }[];
};

export const nothingWritten: CommentsWritten = { sent: [], failed: [] };

const channel = "comment";
const ttlMs = 60_000;
/** Requests without which a pass cannot end well: its commit, and the list after the comments. */
const toEndWith = 15;

/**
 * Brings the comments that show alerts up to date: one request each, and a list at the end that tells how the issues stand
 * after it, so that the next pass does not read them for what we did ourselves.
 */
export async function writeAlertComments(
  pass: Pass,
  alerts: Alerts,
  world: World,
  now: number,
  left: readonly string[],
): Promise<CommentsWritten> {
  const { policy } = pass.context;
  const unread = new Set(left);
  const sent: { alert: string; channel: string; reference: string }[] = [];
  const failed: { alert: string; channel: string; error: string }[] = [];
  const written = new Map<string, { isNew: boolean; repo: string }>();
  for (const comment of alertComments(alerts, world, policy, now)) {
    const { id, repo } = comment;
    // It may have the comment already: only a read tells.
    if (unread.has(id)) continue;
    try {
      const done = await write(pass, comment);
      if (done === null) continue;
      written.set(id, { isNew: done.isNew, repo });
      sent.push({ alert: id, channel, reference: done.reference });
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      pass.context.log.error("an alert's comment could not be written", {
        task: id,
        error: error.message,
      });
      failed.push({ alert: id, channel, error: error.message });
    }
  }
  if (written.size > 0) await noteOwnWrites(pass, written);
  return { sent, failed };
}

type Done = { readonly isNew: boolean; readonly reference: string };

async function write(pass: Pass, comment: AlertComment): Promise<Done | null> {
  const { forge, claims } = pass.context;
  const budget = forge.budget();
  if (budget !== null && budget.remaining <= toEndWith)
    throw new OutsideError("what is left of the hourly limit is for the commit");
  const { id, repo, number, body, digest } = comment;
  const commentId = comment.comment === "find" ? await found(pass, comment) : comment.comment;
  const claim = await claims.acquire({ kind: "alert", id: `comment on ${id}`, channel }, ttlMs);
  if (claim === null) return null;
  try {
    const isNew = commentId === "create";
    const applied = await forge.apply({
      type: "comment",
      repo,
      number,
      tag: "alerts",
      body,
      commentId: isNew ? null : commentId,
      reason: "alerts-changed",
      evidence: [],
    });
    const task = pass.tasks.get(id);
    const written = applied.commentId ?? (isNew ? null : commentId);
    if (task !== undefined)
      pass.tasks.set(id, { ...task, alerts_comment: { id: written, digest } });
    return { isNew, reference: String(written ?? "") };
  } finally {
    await claim.release("free");
  }
}

/** The number of a comment that was written without being told it: reading the task tells. */
async function found(pass: Pass, { id, repo, number }: AlertComment): Promise<number | "create"> {
  await settleInto(pass, { repo, number });
  return pass.tasks.get(id)?.alerts_comment?.id ?? "create";
}

/**
 * What a list shows of these issues is our own doing unless it differs in more than our comment. It begins where the list of
 * this pass has ended; what else has changed in the meantime is noted as behind, for the next pass to read.
 */
async function noteOwnWrites(
  pass: Pass,
  written: ReadonlyMap<string, { readonly isNew: boolean; readonly repo: string }>,
): Promise<void> {
  for (const repo of new Set([...written.values()].map((one) => one.repo))) {
    if (pass.unlisted.has(repo)) continue;
    let through = pass.through.get(repo) ?? null;
    try {
      for await (const { issues } of pass.context.forge.listIssues(repo, watchedSince(through))) {
        for (const issue of issues) {
          through = laterOf(through, issue.updatedAt);
          const id = `${repo}#${issue.number}`;
          const own = written.get(id);
          const task = pass.tasks.get(id);
          if (own === undefined && !issue.isPullRequest) noteChange(pass, id, issue);
          if (own === undefined || task === undefined) continue;
          const after: TaskState = {
            ...task,
            updated_at: issue.updatedAt,
            comments: task.comments + (own.isNew ? 1 : 0),
          };
          if (isSeen(issue, after)) pass.tasks.set(id, after);
        }
      }
      if (through !== null) pass.through.set(repo, through);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      // The next pass reads these issues once more than it had to.
      pass.context.log.warn("the issues could not be listed after commenting", {
        repo,
        error: error.message,
      });
    }
  }
}

function noteChange(pass: Pass, id: string, issue: IssueSummary): void {
  const task = pass.tasks.get(id);
  if (task === undefined) pass.tasks.set(id, listedTask(issue));
  else if (!isSeen(issue, task)) pass.tasks.set(id, { ...task, behind: true });
}
