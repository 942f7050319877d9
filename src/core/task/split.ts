import type { Part, TaskFacts } from "../facts.ts";
import { type Group, parseLabel } from "../lifecycle/labels.ts";
import type { Effect } from "../plan.ts";
import type { Asked } from "./run.ts";

/** What a part has from the task that it was split from. */
const inherited: ReadonlySet<Group> = new Set<Group>(["priority", "domain", "project", "kind"]);

const marker = /<!-- mission-control:split ([\w.-]+\/[\w.-]+#\d+) (\w+) -->/;

/** The hidden line in the body of a part: the task it comes from, and the line of the `/split` that asked for it. */
export function splitLine(task: string, key: string): string {
  return `<!-- mission-control:split ${task} ${key} -->`;
}

export function splitIn(body: string): { readonly task: string; readonly key: string } | null {
  const [, task, key] = marker.exec(body) ?? [];
  return task === undefined || key === undefined ? null : { task, key };
}

/**
 * The parts that are still to be made, and then those that the host does not know as sub-issues yet. Parts come before
 * anything else is written: they are known again by their keys, so that a run that dies makes none of them twice.
 */
export function partsToMake(
  { parts }: Asked,
  labels: readonly string[],
  facts: TaskFacts,
): readonly Effect[] {
  const { repo, number } = facts;
  const because = { repo, number, reason: "task-split" as const };
  return parts
    .filter(({ key }) => !facts.parts.some((part) => part.key === key))
    .map(({ key, title }) => ({
      ...because,
      type: "create-issue",
      key,
      title,
      labels: labels.filter((label) => {
        const group = parseLabel(label)?.group;
        return group !== undefined && inherited.has(group);
      }),
      evidence: [key],
    }));
}

export function partsToLink({ parts }: Asked, facts: TaskFacts): readonly Effect[] {
  const { repo, number } = facts;
  const isAsked = (part: Part) => parts.some(({ key }) => key === part.key);
  return facts.parts
    .filter((part) => !part.linked && isAsked(part))
    .map(({ id, key }) => ({
      repo,
      number,
      type: "link-part",
      part: id,
      reason: "task-split",
      evidence: [key],
    }));
}
