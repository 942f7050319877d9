import type { TaskRef } from "../core/facts.ts";
import type { Order } from "../core/orders.ts";
import type { Write } from "../core/plan.ts";
import type { Policy } from "../core/policy.ts";
import { OutsideError } from "../errors.ts";
import type { ClaimKey, Claims, Clock, Forge, IssueSummary, Log } from "../ports.ts";
import { type Decided, decideFully, type Questions } from "./decide-fully.ts";
import type { Ending, TaskOutcome } from "./outcome.ts";

export type SettleContext = Questions & {
  readonly forge: Forge;
  readonly claims: Claims;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
  readonly dryRun: boolean;
  /** Told the milliseconds that deciding took, without the waiting for GitHub. */
  readonly onDecided?: (ms: number) => void;
};

export type Settled = TaskOutcome & { readonly last: Decided | null };

/** A run that dies with a claim in its hands blocks the task no longer than this. */
export const claimTtlMs = 60_000;
const rounds = 6;
const patienceMs = 10_000;

/**
 * Brings one task to rest: read, decide, apply, and again until nothing is left to be written. Reading again after
 * writing finds what came in between; it is also why a run that died half-way is simply done again by the next. Orders
 * are carried out as far as they fit the task as it is read. `known`: the issue as a list has just shown it. An issue that
 * is deleted or moved away in the meantime is no task any more, and no failure.
 */
export async function settle(
  ref: TaskRef,
  settling: SettleContext,
  orders: readonly Order[] = [],
  known?: IssueSummary,
): Promise<Settled> {
  try {
    return await settleThere(ref, { ...settling, orders }, known);
  } catch (error) {
    if (!isAbsence(error) || (await settling.forge.peek(ref)) !== null) throw error;
    return { ...ref, ending: "not-a-task", writes: [], last: null };
  }
}

async function settleThere(
  ref: TaskRef,
  context: Settling,
  known?: IssueSummary,
): Promise<Settled> {
  const first = await look(ref, context, known);
  if (first.kind === "ended") return { ...ref, ending: first.ending, writes: [], last: null };
  if (first.writes.length === 0)
    return { ...ref, ending: "nothing-to-do", writes: [], last: first };
  if (context.dryRun) return { ...ref, ending: "planned", writes: first.writes, last: first };
  return await applyUnderClaim(ref, first.writes, context);
}

type Look =
  | { readonly kind: "ended"; readonly ending: Ending }
  | (Decided & { readonly kind: "seen" });
type Settling = SettleContext & { readonly orders: readonly Order[] };

async function look(ref: TaskRef, context: Settling, known?: IssueSummary): Promise<Look> {
  const read = await context.forge.readTask(ref, known);
  if (read === null) return { kind: "ended", ending: "not-a-task" };
  if (!read.complete) return { kind: "ended", ending: "history-cut" };
  return { kind: "seen", ...(await decideFully(read, context, context.orders)) };
}

async function applyUnderClaim(
  ref: TaskRef,
  firstWrites: readonly Write[],
  settling: Settling,
): Promise<Settled> {
  let context = settling;
  const done: Write[] = [];
  let planned = firstWrites;
  for (let round = 0; round < rounds; round++) {
    const turn = await takeTurn(ref, planned, context);
    if (turn === null) return { ...ref, ending: "claimed-elsewhere", writes: done, last: null };
    if (turn.kind === "ended") return { ...ref, ending: turn.ending, writes: done, last: null };
    if (turn.kind === "seen")
      return { ...ref, ending: endingAfter(done), writes: done, last: turn };
    let finished = false;
    try {
      const seen = await look(ref, context);
      if (seen.kind === "ended") return { ...ref, ending: seen.ending, writes: done, last: null };
      if (seen.writes.length === 0) {
        finished = true;
        return { ...ref, ending: endingAfter(done), writes: done, last: seen };
      }
      for (const write of seen.writes) {
        await context.forge.apply(write);
        done.push(write);
        context.log.debug("applied", { ...ref, type: write.type, reason: write.reason });
      }
      // What has to come first may leave the command that was claimed without its answer: then anybody may go on.
      finished = turn.comment === null || answersIn(seen.writes).includes(turn.comment);
      // Once: what somebody then does about it counts.
      const orders = context.orders.filter((order) => !seen.carriedOut.includes(order));
      context = { ...context, orders };
    } finally {
      await turn.release(finished);
    }
    const after = await look(ref, context);
    if (after.kind === "ended") return { ...ref, ending: after.ending, writes: done, last: null };
    if (after.writes.length === 0) return { ...ref, ending: "applied", writes: done, last: after };
    planned = after.writes;
  }
  // Somebody writes as fast as we do, or a write does not take: the next tick goes on from there.
  context.log.warn("the task does not come to rest", { ...ref, writes: planned.length });
  return { ...ref, ending: "claimed-elsewhere", writes: done, last: null };
}

function isAbsence(error: unknown): boolean {
  return error instanceof OutsideError && (error.status === 404 || error.status === 410);
}

function endingAfter(done: readonly Write[]): Ending {
  return done.length > 0 ? "applied" : "nothing-to-do";
}

type Turn = {
  readonly kind: "turn";
  /** The comment whose command is claimed; null: none is. */
  readonly comment: number | null;
  readonly release: (isFinished: boolean) => Promise<void>;
};

/**
 * Waits its turn for a bounded time; null when somebody else still holds the task then. Whoever writes holds the issue: a
 * second writer would write what it read before the first one wrote. A command is claimed on its own comment as well,
 * where people see it.
 */
async function takeTurn(
  ref: TaskRef,
  firstWrites: readonly Write[],
  context: Settling,
): Promise<Turn | Look | null> {
  const { claims, clock } = context;
  const until = clock.now() + patienceMs;
  let writes = firstWrites;
  for (;;) {
    const issue = await claims.acquire({ ...ref, kind: "issue" }, claimTtlMs);
    if (issue !== null) {
      const commentId = answersIn(writes)[0] ?? null;
      const key: ClaimKey | null =
        commentId === null ? null : { ...ref, kind: "comment", commentId };
      const comment = key === null ? null : await claims.acquire(key, claimTtlMs);
      if (key === null || comment !== null) {
        const release = async (isFinished: boolean) => {
          await comment?.release(isFinished ? "done" : "free");
          await issue.release("free");
        };
        return { kind: "turn", comment: commentId, release };
      }
      await issue.release("free");
    }
    if (clock.now() >= until) return null;
    await clock.sleep(250);
    const again = await look(ref, context);
    // Nothing is left to claim: whoever held the task has done it.
    if (again.kind === "ended" || again.writes.length === 0) return again;
    writes = again.writes;
  }
}

function answersIn(writes: readonly Write[]): readonly number[] {
  return writes.flatMap((write) => (write.type === "react" ? [write.commentId] : []));
}
