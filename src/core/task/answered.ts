import type { Command } from "../commands/command.ts";
import { parseCommands } from "../commands/grammar.ts";
import type { HistoryEntry } from "../facts.ts";
import { partId } from "./notice.ts";

type Comment = Extract<HistoryEntry, { kind: "commented" }>;

export type Obeyed = {
  /** `c<comment>_<place in it>` */
  readonly id: string;
  readonly command: Command;
  readonly by: string;
  readonly at: string;
};

/**
 * The commands of this history that were obeyed, oldest first: those that our answer stands for, without those of them that
 * were refused. Nothing is obeyed that was edited before, so an edited comment counts as it was filed, where that is known.
 */
export function obeyedIn(
  history: readonly HistoryEntry[],
  refused: ReadonlySet<string>,
): readonly Obeyed[] {
  return history.flatMap((entry) => (entry.kind === "commented" ? obeyedBy(entry, refused) : []));
}

export function obeyedBy(entry: Comment, refused: ReadonlySet<string>): readonly Obeyed[] {
  const text = entry.edited ? entry.filed : entry.body;
  if (text === undefined || !isAnswered(entry)) return [];
  const parsed = parseCommands(text);
  const isRefused = (part: number) => refused.has(partId(entry.id, part));
  // Our comment remembers only so many refusals: one that it has forgotten must not pass for obedience.
  if (entry.answer === "refused" && !parsed.some((_one, part) => isRefused(part))) return [];
  const { login } = entry.actor;
  return parsed.flatMap((one, part) =>
    one.ok && !isRefused(part)
      ? [{ id: partId(entry.id, part), command: one.command, by: login, at: entry.at }]
      : [],
  );
}

export function isAnswered({ answer }: Comment): boolean {
  return answer === "accepted" || answer === "refused";
}
