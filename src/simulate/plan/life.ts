import { besides, planDue } from "./besides.ts";
import { endOf } from "../oracle/deadline.ts";
import { type Random, randomOf } from "../random.ts";
import {
  cast,
  type Life,
  type Numbers,
  type Status,
  type Step,
  type Tick,
  type Way,
} from "../scenario.ts";
import { type Hand, handFor, isClosed } from "./moves.ts";
import type { PlannedAgent } from "./room.ts";
import { isSound, wholeSecond } from "./ticks.ts";
import { type Blocker, blockerAt, nextDone, seenTo } from "./waiting.ts";
import { dwellIn, foulIn, turnFrom } from "./walk.ts";

const minute = 60_000;
const hour = 60 * minute;

export type Frame = {
  readonly seed: number;
  readonly start: number;
  readonly end: number;
  readonly zone: string;
  readonly numbers: Numbers;
  readonly agents: readonly PlannedAgent[];
  readonly ticks: readonly Tick[];
  /** The lives of earlier tasks, whom later ones may wait for. */
  readonly lives: readonly Life[];
  /** When nothing new may begin; null: always something may. */
  readonly halt: { readonly from: number; readonly to: number } | null;
};

type Walk = {
  readonly frame: Frame;
  readonly random: Random;
  readonly steps: Step[];
  /** Labels that may stand although the task has moved on, and since when they should not. */
  readonly left: { readonly what: Status | "closed"; readonly at: number }[];
  at: number;
  since: number;
  status: Status;
  from: Status | null;
  owner: PlannedAgent | string | null;
  /** What it depends on. */
  needs: Life | null;
  /** From when on nobody does anything more to it. */
  until: number;
};

/** The life of one task, as a walk through the lifecycle that somebody may really make, step by step. */
export function planLife(frame: Frame, number: number, filedAt: number): Life {
  const random = randomOf(frame.seed, `life ${number}`);
  const by = random.weighed([
    [60, cast.orchestrator],
    [25, random.pick(cast.people)],
    [15, cast.stranger],
  ]);
  const isClear = by !== cast.stranger && random.chance(0.8);
  const due = planDue(random, filedAt);
  const walk: Walk = {
    frame,
    random,
    steps: [],
    left: [],
    at: filedAt,
    since: filedAt,
    status: isClear ? "triaged" : "inbox",
    from: null,
    owner: null,
    needs: null,
    until: frame.end,
  };
  while (goOn(walk, due));
  const all = [...walk.steps, ...besides(random, filedAt, frame.end)].toSorted(
    (a, b) => a.at - b.at,
  );
  const steps = random.chance(0.02)
    ? endedBy(all, wholeSecond(random.between(filedAt + hour, frame.end)))
    : all;
  const labels = isClear ? ["kind:task", "priority:medium", "domain:backend"] : [];
  return { number, filedAt, by, labels, isClear, due, steps: apart(steps) };
}

/** One more move; false when the task stays where it is. */
function goOn(walk: Walk, due: string | null): boolean {
  const { frame, random, status } = walk;
  const turn = turnFrom(status, random);
  const to = turn === "back" ? (walk.from ?? "planned") : turn;
  const at = to === "stay" ? frame.end : whenNext(walk, to, due);
  if (to === "stay" || at >= walk.until) {
    signs(walk, frame.end);
    return false;
  }
  if (random.chance(0.06) && walk.needs === null) blunder(walk, at);
  signs(walk, at);
  const blocker = to === "blocked" && random.chance(0.5) ? blockerFor(walk, at) : null;
  move(walk, to, at, blocker?.number ?? null);
  if (blocker !== null) wait(walk, blocker.seen);
  if (walk.status === "assigned" && random.chance(0.15)) depend(walk);
  if (walk.status === "active") waitForNeeded(walk);
  return true;
}

/** Something to be blocked on that is still done when it can go on. */
function blockerFor({ frame, random, needs, status }: Walk, at: number): Blocker | null {
  const blocker = needs === null ? blockerAt(frame.lives, frame.ticks, at, random) : null;
  if (blocker === null || status !== "active") return blocker;
  const seen = afterHalt(frame, blocker.done, blocker.seen);
  return seen < blocker.until ? { ...blocker, seen } : null;
}

/** What it was blocked on is done, and it goes on where it was, without anybody's doing. */
function wait(walk: Walk, seen: number): void {
  signs(walk, Math.min(seen, walk.frame.end));
  walk.left.push({ what: "blocked", at: walk.at });
  walk.status = walk.from ?? walk.status;
  walk.from = null;
  walk.since = walk.at = seen;
}

/** Somebody says that something else has to be done first. */
function depend(walk: Walk): void {
  const { frame, random, at } = walk;
  if (walk.needs !== null) return;
  const blocker = blockerAt(frame.lives, frame.ticks, at, random);
  if (blocker === null) return;
  walk.needs = frame.lives[blocker.number - 1] ?? null;
  walk.at = at + minute;
  walk.steps.push({ at: walk.at, by: cast.operator, what: "depend", on: blocker.number });
}

/** Active work that depends on something is blocked until that is done, and again once that is no longer so. */
function waitForNeeded(walk: Walk): void {
  const { frame, needs, at } = walk;
  if (needs === null) return;
  const period = nextDone(needs, at);
  const next = period === null || period.from <= at ? at : seenTo(frame.ticks, period.from);
  const seen =
    period === null || next === null || next === at ? next : afterHalt(frame, period.from, next);
  if (period === null || seen === null || seen >= period.to) {
    walk.until = at;
    return;
  }
  walk.until = Math.min(walk.until, period.to - hour);
  if (seen === at) return;
  signs(walk, Math.min(seen, frame.end));
  walk.left.push({ what: "blocked", at: period.from });
  walk.since = walk.at = seen;
}

function whenNext(walk: Walk, to: Status, due: string | null): number {
  const { frame, random, status } = walk;
  const usual = walk.since + dwellIn(status, frame.numbers, random);
  const deadline = due === null ? null : endOf(due, frame.zone);
  const isNear = deadline !== null && deadline > walk.since + minute && random.chance(0.12);
  const wanted = isNear ? deadline + random.between(-8, 8) * minute : usual;
  const at = awake(walk, Math.max(wanted, walk.at + 2 * minute));
  return wholeSecond(to === "active" ? awake(walk, afterHalt(frame, at, at)) : at);
}

/**
 * Nothing begins while everything is halted, nor while that may not have been seen or lifted everywhere: what would have begun
 * between two instants does so when that is over.
 */
function afterHalt({ halt, ticks, end }: Frame, from: number, to: number): number {
  if (halt === null || to < halt.from - minute) return to;
  const lifted = (seenTo(ticks, halt.to) ?? end) + minute;
  return from > lifted ? to : Math.max(to, lifted);
}

/** A dead agent does nothing until it is back. */
function awake({ owner }: Walk, at: number): number {
  if (owner === null || typeof owner === "string") return at;
  const death = owner.deaths.find(({ from, to }) => at >= from && at < to);
  return death === undefined ? at : death.to + 5 * minute;
}

function move(walk: Walk, to: Status, at: number, on: number | null): void {
  const { random, status, steps } = walk;
  const hand = handFor(status, to, loginOf(walk.owner), random);
  const owner = to === "assigned" && status !== "blocked" ? newOwner(walk) : null;
  const way = on === null ? wayOf(walk, hand, to, at) : "command";
  const name = owner === null ? null : nameOf(owner);
  steps.push({ at, by: hand.by, what: "move", from: status, to, way, on, owner: name });
  walk.left.push({ what: status, at });
  if (isClosed(status)) walk.left.push({ what: "closed", at });
  walk.from = to === "blocked" ? status : null;
  walk.status = to;
  walk.since = at;
  walk.at = at;
  if (owner !== null) walk.owner = owner;
  else if (to === "triaged" || to === "planned") walk.owner = null;
}

/** A label that still stands cannot be put on, and a closed issue cannot be closed: then it has to be said. */
function wayOf(walk: Walk, hand: Hand, to: Status, at: number): Way {
  const stands = (what: Status | "closed") =>
    walk.left.some((one) => one.what === what && !isSettled(walk.frame, one.at, at));
  const [usual] = hand.ways;
  const way = walk.random.pick([usual, ...hand.ways]);
  if (way === "label" && stands(to)) return "command";
  if (way !== "issue") return way;
  if (to === "triaged") return isSettled(walk.frame, walk.since, at) ? "issue" : "command";
  return stands("closed") ? "command" : "issue";
}

/** Whether a tick without any fault lies between the two, with time to get through. */
function isSettled({ ticks }: Frame, from: number, to: number): boolean {
  return ticks.some((tick) => tick.at >= from && tick.at + 20 * minute <= to && isSound(tick));
}

function newOwner({ frame, random, at }: Walk): PlannedAgent | string {
  const [first, ...rest] = frame.agents.filter(
    ({ deaths }) => !deaths.some(({ from, to }) => at >= from && at < to),
  );
  if (first === undefined || random.chance(0.25)) return random.pick(cast.people);
  return random.pick([first, ...rest]);
}

function loginOf(owner: PlannedAgent | string | null): string | null {
  return owner === null || typeof owner === "string" ? owner : owner.login;
}

function nameOf(owner: PlannedAgent | string): string {
  return typeof owner === "string" ? `human:${owner}` : `agent:${owner.id}`;
}

/** Somebody tries what is not allowed, before the next move is made. */
function blunder(walk: Walk, before: number): void {
  const { random, status } = walk;
  const foul = foulIn(status, random);
  const at = wholeSecond(random.between(walk.at + minute, before - minute));
  if (foul === null || at <= walk.at) return;
  const by =
    foul.way === "command" ? cast.stranger : foul.way === "issue" ? cast.operator : cast.people[0];
  const isDone = walk.left.some(
    ({ what, at: left }) => what === "closed" && !isSettled(walk.frame, left, at),
  );
  if (foul.way === "issue" && isDone) return;
  walk.steps.push({ at, by, what: "foul", from: status, on: null, owner: null, ...foul });
  walk.left.push({ what: foul.way === "issue" ? "closed" : foul.to, at });
}

/** Whoever works on something is heard of well within the interval that is expected of it. */
function signs(walk: Walk, until: number): void {
  const { owner, random, status } = walk;
  if (owner === null || typeof owner === "string") return;
  if (status !== "assigned" && status !== "active" && status !== "blocked") return;
  const every = owner.heartbeatHours * hour;
  for (let at = walk.since + random.between(0.4, 0.95) * every; at < until - minute;) {
    const isDead = owner.deaths.some(({ from, to }) => at >= from && at < to);
    const what = random.chance(0.3) ? "heartbeat" : "remark";
    if (!isDead) walk.steps.push({ at: wholeSecond(at), by: owner.login, what });
    at += random.between(0.4, 0.95) * every;
  }
}

/** Somebody deletes the issue. */
function endedBy(steps: readonly Step[], at: number): readonly Step[] {
  return [...steps.filter((step) => step.at < at), { at, by: cast.operator, what: "delete" }];
}

/** No two steps in one second: GitHub would not say which came first. */
function apart(steps: readonly Step[]): readonly Step[] {
  let before = 0;
  return steps.map((step) => {
    before = Math.max(step.at, before + 2000);
    return { ...step, at: before };
  });
}
