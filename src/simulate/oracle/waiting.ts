import { maxSkewMs } from "../scenario.ts";
import type { Pass } from "./oracle.ts";
import { enter, type Truth } from "./truth.ts";

/** `sure`: seen as it stands. `moving`: either is right. `unread`: nothing new may be said of it. */
export type Sight = "sure" | "moving" | "unread";

export type Waiting = {
  readonly truths: ReadonlyMap<number, Truth>;
  readonly sights: Map<number, Sight>;
  /** Whether nothing new may begin; null: that may or may not have been seen. */
  readonly isHalted: boolean | null;
  readonly pass: Pass;
};

/**
 * What the rules do to a task in a tick because of others: active work that depends on something is blocked, and what waited
 * for something goes back to where it was once all of it is done. Where one of them was not surely seen, either is right.
 */
export function settleWaiting(truth: Truth, { truths, sights, isHalted, pass }: Waiting): void {
  const { number } = truth.life;
  truth.isWaiting = null;
  if (sights.get(number) !== "sure") return;
  const needed = [...truth.depends, ...(truth.on === null ? [] : [truth.on])];
  const others = needed.flatMap((one) => truths.get(one) ?? []);
  truth.isWaiting = others.length === 0 ? false : null;
  if (others.length === 0 || (truth.status !== "blocked" && truth.status !== "active")) return;
  const isSeen = ({ life }: Truth) => sights.get(life.number) === "sure";
  const open = others.find((one) => holdsUp(one, truth) && isSeen(one)) ?? null;
  const isUnsure = open === null && !others.every((one) => isSeen(one));
  truth.isWaiting = isUnsure ? null : open !== null;
  const causes = open === null ? others.map(({ since }) => since.from) : [open.undone];
  // The engine may date it by its host's clock.
  const since = {
    from: Math.max(truth.since.from, ...causes) - maxSkewMs,
    to: pass.end + maxSkewMs,
  };
  if (isUnsure) sights.set(number, "moving");
  else if (truth.status === "active") {
    if (open === null) return;
    enter(truth, "blocked", since);
    truth.on = open.life.number;
  } else if (truth.on !== null && open === null) {
    const isHeld = truth.from === "active" ? isHalted : false;
    if (isHeld === null) sights.set(number, "moving");
    if (isHeld !== false) return;
    enter(truth, truth.from ?? "planned", since);
  }
}

/** What is off the board keeps nobody from working, but is not done either. */
function holdsUp({ status }: Truth, waiting: Truth): boolean {
  return status !== "done" && (status !== "archived" || waiting.status === "blocked");
}
