import type { DataTask } from "../schema/data.ts";
import { ageOf, now } from "./clock.ts";
import { el, link } from "./dom.ts";
import type { Child } from "./dom.ts";
import { spellDay, splitOwner } from "./words.ts";

export function drawCard(task: DataTask): HTMLElement {
  return el(
    "li",
    { class: "card", "data-task": task.id, "data-overdue": task.overdue },
    el(
      "div",
      { class: "card-top" },
      el("span", { class: "number", "data-number": true }, `#${task.number}`),
      task.priority === null ? null : drawPriority(task.priority),
      task.risk === "red" || task.risk === "yellow"
        ? el("span", { class: "risk", "data-risk": task.risk }, `${task.risk} risk`)
        : null,
      el(
        "span",
        { class: "card-age" },
        el("span", { class: "sr" }, "in this status for "),
        ageOf(task.since),
      ),
    ),
    el("h4", { class: "card-title" }, link(task.url, { class: "card-link" }, task.title)),
    task.status === "blocked"
      ? el(
          "p",
          { class: "reason" },
          el("span", { class: "sr" }, "Blocked: "),
          task.blocked ?? "no reason given",
        )
      : null,
    el("div", { class: "card-foot" }, ...footOf(task)),
  );
}

export function drawPriority(priority: string): HTMLElement {
  return el(
    "span",
    { class: "priority", "data-priority": priority },
    el("span", { class: "bars", "aria-hidden": "true" }),
    priority,
  );
}

export function drawOwner(owner: string | null): HTMLElement {
  if (owner === null) return el("span", { class: "owner nobody" }, "no owner");
  const { kind, name } = splitOwner(owner);
  return el(
    "span",
    { class: "owner", "data-kind": kind, title: owner },
    el("span", { class: "owner-mark", "aria-hidden": "true" }),
    kind === name ? null : el("span", { class: "sr" }, `${kind} `),
    name,
  );
}

function footOf(task: DataTask): readonly Child[] {
  const isOver = task.status === "done" || task.status === "archived";
  const day = task.due === null ? null : spellDay(task.due, now());
  return [
    drawOwner(task.owner),
    day === null || isOver
      ? null
      : el(
          "span",
          { class: task.overdue ? "due overdue" : "due", title: task.due },
          `${task.overdue ? "overdue" : "due"} ${day}`,
        ),
    task.depends.length === 0 || isOver
      ? null
      : el(
          "span",
          { class: "depends" },
          `after ${task.depends.map((id) => id.replace(/^[^#]*/, "")).join(" ")}`,
        ),
    task.project === null ? null : el("span", { class: "project" }, task.project),
  ];
}
