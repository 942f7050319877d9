import { writeBlock } from "../../core/task/block.ts";
import { statusLabel } from "../../core/lifecycle/labels.ts";
import { lifecycle } from "../../core/lifecycle/table.ts";
import { toInstant } from "../../core/instant.ts";
import type { TaskBlock } from "../../schema/index.ts";
import type { Project } from "./files.ts";
import type { SampleTask } from "./task.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A task as it is put on GitHub: its number is known, and its times are instants in milliseconds. */
export type PlacedTask = SampleTask & {
  readonly project: Project;
  readonly number: number;
  readonly filedAt: number;
  readonly sinceAt: number;
};

/** What Mission Control itself once wrote to the issue, in one request. */
export function engineWrite(
  task: PlacedTask,
  numberOf: (key: string) => number,
  milestone: number | null,
  now: number,
): Readonly<Record<string, unknown>> {
  const { status } = task.now;
  if (status === "inbox") return { labels: [statusLabel(status)] };
  const [kind, priority, domain] = task.labels;
  const { issue } = lifecycle[status];
  const owner = task.owner ?? null;
  const labels = [
    statusLabel(status),
    ...(owner === null ? [] : [`owner:${owner}`]),
    `kind:${kind}`,
    `priority:${priority}`,
    `domain:${domain}`,
    ...(task.risk === undefined ? [] : [`risk:${task.risk}`]),
    `project:${task.project}`,
  ];
  return {
    labels,
    body: writeBlock(task.body, blockOf(task, numberOf, now)),
    ...(milestone === null ? {} : { milestone }),
    ...(issue === "open" ? {} : { state: "closed", state_reason: issue }),
    ...(owner?.startsWith("human:") === true ? { assignees: [owner.slice("human:".length)] } : {}),
  };
}

export function instantAgo(hours: number, now: number): number {
  return Math.floor((now - hours * hourMs) / 1000) * 1000;
}

function blockOf(
  { output, review, link, estimate, depends, shared, blocked, verdict, ...task }: PlacedTask,
  numberOf: (key: string) => number,
  now: number,
): TaskBlock {
  const since = toInstant(task.sinceAt);
  const facts: { [Key in keyof TaskBlock]?: TaskBlock[Key] | undefined } = {
    output,
    review,
    link,
    estimate,
    due: dueOf(task, now),
    depends: depends?.map((key) => `#${numberOf(key)}`),
    shared: shared === undefined ? undefined : [...shared],
    blocked:
      blocked === undefined
        ? undefined
        : {
            reason: blocked.reason,
            by: blocked.by,
            ...(blocked.on === undefined ? {} : { on: `#${numberOf(blocked.on)}` }),
            since,
            from: blocked.from,
          },
    verdict: verdict === undefined ? undefined : { by: verdict, at: since },
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function dueOf({ due, deadline }: Pick<SampleTask, "due" | "deadline">, now: number) {
  if (deadline !== undefined) return toInstant(instantAgo(-deadline, now));
  return due === undefined ? undefined : toInstant(now + due * dayMs).slice(0, 10);
}
