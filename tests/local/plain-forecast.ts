import { parse } from "yaml";

/** A task as it stands on GitHub, read without any of Mission Control's own code. Instants in milliseconds. */
export type FiledTask = {
  readonly number: number;
  readonly status: string;
  readonly owner: string;
  readonly priority: string;
  readonly due: number;
  readonly hours: number;
  readonly needs: readonly number[];
  readonly shared: readonly string[];
  readonly blockedOn: number | null;
  readonly checkins: readonly { readonly at: number; readonly progress: number }[];
  /** What its block says something of. */
  readonly keys: readonly string[];
};

type Block = {
  readonly due: string;
  readonly estimate: string;
  readonly depends?: readonly string[];
  readonly shared?: readonly string[];
  readonly blocked?: { readonly on?: string };
};

export function readFiledTask(
  number: number,
  body: string,
  labels: readonly string[],
  comments: readonly { readonly created_at: string; readonly body?: string | undefined }[],
): FiledTask {
  const block: Block = parse(/```yaml\n([\s\S]*?)```/.exec(body)?.[1] ?? "");
  const value = (group: string) =>
    labels.find((label) => label.startsWith(`${group}:`))?.slice(group.length + 1) ?? "";
  const checkins = comments.flatMap((comment) => {
    const progress = /^\/checkin progress=(\d+)/.exec(comment.body ?? "")?.[1];
    if (progress === undefined) return [];
    return [{ at: Date.parse(comment.created_at), progress: Number(progress) / 100 }];
  });
  return {
    number,
    status: value("status"),
    owner: value("owner"),
    priority: value("priority"),
    due: Date.parse(block.due),
    hours: Number(/^(\d+)h$/.exec(block.estimate)?.[1]),
    needs: (block.depends ?? []).map((reference) => Number(reference.slice(1))),
    shared: block.shared ?? [],
    blockedOn: block.blocked?.on === undefined ? null : Number(block.blocked.on.slice(1)),
    checkins: checkins.toSorted((a, b) => a.at - b.at),
    keys: Object.keys(block),
  };
}

export type PlainForecast = {
  readonly finish: number;
  readonly path: readonly number[];
  /** Hours by number; null for what is done. */
  readonly slack: Readonly<Record<number, number | null>>;
  /** Numbers of what is expected after its deadline. */
  readonly late: readonly number[];
};

/**
 * Finish, path and slack by following every chain to its end, each time anew: slow, plain, and written on its own. Good for
 * one longest chain only.
 */
export function plainForecast(
  tasks: readonly FiledTask[],
  { now, end }: { readonly now: number; readonly end: number },
): PlainForecast {
  const open = tasks.filter(({ status }) => status !== "done");
  const needed = (task: FiledTask) => open.filter(({ number }) => task.needs.includes(number));
  const behind = (task: FiledTask) => open.filter(({ needs }) => needs.includes(task.number));
  const ends = (task: FiledTask): number =>
    Math.max(now, ...needed(task).map(ends)) + left(task) * 3_600_000;
  const longestAfter = (task: FiledTask): number =>
    Math.max(0, ...behind(task).map((next) => left(next) + longestAfter(next)));
  const chains = (task: FiledTask): FiledTask[] => {
    const [last] = needed(task).toSorted((a, b) => ends(b) - ends(a));
    return last === undefined ? [task] : [...chains(last), task];
  };
  const [last] = open.toSorted((a, b) => ends(b) - ends(a));
  const slack = (task: FiledTask) =>
    Math.round(((end - ends(task)) / 3_600_000 - longestAfter(task)) * 100) / 100;
  return {
    finish: last === undefined ? now : ends(last),
    path: last === undefined ? [] : chains(last).map(({ number }) => number),
    slack: Object.fromEntries(
      tasks.map((task) => [task.number, task.status === "done" ? null : slack(task)]),
    ),
    late: open.filter((task) => ends(task) > task.due).map(({ number }) => number),
  };
}

function left({ hours, status, checkins }: FiledTask): number {
  return status === "review" ? 0 : hours * (1 - (checkins.at(-1)?.progress ?? 0));
}
