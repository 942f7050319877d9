import type { Halt, Status, TaskBlock } from "../../schema/index.ts";
import type { Part } from "../facts.ts";
import type { Order } from "../orders.ts";

/** Something a person asked for that was not done, and why; shown in the one comment that explains. */
export type Refusal = {
  /** The history entry that asked: an id of `HistoryEntry`, of one command in a comment its `partId`. */
  readonly entry: string;
  readonly at: string;
  readonly by: string;
  /** What was asked for, in the person's own terms: `review → done`, `/approve`. */
  readonly asked: string;
  readonly why: string;
  readonly usage?: string;
};

/** What a comment of ours has to say; how it says it is for `render`. */
export type Notice =
  | {
      readonly kind: "refusal";
      readonly refusals: readonly Refusal[];
      readonly status: Status;
      readonly legal: readonly Status[];
      /** Entries never to be judged again. */
      readonly marked: readonly string[];
    }
  | { readonly kind: "ask"; readonly missing: readonly string[] }
  /** Facts in the block that cannot be read; none: they can be again. */
  | { readonly kind: "block"; readonly problems: readonly string[] }
  | { readonly kind: "help" }
  /** null: what was halted no longer is. */
  | { readonly kind: "halt"; readonly halt: Halt | null }
  | { readonly kind: "split"; readonly parts: readonly Part[] }
  | { readonly kind: "explain"; readonly lines: readonly string[] }
  | {
      readonly kind: "order";
      readonly order: Order;
      /** The login that it concerns: the owner's, or the new owner's. */
      readonly login: string | null;
      /** The newest entry of the history that was known when it was carried out. */
      readonly seen: string | null;
      readonly block: TaskBlock;
    };

export const refusalTag = "refusal";

const marker = /<!-- mission-control:refused ([\w, ]*)-->/;
const kept = 40;

/** The hidden line by which a comment says which entries it has already refused. */
export function refusedMarker(ids: readonly string[]): string {
  return `<!-- mission-control:refused ${ids.slice(-kept).join(",")} -->`;
}

const seenMarker = /<!-- mission-control:seen (\w+) -->/;

/** The hidden line by which a comment on something the rules did says what was known of the history by then. */
export function seenLine(entry: string): string {
  return `<!-- mission-control:seen ${entry} -->`;
}

export function seenIn(comment: string): string | null {
  return seenMarker.exec(comment)?.[1] ?? null;
}

/** Names one of the commands of a comment, counted from 0. */
export function partId(entry: string, part: number): string {
  return `${entry}_${part}`;
}

export function refusedIn(comment: string | undefined): readonly string[] {
  const ids = marker.exec(comment ?? "")?.[1] ?? "";
  return ids
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
}
