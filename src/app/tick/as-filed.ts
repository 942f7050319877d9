import type { HistoryEntry, TaskFacts } from "../../core/facts.ts";
import { isAnswered } from "../../core/task/answered.ts";
import type { Forge } from "../../ports.ts";
import type { TaskState } from "../../schema/index.ts";

/**
 * The task with the first text of every comment that was edited after it was obeyed, and before a pass could record what it
 * reported. Each is asked for once.
 */
export async function asFiled(
  facts: TaskFacts,
  known: Pick<TaskState, "judged"> | undefined,
  forge: Pick<Forge, "commentAsFiled">,
): Promise<TaskFacts> {
  const history: HistoryEntry[] = [];
  for (const entry of facts.history) {
    const isLost = entry.kind === "commented" && entry.edited && isAnswered(entry);
    if (!isLost || isRecorded(entry, known)) history.push(entry);
    else {
      const filed = await forge.commentAsFiled(facts.repo, entry.commentId);
      history.push(filed === null ? entry : { ...entry, filed });
    }
  }
  return { ...facts, history };
}

function isRecorded({ id, at }: HistoryEntry, known: Pick<TaskState, "judged"> | undefined) {
  const judged = known?.judged ?? null;
  return judged !== null && (at < judged.at || judged.ids.includes(id));
}
