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
 * were refused. What an edited comment said when it was obeyed is gone, so it tells nothing.
 */
export function obeyedIn(
  history: readonly HistoryEntry[],
  refused: ReadonlySet<string>,
): readonly Obeyed[] {
  return history.flatMap((entry) => (entry.kind === "commented" ? obeyedBy(entry, refused) : []));
}

export function obeyedBy(entry: Comment, refused: ReadonlySet<string>): readonly Obeyed[] {
  if (entry.edited || (entry.answer !== "accepted" && entry.answer !== "refused")) return [];
  const parsed = parseCommands(entry.body);
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
