import { priorities } from "../../schema/index.ts";
import { listed } from "../rules/listed.ts";
import { waitsFor } from "../world.ts";
import { spellHour, spellHours } from "./clock-words.ts";
import type { DueMargin } from "./due-margin.ts";
import { isOpen, nameOf, type Plan, type PlannedTask, shortId } from "./plan.ts";
import { agentOf, idleWords } from "./risks-people.ts";
import { isClosed } from "./schedule.ts";

export type ActionKind =
  | "resume"
  | "break-circle"
  | "unblock"
  | "finish"
  | "review"
  | "start"
  | "assign"
  | "reassign"
  | "retry"
  | "triage";

export type NextAction = {
  readonly kind: ActionKind;
  /** The task to act on; null when it is the whole. */
  readonly id: string | null;
  /** An owner, or a part that somebody plays. */
  readonly who: string;
  readonly text: string;
  readonly reason: string;
};

type Candidate = {
  readonly kind: ActionKind;
  readonly who: string;
  readonly verb: string;
  /** Said before the usual reasons. */
  readonly because: string | null;
  readonly planned: PlannedTask;
  /** Somebody is at it already: only worth naming when it holds others back, or nothing else is left. */
  readonly isUnderWay: boolean;
};
type Weighed = Candidate & { readonly behind: number };

/** Counting what waits behind a task goes through the graph: not for more than so many. */
const weighed = 50;

/**
 * What to do now, the most worth first: only what nothing stands in the way of. What is on the critical path comes first, then
 * what has the fewest hours before a deadline or the end is missed, then what holds up most, then priority, then the id.
 */
export function nextActions(plan: Plan, most: number): readonly NextAction[] {
  const halt = plan.world.halt;
  const found: Candidate[] = [];
  for (const planned of plan.tasks.values()) {
    const candidate = candidateOf(plan, planned);
    const isNewWork = candidate?.kind === "start" || candidate?.kind === "reassign";
    if (candidate !== null && !(halt !== null && isNewWork)) found.push(candidate);
  }
  const ranked = found
    .toSorted((a, b) => compareTimes(a, b) || compareIds(a, b))
    .slice(0, weighed)
    .map((one) => ({ ...one, behind: countBehind(plan, one.planned.task.id) }))
    .toSorted(
      (a, b) =>
        compareTimes(a, b) || b.behind - a.behind || rankOf(a) - rankOf(b) || compareIds(a, b),
    );
  return [
    ...(halt === null ? [] : [resume(plan, halt)]),
    ...breakCircle(plan),
    ...ranked.map((one) => actionOf(plan, one)),
  ].slice(0, most);
}

function candidateOf(plan: Plan, planned: PlannedTask): Candidate | null {
  const { task, times } = planned;
  if (isClosed(task.status) || times === null) return null;
  const needs = waitsFor(task).filter((id) => isOpen(plan.world, id));
  const isReady = needs.length === 0;
  const base = { planned, because: null, isUnderWay: false, who: task.owner ?? "orchestrator" };
  switch (task.status) {
    case "inbox":
      return { ...base, kind: "triage", who: "orchestrator", verb: "Triage" };
    case "triaged":
    case "planned":
    case "assigned": {
      if (task.owner === null)
        return isReady || times.isCritical
          ? { ...base, kind: "assign", who: "orchestrator", verb: "Find an owner for" }
          : null;
      if (!isReady) return null;
      return reassignment(plan, planned) ?? { ...base, kind: "start", verb: "Start" };
    }
    case "active": {
      const given = reassignment(plan, planned);
      if (given !== null) return given;
      const held = blockedOn(plan, task.id);
      if (!isReady) return null;
      return {
        ...base,
        kind: "finish",
        verb: "Finish",
        because: held.length === 0 ? null : `${listed(held)} cannot move before`,
        isUnderWay: held.length === 0,
      };
    }
    case "blocked":
      return isReady
        ? {
            ...base,
            kind: "unblock",
            who: task.blocked?.by ?? base.who,
            verb: "Unblock",
            because: task.blocked?.reason ?? null,
          }
        : null;
    case "review":
      return { ...base, kind: "review", who: "reviewer", verb: "Give a verdict on" };
    case "failed":
    case "reverted":
      return {
        ...base,
        kind: "retry",
        who: "orchestrator",
        verb: "Plan again, or archive,",
        because: `it is ${task.status}`,
      };
    case "done":
    case "archived":
      return null;
  }
}

function reassignment(plan: Plan, planned: PlannedTask): Candidate | null {
  const agent = agentOf(plan, planned.task.owner);
  const why = agent === null ? null : idleWords(agent);
  if (why === null) return null;
  return {
    kind: "reassign",
    who: "orchestrator",
    verb: "Find another owner for",
    because: `its owner, ${planned.task.owner}, ${why}`,
    planned,
    isUnderWay: false,
  };
}

/** Names of open tasks that are blocked and wait for this one. */
function blockedOn(plan: Plan, id: string): readonly string[] {
  const feeds = plan.graph.vertices.get(id)?.feeds ?? [];
  return feeds
    .filter(({ node }) => plan.world.tasks.get(node.id)?.status === "blocked")
    .map(({ node }) => shortId(plan, node.id));
}

function compareTimes(a: Candidate, b: Candidate): number {
  return (
    Number(a.isUnderWay) - Number(b.isUnderWay) ||
    Number(b.planned.times?.isCritical) - Number(a.planned.times?.isCritical) ||
    marginOf(a.planned) - marginOf(b.planned)
  );
}

function marginOf({ times, margin }: PlannedTask): number {
  return Math.min(times?.slack ?? Number.MAX_VALUE, margin?.hours ?? Number.MAX_VALUE);
}

function rankOf({ planned }: Candidate): number {
  const { priority } = planned.task;
  return priority === null ? priorities.length : priorities.indexOf(priority);
}

function compareIds(a: Candidate, b: Candidate): number {
  const [one, other] = [a.planned.task, b.planned.task];
  return one.number - other.number || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);
}

/** Open tasks that cannot end before this one has: those that wait for it, and for them, and so on. */
function countBehind({ graph }: Plan, id: string): number {
  const first = graph.vertices.get(id);
  const behind = new Set(first === undefined ? [] : [first]);
  // A Set shows, to who goes through it, what is added on the way.
  for (const { feeds } of behind) {
    for (const feed of feeds) if (feed.node.state === "open") behind.add(feed);
  }
  return Math.max(0, behind.size - 1);
}

function actionOf(plan: Plan, { kind, who, verb, because, planned, behind }: Weighed): NextAction {
  const { task, times, margin, deadline } = planned;
  const reasons = [because ?? ""];
  const slack = spellHours(times?.slack ?? 0);
  reasons.push(
    times?.isCritical === true
      ? `it is on the critical path, where every hour moves the finish (slack to the end ${slack})`
      : `slack ${slack}`,
  );
  if (behind > 0) reasons.push(`${behind} ${behind === 1 ? "task waits" : "tasks wait"} behind it`);
  if (deadline !== null) reasons.push(`due at ${spellHour(deadline, plan.start)}`);
  if (margin !== null && (margin.hours < 0 || margin.of !== task.id))
    reasons.push(marginWords(plan, margin, task.id));
  const text = `${verb} ${nameOf(plan, task)}`;
  return { kind, id: task.id, who, text, reason: sentence(reasons) };
}

function marginWords(plan: Plan, { hours, of, isMissed }: DueMargin, id: string): string {
  const whose = of === id ? "its deadline" : `the deadline of ${shortId(plan, of)}`;
  if (hours < 0) return `${whose} will be missed by ${spellHours(-hours)}`;
  return isMissed
    ? `${spellHours(hours)} until it delays ${shortId(plan, of)}, which will miss its deadline as it is`
    : `${spellHours(hours)} until ${whose} is lost`;
}

function resume(plan: Plan, halt: NonNullable<Plan["world"]["halt"]>): NextAction {
  return {
    kind: "resume",
    id: halt.task,
    who: "operator",
    text: `Resume, or say why not: ${shortId(plan, halt.task)} halts all new work`,
    reason: sentence([halt.reason]),
  };
}

function breakCircle(plan: Plan): readonly NextAction[] {
  const [first] = plan.schedule.unjudged;
  if (first === undefined) return [];
  const ids = listed(plan.schedule.unjudged.map((id) => shortId(plan, id)));
  return [
    {
      kind: "break-circle",
      id: first,
      who: "orchestrator",
      text: `Take a dependency out of the circle: ${ids}`,
      reason: sentence(["none of them can ever be done as it is"]),
    },
  ];
}

function sentence(parts: readonly string[]): string {
  const words = parts.filter((part) => part !== "").join("; ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
