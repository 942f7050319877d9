import type { DataWorkstream, DataWorkstreamTask } from "../schema/data-workstream.ts";
import { drawOwner } from "./card.ts";
import { el, link } from "./dom.ts";
import { splitOwner, spellHour, spellHours, spellMoment } from "./words.ts";

const hourMs = 3_600_000;
/** Hours between two lines of the scale: the first with which there are few enough. */
const steps = [1, 2, 4, 6, 12, 24, 48, 96, 168, 336, 672];
const mostLines = 8;

/** Where things are on the scale, in per cent of its width. */
type Scale = {
  readonly place: (at: number) => number;
  readonly ticks: readonly { readonly hour: number; readonly place: number }[];
};

/** The schedule as bars on the clock. All that the bars show is in words beside them. */
export function drawTimeline(workstream: DataWorkstream, asOf: string): HTMLElement {
  const { tasks, tasks_left, counts, go_no_go } = workstream;
  const scale = scaleOf(workstream, Date.parse(asOf));
  const list = el(
    "ol",
    { class: "timeline-rows" },
    ...tasks.map((task) => drawRow(task, workstream, scale)),
  );
  const root = el(
    "div",
    { class: "timeline" },
    el(
      "p",
      { class: "timeline-legend" },
      el(
        "span",
        { class: "is-critical" },
        diamond(),
        el("span", { "data-stream": "critical" }, String(counts.critical)),
        " critical",
      ),
      el("span", { "aria-hidden": "true" }, sample("bar"), "work"),
      el("span", { "aria-hidden": "true" }, sample("tail"), "slack to the end"),
      el("span", { "aria-hidden": "true" }, sample("flag"), "deadline"),
      el("span", { "aria-hidden": "true" }, sample("now"), "now"),
      go_no_go === null ? null : el("span", { "aria-hidden": "true" }, sample("gate"), "go/no-go"),
    ),
    drawHead(scale),
    list,
    tasks.length > 0 ? null : el("p", { class: "stream-none" }, "No task carries the milestone."),
    tasks_left === 0 ? null : el("p", { class: "stream-none" }, `and ${tasks_left} more tasks`),
  );
  root.style.setProperty("--now", `${scale.place(Date.parse(asOf))}%`);
  root.style.setProperty(
    "--gate",
    go_no_go === null ? "-1%" : `${scale.place(Date.parse(go_no_go))}%`,
  );
  return root;
}

function drawHead({ ticks }: Scale): HTMLElement {
  const axis = el("span", { class: "track axis" });
  for (const { hour, place } of ticks) {
    const tick = el("span", { class: "tick" }, String(hour));
    tick.style.setProperty("left", `${place}%`);
    axis.append(tick);
  }
  const names = ["Owner", "Status", "Work left", "Slack", "Due"];
  return el(
    "div",
    { class: "timeline-head", "aria-hidden": "true" },
    el("span", { class: "bar-task" }, "Task"),
    axis,
    ...names.map((name) => el("span", { class: "bar-cell" }, name)),
  );
}

function drawRow(task: DataWorkstreamTask, { start }: DataWorkstream, scale: Scale): HTMLElement {
  const work =
    task.left === task.hours
      ? spellHours(task.hours)
      : `${tenths(task.left)} of ${spellHours(task.hours)}`;
  return el(
    "li",
    { class: "bar-row", "data-critical": task.critical, "data-status": task.status },
    el(
      "span",
      { class: "bar-task" },
      task.critical ? diamond() : null,
      task.critical ? el("span", { class: "sr" }, "Critical: ") : null,
      el("span", { class: "number", "data-stream": "number" }, `#${task.number}`),
      " ",
      link(task.url, { class: "bar-title", title: task.title }, task.title),
      task.outside ? el("span", { class: "role" }, "outside") : null,
    ),
    drawTrack(task, scale),
    el(
      "span",
      { class: "bar-cell bar-owner" },
      drawOwner(task.owner),
      task.shared.length === 0
        ? null
        : el(
            "span",
            { class: "bar-shared", title: task.shared.join(", ") },
            `+ ${task.shared.map((owner) => splitOwner(owner).name).join(", ")}`,
          ),
    ),
    el("span", { class: "bar-cell bar-status" }, task.status),
    cell("work left", "left", `${task.assumed ? "~" : ""}${work}`),
    cell(
      "slack",
      "slack",
      task.slack === null ? "–" : spellHours(task.slack),
      task.slack !== null && task.slack < 0,
    ),
    drawDue(task, start),
  );
}

function drawDue({ deadline, late }: DataWorkstreamTask, start: string): HTMLElement {
  const isLate = late !== null;
  const due = cell("due", "due", deadline === null ? "–" : spellHour(deadline, start), isLate);
  if (deadline !== null) due.title = spellMoment(deadline);
  if (late !== null) due.append(el("span", { class: "bar-late" }, ` late ${spellHours(late)}`));
  return due;
}

function cell(label: string, name: string, text: string, isWrong = false): HTMLElement {
  const state = isWrong ? " is-wrong" : text === "–" ? " is-none" : "";
  return el(
    "span",
    { class: `bar-cell${state}` },
    el("span", { class: "cell-label" }, `${label} `),
    el("span", { "data-stream": name }, text),
  );
}

function drawTrack(task: DataWorkstreamTask, { place }: Scale): HTMLElement {
  const track = el("span", { class: "track", "aria-hidden": "true" });
  if (task.start === null || task.finish === null) return track;
  const from = place(Date.parse(task.start));
  const finish = Date.parse(task.finish);
  const to = place(finish);
  const add = (name: string, left: number, width: number) => {
    const part = el("span", { class: name });
    part.style.setProperty("left", `${left}%`);
    if (width >= 0) part.style.setProperty("width", `${width}%`);
    track.append(part);
    return part;
  };
  if (task.slack !== null && task.slack > 0)
    add("tail", to, place(finish + task.slack * hourMs) - to);
  const bar = add("bar", from, to - from);
  const done = el("span", { class: "bar-done" });
  done.style.setProperty("width", `${task.progress}%`);
  bar.append(done);
  if (task.deadline !== null && task.status !== "done")
    add("flag", place(Date.parse(task.deadline)), -1);
  return track;
}

function scaleOf({ tasks, start, end, finish, go_no_go }: DataWorkstream, now: number): Scale {
  const instants = [start, end, finish, go_no_go, ...tasks.map((task) => task.finish)];
  for (const { deadline, status } of tasks) if (status !== "archived") instants.push(deadline);
  const times = instants.flatMap((instant) => (instant === null ? [] : [Date.parse(instant)]));
  const zero = Date.parse(start);
  const first = Math.min(zero, now);
  const last = Math.max(now, ...times);
  const span = Math.max(1, last - first);
  const place = (at: number) =>
    Math.round(Math.min(1, Math.max(0, (at - first) / span)) * 10_000) / 100;
  const hours = span / hourMs;
  const step = steps.find((one) => hours / one <= mostLines) ?? hours / mostLines;
  const ticks: { hour: number; place: number }[] = [];
  for (let hour = 0; hour * hourMs <= last - zero; hour += step)
    ticks.push({ hour: tenths(hour), place: place(zero + hour * hourMs) });
  return { place, ticks };
}

function sample(name: string): HTMLElement {
  return el("span", { class: `legend ${name}` });
}

function diamond(): HTMLElement {
  return el("span", { class: "diamond", "aria-hidden": "true" });
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
