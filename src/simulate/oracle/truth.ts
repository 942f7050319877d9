import { type Life, securityLabel, type Status, type Step } from "../scenario.ts";

/** An instant that is not known to the second: it lies between the two. */
export type Span = { readonly from: number; readonly to: number };

/** A task as its life so far has made it, for whoever knows the whole of it. */
export type Truth = {
  readonly life: Life;
  status: Status;
  /**
   * When the status began. A label says so itself. What was asked for by a command or a button began when it was asked for at
   * the earliest, and at the latest when a tick had surely seen to it.
   */
  since: Span;
  /** Since when it is blocked, as the block itself says. */
  blockedSince: Span;
  /** Since when it is not done; of no interest while it is. */
  undone: number;
  /** When it last failed, was reverted, or was taken up again after it was done or off the board; null: never. */
  setback: number | null;
  /** Where it was blocked. */
  from: Status | null;
  /** The task it is blocked on. */
  on: number | null;
  due: string | null;
  readonly depends: Set<number>;
  /** Whether something of what it waits for is not done; null: that may or may not have been seen. */
  isWaiting: boolean | null;
  /** Whether it may have gone on, as far as what halts new work was not surely seen. */
  mayHaveGone: boolean;
  /** What somebody let it go on over, and when: as long as it has no setback, it is not waited for. */
  overruled: { readonly at: number; readonly over: Set<number> } | null;
  owner: string | null;
  /** When its owner came to own it. */
  owned: Span;
  readonly labels: Set<string>;
  /** Whether nothing new may begin because of it. */
  isHalting: boolean;
  deletedAt: number | null;
  /** How many of its steps have been made. */
  made: number;
  /** Counts the moves, to tell one stay in a status from the next. */
  stay: number;
};

export function truthOf(life: Life): Truth {
  return {
    life,
    status: life.isClear ? "triaged" : "inbox",
    since: { from: life.filedAt, to: life.filedAt },
    blockedSince: { from: life.filedAt, to: life.filedAt },
    undone: life.filedAt,
    setback: null,
    from: null,
    on: null,
    due: life.due,
    depends: new Set(),
    isWaiting: false,
    mayHaveGone: false,
    overruled: null,
    owner: null,
    owned: { from: life.filedAt, to: life.filedAt },
    labels: new Set(life.labels),
    isHalting: false,
    deletedAt: null,
    made: 0,
    stay: 0,
  };
}

/** Makes every step up to an instant, and says which. */
export function liveUntil(truth: Truth, until: number): readonly Step[] {
  const { steps } = truth.life;
  const first = truth.made;
  for (let step = steps[first]; step !== undefined && step.at <= until;) {
    take(truth, step);
    truth.made += 1;
    step = steps[truth.made];
  }
  return steps.slice(first, truth.made);
}

function take(truth: Truth, step: Step): void {
  switch (step.what) {
    case "move":
      return go(truth, step);
    case "due":
      truth.due = step.due;
      return;
    case "depend":
      truth.depends.add(step.on);
      truth.overruled?.over.delete(step.on);
      return;
    case "mark":
      truth.labels.add(step.label);
      if (step.label === securityLabel) truth.isHalting = true;
      return;
    case "unmark":
      truth.labels.delete(step.label);
      return;
    case "halt":
      truth.isHalting = true;
      return;
    case "resume":
      truth.isHalting = false;
      return;
    case "delete":
      truth.deletedAt = step.at;
      return;
    case "foul":
    case "heartbeat":
    case "remark":
  }
}

function go(truth: Truth, step: Extract<Step, { what: "move" | "foul" }>): void {
  if (truth.status === step.to) return;
  // The newest word counts, be it that it goes on or that it waits.
  if (step.to === "blocked") truth.overruled = null;
  else if (truth.status === "blocked" && step.to === truth.from)
    truth.overruled = { at: step.at, over: new Set(waitsFor(truth)) };
  const to = step.way === "label" ? step.at : Number.POSITIVE_INFINITY;
  enter(truth, step.to, { from: step.at, to });
  truth.blockedSince = { from: step.at, to: step.at };
  truth.on = step.on;
  if (step.to === "assigned" && step.owner !== null) {
    truth.owner = step.owner;
    truth.owned = { from: step.at, to: Number.POSITIVE_INFINITY };
  }
  if (step.to === "triaged" || step.to === "planned") truth.owner = null;
}

/** What it waits for: what it depends on, and what it is blocked on. */
export function waitsFor({ depends, on }: Truth): readonly number[] {
  return [...new Set([...depends, ...(on === null ? [] : [on])])];
}

/** Comes to a status. */
export function enter(truth: Truth, to: Status, since: Span): void {
  if (truth.status === "done") truth.undone = since.from;
  if (to === "failed" || to === "reverted" || (isOver(truth.status) && !isOver(to)))
    truth.setback = since.from;
  truth.from = to === "blocked" ? truth.status : null;
  truth.on = null;
  truth.status = to;
  truth.since = truth.blockedSince = since;
  truth.mayHaveGone = false;
  truth.stay += 1;
}

function isOver(status: Status): boolean {
  return status === "done" || status === "archived";
}

/** A tick has seen to all that was asked for before it began. */
export function settleBy(truth: Truth, end: number): void {
  if (truth.since.to > end) truth.since = { ...truth.since, to: end };
  if (truth.owned.to > end) truth.owned = { ...truth.owned, to: end };
}
