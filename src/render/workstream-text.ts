import { clockHour, spellHour, spellHours } from "../core/workstreams/clock-words.ts";
import type { DataWorkstream, DataWorkstreamTask } from "../schema/index.ts";
import { oneLine } from "./escape.ts";
import { type Column, renderRows } from "./rows.ts";

/** A workstream for people at a terminal: what is next, where it stands, its schedule, risks, criteria, and what if. */
export function workstreamText(workstream: DataWorkstream): string {
  const parts = [
    [...headLines(workstream), ...nextLines(workstream)],
    scheduleLines(workstream),
    pathLines(workstream),
    section("risks", riskLines(workstream)),
    section("success criteria", workstream.criteria.map(checkLine)),
    section("deliverables", workstream.deliverables.map(checkLine)),
    section("what if", whatIfLines(workstream)),
  ];
  const shown = parts.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${shown.join("\n\n")}\n`;
}

/** `hour 78 (2026-11-23T09:30:00Z), 90 h before the end` */
export function finishWords({ finish, spare, start }: DataWorkstream): string {
  if (finish === null || spare === null) return "cannot judge, as no task can be forecast";
  const where = `${spellHours(Math.abs(spare))} ${spare < 0 ? "after" : "before"} the end`;
  return `${hourOf(finish, start)} (${finish}), ${where}`;
}

/** `1 of 7` */
export function metWords(items: DataWorkstream["criteria"]): string {
  return `${items.filter(({ status }) => status === "met").length} of ${items.length}`;
}

function headLines(workstream: DataWorkstream): readonly string[] {
  const { id, goal, hour, hours, progress, counts, criteria, go_no_go, verdict, start } =
    workstream;
  const facts = [
    `hour ${hour} of ${hours}`,
    `${progress === null ? "no" : `${progress} %`} progress, ${counts.done} of ${counts.tasks} tasks done`,
    `criteria ${metWords(criteria)} met`,
    ...(go_no_go === null ? [] : [`go/no-go at ${hourOf(go_no_go, start)}: ${verdict}`]),
  ];
  return [
    oneLine(goal === "" ? id : `${id}: ${goal}`),
    facts.join(" · "),
    `expected finish: ${finishWords(workstream)}`,
  ];
}

function nextLines({ next }: DataWorkstream): readonly string[] {
  if (next.length === 0) return ["next: nothing can be done now"];
  return next.flatMap(({ text, who, reason }, index) => [
    `${index === 0 ? "next" : "then"}: ${oneLine(text)}, by ${oneLine(who)}`,
    `      ${oneLine(reason, 400)}`,
  ]);
}

function columnsOf({ start, repo }: DataWorkstream): readonly Column<DataWorkstreamTask>[] {
  const at = (instant: string | null) =>
    instant === null ? null : clockHour(Date.parse(instant), Date.parse(start));
  return [
    { name: "", at: ({ critical }) => (critical ? "*" : " ") },
    { name: "task", at: ({ id }) => short(id, repo) },
    { name: "status", at: ({ status }) => status },
    {
      name: "owner",
      at: ({ owner, shared }) => [owner ?? "nobody", ...shared].join(" + "),
      max: 36,
    },
    { name: "left", at: ({ left, assumed }) => `${assumed ? "~" : ""}${spellHours(left)}` },
    { name: "slack", at: ({ slack }) => (slack === null ? null : spellHours(slack)) },
    { name: "start", at: (task) => at(task.start) },
    { name: "finish", at: (task) => at(task.finish) },
    { name: "due", at: (task) => at(task.deadline) },
    { name: "late", at: ({ late }) => (late === null ? null : spellHours(late)) },
    { name: "after", at: ({ depends }) => depends.map((id) => short(id, repo)).join(" ") },
    { name: "title", at: ({ title }) => title, max: 48 },
  ];
}

function scheduleLines(workstream: DataWorkstream): readonly string[] {
  const { tasks, tasks_left } = workstream;
  if (tasks.length === 0) return ["no task carries the milestone"];
  const table = renderRows(tasks, columnsOf(workstream), "table").trimEnd();
  return tasks_left === 0 ? [table] : [table, `and ${tasks_left} more tasks`];
}

function pathLines({ critical_path, unjudged, assumed, repo }: DataWorkstream): readonly string[] {
  const names = (ids: readonly string[]) => ids.map((id) => short(id, repo));
  return [
    ...(critical_path.length === 0
      ? []
      : [`critical path (*): ${names(critical_path).join(" → ")}`]),
    ...(assumed.hours === 0
      ? []
      : [`${spellHours(assumed.hours)} of it are assumed (~): ${names(assumed.tasks).join(", ")}`]),
    ...(unjudged.length === 0 ? [] : [`not judged: ${names(unjudged).join(", ")}`]),
  ];
}

function riskLines({ risks, risks_left }: DataWorkstream): readonly string[] {
  const lines = risks.map(({ severity, text }) => `${severity.padEnd(7)} ${oneLine(text, 400)}`);
  return risks_left === 0 ? lines : [...lines, `and ${risks_left} more`];
}

function checkLine({ text, status, why }: DataWorkstream["criteria"][number]): string {
  const box = { met: "[x]", failed: "[!]", pending: "[ ]" }[status];
  return `${box} ${oneLine(text)} (${status}, ${oneLine(why)})`;
}

function whatIfLines({ what_if, start, repo }: DataWorkstream): readonly string[] {
  return what_if.map(({ id, hours, finish, shift, missed }) => {
    const names = missed.map((one) => short(one, repo)).join(", ");
    const then =
      missed.length === 0 ? "no other deadline is missed" : `then late as well: ${names}`;
    return `${short(id, repo)} ${spellHours(hours)} late: finish ${hourOf(finish, start)} (+${spellHours(shift)}), ${then}`;
  });
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
}

function hourOf(instant: string, start: string): string {
  return spellHour(Date.parse(instant), Date.parse(start));
}

function short(id: string, repo: string): string {
  return id.startsWith(`${repo}#`) ? id.slice(repo.length) : id;
}
