import { maxSkewMs } from "../scenario.ts";
import type { Pass } from "./oracle.ts";
import { enter, type Truth, waitsFor } from "./truth.ts";

/** `sure`: seen as it stands. `moving`: either is right. `unread`: nothing new may be said of it. */
export type Sight = "sure" | "moving" | "unread";

export type Waiting = {
  readonly truths: ReadonlyMap<number, Truth>;
  readonly sights: Map<number, Sight>;
  /** Whether nothing new may begin; null: that may or may not have been seen. */
  readonly isHalted: boolean | null;
  readonly pass: Pass;
};

type Held = "open" | "met" | "unsure";

/**
 * What the rules do to a task in a tick because of others: active work that depends on something is blocked, and what waited
 * for something goes back to where it was once all of it is done. Where one of them was not surely seen, either is right.
 * Returns the deed, to be done when all has been judged: the rules go by how everything stood before any of them.
 */
export function settleWaiting(truth: Truth, { truths, sights, isHalted, pass }: Waiting): Deed {
  const { number } = truth.life;
  truth.isWaiting = null;
  if (sights.get(number) !== "sure") return nothing;
  const others = waitsFor(truth).flatMap((one) => truths.get(one) ?? []);
  truth.isWaiting = others.length === 0 ? false : null;
  if (others.length === 0 || (truth.status !== "blocked" && truth.status !== "active"))
    return nothing;
  const held = (other: Truth): Held =>
    sights.get(other.life.number) === "sure" ? heldUp(truth, other) : "unsure";
  const open = others.find((one) => held(one) === "open") ?? null;
  const isUnsure = open === null && others.some((one) => held(one) === "unsure");
  truth.isWaiting = isUnsure ? null : open !== null;
  const causes = open === null ? others.map(({ since }) => since.from) : [open.undone];
  // The engine may date it by its host's clock.
  const since = {
    from: Math.max(truth.since.from, ...causes) - maxSkewMs,
    to: pass.end + maxSkewMs,
  };
  const blur = () => {
    sights.set(number, "moving");
  };
  if (isUnsure) return blur;
  if (truth.status === "active") {
    if (open === null) return nothing;
    return () => {
      enter(truth, "blocked", since);
      truth.on = open.life.number;
    };
  }
  if (truth.on === null || open !== null) return nothing;
  const isHeld = truth.from === "active" ? isHalted : false;
  if (isHeld === false) return () => enter(truth, truth.from ?? "planned", since);
  if (isHeld === null) truth.mayHaveGone = true;
  return truth.mayHaveGone ? blur : nothing;
}

/** Does to the world what was judged. */
export type Deed = () => void;

const nothing: Deed = () => {};

/** What is off the board keeps nobody from working, but is not done either. */
function heldUp({ status, overruled }: Truth, other: Truth): Held {
  const { life, setback } = other;
  if (other.status === "done" || (other.status === "archived" && status !== "blocked"))
    return "met";
  if (overruled === null || !overruled.over.has(life.number)) return "open";
  return setback === null || setback <= overruled.at ? "met" : "open";
}
