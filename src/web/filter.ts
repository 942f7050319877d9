import type { DataTask } from "../schema/data.ts";

/** What is shown of the board; an empty text lets everything through. */
export type Filter = {
  readonly q: string;
  readonly project: string;
  readonly status: string;
  readonly priority: string;
  readonly owner: string;
};

export const filterKeys = [
  "q",
  "project",
  "status",
  "priority",
  "owner",
] as const satisfies readonly (keyof Filter)[];
export const noFilter: Filter = { q: "", project: "", status: "", priority: "", owner: "" };
/** Stands for tasks that have none. */
export const none = "none";

/** The filter in the search part of an address; unknown keys are left alone. */
export function readFilter(search: string): Filter {
  const query = new URLSearchParams(search);
  const of = (key: keyof Filter) => query.get(key)?.trim() ?? "";
  return {
    q: of("q"),
    project: of("project"),
    status: of("status"),
    priority: of("priority"),
    owner: of("owner"),
  };
}

/** The search part of an address with this filter in it, and whatever else was there. */
export function writeFilter(search: string, filter: Filter): string {
  const query = new URLSearchParams(search);
  for (const key of filterKeys) {
    if (filter[key] === "") query.delete(key);
    else query.set(key, filter[key]);
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

export function isFiltered(filter: Filter): boolean {
  return filterKeys.some((key) => filter[key] !== "");
}

export function matches(task: DataTask, filter: Filter): boolean {
  return (
    fits(task.project, filter.project) &&
    fits(task.status, filter.status) &&
    fits(task.priority, filter.priority) &&
    fits(task.owner, filter.owner) &&
    holdsWords(task, filter.q)
  );
}

function fits(value: string | null, wanted: string): boolean {
  return wanted === "" || (wanted === none ? value === null : value === wanted);
}

function holdsWords(task: DataTask, q: string): boolean {
  if (q === "") return true;
  const text = [
    `#${task.number}`,
    task.title,
    task.owner,
    task.project,
    task.blocked,
    task.kind,
    task.domain,
  ]
    .filter((part) => part !== null)
    .join(" ")
    .toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
