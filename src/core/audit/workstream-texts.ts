import type { Data, DataWorkstream, DataWorkstreamTask } from "../../schema/index.ts";
import { spellHour, spellHours } from "../workstreams/clock-words.ts";

export type ListedTexts = {
  readonly selector: string;
  readonly path: string;
  /** One text for each place, in the order of the page. */
  readonly values: (data: Data) => readonly string[];
};

/** What the page says of each workstream, and of each task in its schedule, by name. */
export const listedTexts: ReadonlyMap<string, ListedTexts> = new Map([
  one("name", "id", ({ id }) => id),
  one("clock", "hour", ({ hour, hours }) => `hour ${hour} of ${hours}`),
  one("finish", "finish", ({ finish, start }) =>
    finish === null ? "cannot judge" : hourOf(finish, start),
  ),
  one("spare", "spare", ({ spare }) =>
    spare === null
      ? null
      : `${spellHours(Math.abs(spare))} ${spare < 0 ? "after" : "before"} the end`,
  ),
  one("verdict", "verdict", ({ go_no_go, verdict }) => (go_no_go === null ? "none" : verdict)),
  one("progress", "progress", ({ progress }) => (progress === null ? "none" : `${progress} %`)),
  one("tasks", "counts.tasks", ({ counts }) => String(counts.tasks)),
  one("done", "counts.done", ({ counts }) => String(counts.done)),
  one("critical", "counts.critical", ({ counts }) => String(counts.critical)),
  one("criteria", "criteria", ({ criteria }) => {
    const met = criteria.filter(({ status }) => status === "met").length;
    return `${met} of ${criteria.length}`;
  }),
  one("risks", "risks", ({ risks, risks_left }) => String(risks.length + risks_left)),
  one("next", "next[0].text", ({ next }) => next[0]?.text ?? "Nothing can be done now."),
  each("number", "number", ({ number }) => `#${number}`),
  each("left", "left", ({ left, hours, assumed }) => {
    const work = left === hours ? spellHours(hours) : `${tenths(left)} of ${spellHours(hours)}`;
    return `${assumed ? "~" : ""}${work}`;
  }),
  each("slack", "slack", ({ slack }) => (slack === null ? "–" : spellHours(slack))),
  each("due", "deadline", ({ deadline }, { start }) =>
    deadline === null ? "–" : hourOf(deadline, start),
  ),
]);

type Entry = readonly [name: string, texts: ListedTexts];

/** null: with this workstream the page says nothing here. */
function one(name: string, path: string, value: (of: DataWorkstream) => string | null): Entry {
  return [
    `workstream:${name}`,
    {
      selector: `[data-stream="${name}"]`,
      path: `$.workstreams.items[*].${path}`,
      values: ({ workstreams }) => workstreams.items.flatMap((item) => value(item) ?? []),
    },
  ];
}

function each(
  name: string,
  path: string,
  value: (of: DataWorkstreamTask, workstream: DataWorkstream) => string,
): Entry {
  return [
    `workstream:${name}`,
    {
      selector: `[data-stream="${name}"]`,
      path: `$.workstreams.items[*].tasks[*].${path}`,
      values: ({ workstreams }) =>
        workstreams.items.flatMap((item) => item.tasks.map((task) => value(task, item))),
    },
  ];
}

function hourOf(instant: string, start: string): string {
  return spellHour(Date.parse(instant), Date.parse(start));
}

function tenths(hours: number): number {
  return Math.round(hours * 10) / 10;
}
