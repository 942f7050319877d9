import type { Data } from "../schema/data.ts";
import { byId, el } from "./dom.ts";
import { filterKeys, isFiltered, none, noFilter, readFilter, writeFilter } from "./filter.ts";
import type { Filter } from "./filter.ts";
import { columns, priorityOrder } from "./words.ts";

type Choice = Exclude<keyof Filter, "q">;
const choices = ["project", "status", "priority", "owner"] as const satisfies readonly Choice[];

let current: Filter = noFilter;

export function filter(): Filter {
  return current;
}

/** Builds the controls, keeps them and the address in step, and calls `changed` whenever the filter is another one. */
export function startFilters(changed: () => void): void {
  const form = byId("filters");
  const search = el("input", {
    type: "search",
    name: "q",
    id: "filter-q",
    placeholder: "Search",
    "aria-label": "Search title, number, owner",
    "aria-keyshortcuts": "/",
    autocomplete: "off",
    spellcheck: "false",
  });
  form.append(el("span", { class: "search" }, search, el("kbd", { "aria-hidden": "true" }, "/")));
  for (const name of choices)
    form.append(el("select", { name, id: `filter-${name}`, "aria-label": `Filter by ${name}` }));
  const clear = el(
    "button",
    { type: "button", class: "button", id: "filter-clear", hidden: true },
    "Clear",
  );
  form.append(clear);

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => apply(readControls(), changed));
  clear.addEventListener("click", () => clearFilter(changed));
  addEventListener("popstate", () => {
    current = readFilter(location.search);
    changed();
  });
  current = readFilter(location.search);
}

export function clearFilter(changed: () => void): void {
  apply(noFilter, changed);
}

/** Offers what the data holds. */
export function drawFilters(data: Data): void {
  const tasks = data.tasks.items;
  const distinct = (values: readonly (string | null)[]) =>
    [...new Set(values.filter((value) => value !== null))].toSorted((a, b) =>
      a.localeCompare(b, "en"),
    );
  offer(
    "project",
    distinct([...tasks.map((task) => task.project), ...data.projects.items.map((p) => p.id)]),
    "All projects",
  );
  offer("status", columns, "All statuses");
  offer("priority", priorityOrder, "All priorities");
  offer("owner", distinct(tasks.map((task) => task.owner)), "All owners");
  const search = control("q");
  if (search.value.trim() !== current.q) search.value = current.q;
  byId("filter-clear").hidden = !isFiltered(current);
}

function offer(name: Choice, values: readonly string[], all: string): void {
  const select = control(name);
  const wanted = current[name];
  const offered = name === "status" ? [...values] : [...values, none];
  if (wanted !== "" && !offered.includes(wanted)) offered.push(wanted);
  const signature = offered.join("\n");
  if (select.dataset["offered"] !== signature) {
    select.dataset["offered"] = signature;
    select.replaceChildren(
      el("option", { value: "" }, all),
      ...offered.map((value) => el("option", { value }, value === none ? `no ${name}` : value)),
    );
  }
  if (select.value !== wanted) select.value = wanted;
  select.classList.toggle("is-set", wanted !== "");
}

function apply(next: Filter, changed: () => void): void {
  if (filterKeys.every((key) => next[key] === current[key])) return;
  current = next;
  history.replaceState(
    null,
    "",
    `${location.pathname}${writeFilter(location.search, next)}${location.hash}`,
  );
  changed();
}

function readControls(): Filter {
  const of = (name: keyof Filter) => control(name).value.trim();
  return {
    q: of("q"),
    project: of("project"),
    status: of("status"),
    priority: of("priority"),
    owner: of("owner"),
  };
}

function control(name: keyof Filter): HTMLInputElement | HTMLSelectElement {
  const found = byId(`filter-${name}`);
  if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) return found;
  throw new Error(`#filter-${name} is not a control`);
}
