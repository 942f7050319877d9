import type { Data, DataTask } from "../schema/data.ts";
import type { Status } from "../schema/vocabulary.ts";
import { drawCard } from "./card.ts";
import { byId, el, keyed, setText } from "./dom.ts";
import { isFiltered, matches } from "./filter.ts";
import type { Filter } from "./filter.ts";
import { columns, priorityOrder } from "./words.ts";

/** Cards drawn at once in a column; more are drawn on demand, so that ten thousand tasks stay smooth. */
const step = 60;
const seldom: ReadonlySet<Status> = new Set<Status>(["failed", "reverted", "archived"]);
const firstOnPhone: ReadonlySet<Status> = new Set<Status>(["active", "blocked", "review"]);

/** What the style sheet calls a phone, and where the open columns fit side by side only without the accepted work. */
const phone = matchMedia("(max-width: 760px)");
const tight = matchMedia("(max-width: 1560px)");

const chosen = new Map<Status, boolean>();
const limits = new Map<Status, number>();
let redraw: (() => void) | null = null;

/** Calls `draw` when the window has become one in which other columns are open. */
export function watchWidth(draw: () => void): void {
  for (const width of [phone, tight]) width.addEventListener("change", draw);
}

export function drawBoard(data: Data, filter: Filter): void {
  redraw = () => drawBoard(data, filter);
  const shown = data.tasks.items.filter((task) => matches(task, filter));
  for (const status of columns) {
    const column =
      document.querySelector<HTMLElement>(`[data-column="${status}"]`) ?? addColumn(status);
    const count = data.summary.by_status[status] ?? 0;
    drawColumn(column, status, count, sorted(shown, status), filter);
  }
  drawSpread(data);
  setText(
    byId("shown"),
    isFiltered(filter) ? `${shown.length} of ${data.tasks.items.length} shown` : "",
  );
}

function addColumn(status: Status): HTMLElement {
  const button = el(
    "button",
    { type: "button", class: "column-toggle", "aria-controls": `cards-${status}` },
    el("span", { class: "column-name" }, status),
  );
  const more = el("button", { type: "button", class: "more button", hidden: true });
  const column = el(
    "section",
    { class: "column", "data-column": status, "aria-label": status },
    el(
      "header",
      { class: "column-head" },
      el("h3", {}, button),
      el(
        "p",
        { class: "column-count" },
        el("span", { class: "column-shown" }),
        el("span", { "data-count": `status:${status}` }),
      ),
    ),
    el("ul", { class: "cards", id: `cards-${status}` }),
    more,
  );
  byId("columns").append(column);
  button.addEventListener("click", () => {
    chosen.set(status, column.dataset["open"] !== "true");
    redraw?.();
  });
  more.addEventListener("click", () => {
    limits.set(status, (limits.get(status) ?? step) + step);
    redraw?.();
  });
  return column;
}

function drawColumn(
  column: HTMLElement,
  status: Status,
  count: number,
  tasks: readonly DataTask[],
  filter: Filter,
): void {
  const isOpen = isColumnOpen(status, tasks.length, filter);
  column.dataset["open"] = String(isOpen);
  column.querySelector(".column-toggle")?.setAttribute("aria-expanded", String(isOpen));
  setText(column.querySelector(`[data-count="status:${status}"]`), String(count));
  setText(
    column.querySelector(".column-shown"),
    isFiltered(filter) && tasks.length !== count ? `${tasks.length} of ` : "",
  );
  const limit = limits.get(status) ?? step;
  const cards = column.querySelector(".cards");
  if (cards) keyed(cards, isOpen ? tasks.slice(0, limit) : [], (task) => task.id, drawCard);
  const more = column.querySelector<HTMLButtonElement>(".more");
  if (more === null) return;
  const left = tasks.length - limit;
  more.hidden = !isOpen || left <= 0;
  setText(more, `Show ${Math.min(step, Math.max(0, left))} more`);
}

function isColumnOpen(status: Status, found: number, filter: Filter): boolean {
  const choice = chosen.get(status);
  if (choice !== undefined) return choice;
  if (found === 0) return false;
  if (isFiltered(filter)) return true;
  if (phone.matches) return firstOnPhone.has(status);
  return !seldom.has(status) && (status !== "done" || !tight.matches);
}

/** The most pressing first: overdue, then priority, then whatever has stood longest. */
function sorted(tasks: readonly DataTask[], status: Status): readonly DataTask[] {
  const rank = (task: DataTask) =>
    task.priority === null ? priorityOrder.length : priorityOrder.indexOf(task.priority);
  return tasks
    .filter((task) => task.status === status)
    .toSorted(
      (a, b) =>
        Number(b.overdue) - Number(a.overdue) ||
        rank(a) - rank(b) ||
        Date.parse(a.since) - Date.parse(b.since) ||
        a.number - b.number,
    );
}

function drawSpread(data: Data): void {
  const parts = columns.filter((status) => (data.summary.by_status[status] ?? 0) > 0);
  keyed(
    byId("spread"),
    parts.map((status) => ({ status, count: data.summary.by_status[status] ?? 0 })),
    (part) => part.status,
    ({ status, count }) => {
      const part = el("span", { class: "spread-part", "data-status": status });
      part.style.setProperty("flex-grow", String(count));
      return part;
    },
  );
}
