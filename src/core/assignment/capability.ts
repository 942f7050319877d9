import type { Agent, TaskState } from "../../schema/index.ts";
import { parseLabel } from "../lifecycle/labels.ts";

/**
 * What a task asks for, in lower case: its domain, kind and project, `repo:<name>` and `repo:<owner>/<name>`, and every
 * label that is not one of ours.
 */
export function wordsOf(
  task: Pick<TaskState, "domain" | "kind" | "project" | "repo" | "labels">,
): readonly string[] {
  const name = task.repo.slice(task.repo.indexOf("/") + 1);
  const words = [
    ...[task.domain, task.kind, task.project].filter((word) => word !== null),
    `repo:${task.repo}`,
    `repo:${name}`,
    ...task.labels.filter((label) => parseLabel(label) === null),
  ];
  return [...new Set(words.map((word) => word.toLowerCase()))];
}

/** What an agent offers: its capabilities, `domain:` and the like before them or not, and its role. */
export function offersOf({
  capabilities,
  role,
}: Pick<Agent, "capabilities" | "role">): ReadonlySet<string> {
  return new Set(
    [...capabilities, role].map((word) =>
      word.toLowerCase().replace(/^(domain|kind|project):/, ""),
    ),
  );
}

/**
 * How well an agent suits a task of which it offers `matches` words, from 0 to 1: each match halves what is missing. Who
 * lists no capability is a generalist and starts at one half; who lists some, of which none is asked for, suits not at all.
 */
export function capabilityPart(matches: number, isGeneralist: boolean): number {
  if (matches === 0) return isGeneralist ? 0.5 : 0;
  return 1 - 0.5 ** (matches + 1);
}
