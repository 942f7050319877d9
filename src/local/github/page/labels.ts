import type { IssueJson } from "../json.ts";
import { markup, type Markup } from "./markup.ts";

export const statusPrefix = "status:";

export function labelOf(name: string): Markup {
  return markup`<span class="label${name.startsWith(statusPrefix) ? " status" : ""}">${name}</span>`;
}

/** The labels of an issue, its status first. */
export function labelsOf({ labels }: IssueJson): readonly Markup[] {
  const names = labels.map(({ name }) => name);
  const isStatus = (name: string) => name.startsWith(statusPrefix);
  return [...names.filter(isStatus), ...names.filter((name) => !isStatus(name))].map(labelOf);
}
