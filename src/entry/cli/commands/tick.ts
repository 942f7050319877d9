import { tick } from "../../../app/tick.ts";
import { channelAddresses, openChannels } from "../../channels.ts";
import type { CommandContext, CommonOptions } from "../context.ts";
import type { Ended } from "../ended.ts";
import { accessOf, engineOf } from "../github.ts";
import { outcomeLine, outcomeOf } from "../outcome-text.ts";

/** One pass over everything. Ends 3 when a task could not be brought to rest or an alert did not go out. */
export async function tickOnce(options: CommonOptions, context: CommandContext): Promise<Ended> {
  const access = await accessOf(options, context);
  const engine = await engineOf(access, options, context);
  const channels = await openChannels(
    channelAddresses(context.env),
    engine.policy.config,
    context.log,
  );
  try {
    const ticked = await tick({ ...engine.ticking, channels });
    return toEnded(ticked, options.dryRun === true, engine.requests());
  } finally {
    await Promise.all(channels.map((channel) => channel.close()));
  }
}

/** More of them than these say nothing more to a person. */
const shownLeft = 20;

function resumption(at: string | null): string {
  return at === null ? "the next tick goes on with them" : `resumes at ${at}`;
}

function toEnded(
  ticked: Awaited<ReturnType<typeof tick>>,
  isDryRun: boolean,
  requests: number,
): Ended {
  const { tasks, left, unread, resumesAt, unlisted, commit, alerts } = ticked;
  const changed = tasks.filter(({ writes }) => writes.length > 0);
  const isIncomplete =
    unread.length > 0 || Object.keys(unlisted).length > 0 || alerts.failed.length > 0;
  const done = isDryRun
    ? "planned"
    : changed.length > 0 || commit !== null
      ? "done"
      : "nothing-to-do";
  const lines = [
    `${tasks.length} tasks read, ${changed.length} ${isDryRun ? "would be written to" : "written to"}`,
    ...changed.map(outcomeLine),
    ...left.slice(0, shownLeft).map((task) => `left: ${outcomeLine(task).trim()}`),
    ...Object.entries(unlisted).map(([repo, why]) => `not listed to the end: ${repo}: ${why}`),
    ...(unread.length === 0 ? [] : [`${unread.length} left, ${resumption(resumesAt)}`]),
    ...alerts.sent.map(({ alert, channel }) => `alert sent to ${channel}: ${alert}`),
    ...alerts.failed.map(
      ({ alert, channel, error }) => `alert not sent to ${channel}: ${alert}: ${error}`,
    ),
    isDryRun
      ? "nothing was written"
      : commit === null
        ? "nothing new to commit"
        : `${commit.events} events committed: ${commit.url}`,
    `${requests} requests to GitHub`,
  ];
  return {
    reason: isIncomplete ? "incomplete" : done,
    exitCode: isIncomplete ? 3 : 0,
    text: lines.join("\n"),
    data: {
      at: ticked.at,
      dry_run: isDryRun,
      read: tasks.length,
      tasks: changed.map(outcomeOf),
      left: left.map(outcomeOf),
      unread,
      resumes_at: resumesAt,
      unlisted,
      alerts: { sent: alerts.sent, failed: alerts.failed },
      commit:
        commit === null
          ? null
          : { sha: commit.sha, url: commit.url, files: commit.files, events: commit.events },
      requests,
    },
  };
}
