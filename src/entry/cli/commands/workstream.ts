import { readDataBranch } from "../../../app/data-branch.ts";
import { didYouMean } from "../../../core/documents/nearest.ts";
import { worldOf } from "../../../core/world.ts";
import { estimateHours } from "../../../core/workstreams/estimate.ts";
import { UserError } from "../../../errors.ts";
import { ownOrigins } from "../../../render/publish.ts";
import { workstreamText } from "../../../render/workstream-text.ts";
import { publishWorkstream } from "../../../render/workstreams.ts";
import type { DataWorkstream, State, WorkstreamState } from "../../../schema/index.ts";
import type { CommandContext, CommonOptions } from "../context.ts";
import type { Ended } from "../ended.ts";
import { accessOf, readingOf } from "../github.ts";

export type WorkstreamOptions = CommonOptions & { readonly late?: string };

/** In hours: a later finish would be no date. */
const tenYears = 87_600;

type Late = { readonly task: string; readonly hours: number };

/** The workstreams of the last committed snapshot, or the one that is named, forecast for now. */
export async function workstream(
  name: string | undefined,
  options: WorkstreamOptions,
  context: CommandContext,
): Promise<Ended> {
  const late = options.late === undefined ? null : lateOf(options.late);
  const access = await accessOf(options, context);
  const { repo, forge, policy } = await readingOf(access, options, context);
  const { head, state } = await readDataBranch(forge, repo, policy.config.data_branch);
  if (head === null) {
    context.io.err(
      `${repo} has no snapshot on ${policy.config.data_branch} yet: the first tick makes it`,
    );
  }
  const world = worldOf(state);
  const items = chosen(state, name).map((one) =>
    publishWorkstream(one, world, context.clock.now(), {
      zone: policy.config.timezone,
      graceMinutes: policy.config.rules.checkin_missed.grace_minutes,
      own: ownOrigins(state),
      ...(late === null ? {} : { late: { id: idOf(late, one.repo), hours: late.hours } }),
    }),
  );
  if (late !== null) demandAnswer(items, late);
  return {
    reason: "done",
    exitCode: 0,
    text:
      items.length === 0 ? "no workstream is configured\n" : items.map(workstreamText).join("\n"),
    data: { as_of: state.generated_at, commit: head, count: items.length, items },
  };
}

function chosen({ workstreams }: State, name: string | undefined): readonly WorkstreamState[] {
  const all = Object.values(workstreams);
  if (name === undefined) return all;
  const found = all.filter(({ id }) => id.toLowerCase() === name.toLowerCase());
  if (found.length > 0) return found;
  const ids = all.map(({ id }) => id);
  const known = ids.length === 0 ? "there is none" : `expected one of ${ids.join(", ")}`;
  throw new UserError(`the workstream ${JSON.stringify(name)}: ${known}${didYouMean(name, ids)}`);
}

function lateOf(text: string): Late {
  const [, task, by] = /^([\w.-]+\/[\w.-]+#\d+|#\d+)=(.+)$/.exec(text.trim()) ?? [];
  const hours = estimateHours(by ?? null);
  if (task !== undefined && hours !== null && hours <= tenYears) return { task, hours };
  throw new UserError(`--late ${JSON.stringify(text)}: expected a task and a time such as #12=8h`);
}

function idOf({ task }: Late, repo: string): string {
  return task.startsWith("#") ? `${repo}${task}` : task;
}

/** A question that no workstream can answer must not look answered. */
function demandAnswer(items: readonly DataWorkstream[], late: Late): void {
  const isAnswered = items.some(({ what_if, repo }) => what_if[0]?.id === idOf(late, repo));
  if (isAnswered) return;
  throw new UserError(
    `--late ${late.task}: it is no open task of a workstream here, or waits in a circle`,
  );
}
