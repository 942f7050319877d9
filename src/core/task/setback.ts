import type { Status } from "../../schema/index.ts";
import type { HistoryEntry } from "../facts.ts";
import { ledTo } from "./stay.ts";

const over: ReadonlySet<Status> = new Set<Status>(["done", "archived"]);
const lost: ReadonlySet<Status> = new Set<Status>(["failed", "reverted"]);

/** When a task last failed, was reverted, or came back out of done or archived; null: it never did. */
export function setbackIn(
  history: readonly HistoryEntry[],
  refused: ReadonlySet<string>,
): string | null {
  let at: string | null = null;
  let status: Status | null = null;
  for (const entry of history) {
    for (const to of ledTo(entry, refused)) {
      if (to === "back" || to === status) continue;
      const isBack: boolean = status !== null && over.has(status) && !over.has(to);
      const isLost: boolean = lost.has(to);
      if (isBack || isLost) at = entry.at;
      status = to;
    }
  }
  return at;
}
