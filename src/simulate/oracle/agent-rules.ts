import type { Agent, Numbers, Scenario } from "../scenario.ts";
import type { Truth } from "./truth.ts";
import { at, both, type Expected, later, passed, type Shown, type Verdict } from "./verdict.ts";

/** What is known of an agent when a tick has run. */
export type AgentTruth = {
  readonly agent: Agent;
  /** The newest thing it did anywhere; null: nothing yet. */
  readonly sign: number | null;
  /** What it owns. */
  readonly tasks: readonly Truth[];
  /** Whether something of it, or on what it owns, may or may not have been seen. */
  readonly isUnsure: boolean;
  /** By when a tick had noticed that its last pause was over; null: no pause is. */
  readonly resumed: number | null;
};

export type AgentGround = {
  readonly numbers: Numbers;
  readonly shown: Shown;
  /** When the tick began: the registry is read then. */
  readonly start: number;
};

const hour = 3_600_000;

export function judgeAgent(truth: AgentTruth, ground: AgentGround): readonly Expected[] {
  return [...silent(truth, ground), ...paused(truth, ground)];
}

/** It holds work, and in so many expected intervals gave no sign of life; nothing is expected while it is paused. */
function silent(truth: AgentTruth, { numbers, shown, start }: AgentGround): readonly Expected[] {
  const { agent, sign, resumed, isUnsure } = truth;
  const rule = "agent-silent";
  if (isUnsure) return [{ rule, entity: agent.id, verdict: "may", cause: "", why: "" }];
  const held = truth.tasks.filter(({ status }) => isHeld(status));
  if (held.length === 0 || pauseAt(agent, start) !== null) return [];
  // It is heard of from the day on which it has work.
  const granted = {
    from: Math.min(...held.map(({ since, owned }) => Math.max(since.from, owned.from))),
    to: Math.min(...held.map(({ since, owned }) => Math.max(since.to, owned.to))),
  };
  const seen = sign ?? 0;
  const from = Math.max(granted.from, seen);
  const silence = {
    from,
    to: Math.max(granted.to, seen, resumed ?? 0),
  };
  const limit = later(silence, numbers.silentIntervals * agent.heartbeatHours * hour);
  const why = `its last sign was at ${sign === null ? "no time" : new Date(sign).toISOString()}`;
  return [{ rule, entity: agent.id, verdict: passed(limit, shown), cause: `${sign}`, why }];
}

/** Paused for longer than its limit, or than the rules allow where it has none. */
function paused(
  { agent }: AgentTruth,
  { numbers, shown, start }: AgentGround,
): readonly Expected[] {
  const pause = pauseAt(agent, start);
  if (pause === null) return [];
  const limit = pause.until ?? pause.from + numbers.pausedHours * hour;
  const why = `it is paused since ${new Date(pause.from).toISOString()}`;
  const verdict = passed(at(limit), shown);
  return [{ rule: "agents-paused", entity: agent.id, verdict, cause: `${pause.from}`, why }];
}

export function pauseAt(agent: Agent, now: number): Agent["pauses"][number] | null {
  return agent.pauses.find(({ from, to }) => now >= from && now < to) ?? null;
}

export function isHeld(status: Truth["status"]): boolean {
  return status === "assigned" || status === "active" || status === "blocked";
}

/** More tasks wait for a verdict than should; `unsure` tasks may wait or not. */
export function judgeRoom(
  { numbers }: Pick<Scenario, "numbers">,
  waiting: number,
  unsure: number,
): Expected {
  const most = numbers.approvalsMoreThan;
  const atLeast: Verdict = waiting > most ? "must" : "may";
  const verdict = both(atLeast, waiting + unsure > most ? "must" : "no");
  const why = `${waiting} tasks wait for a verdict, and at most ${most} should`;
  return { rule: "approvals-waiting", entity: "room", verdict, cause: "review", why };
}
