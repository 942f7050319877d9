import type { AgentState, TaskState } from "../../schema/index.ts";
import { slotsOf } from "../rules/checkin-slots.ts";
import { listed } from "../rules/listed.ts";
import { minutesMs } from "../rules/span.ts";
import { spellHour } from "./clock-words.ts";
import { nameOf, type Plan, shortId } from "./plan.ts";
import type { Risk, RiskContext } from "./risks.ts";
import { isClosed } from "./schedule.ts";

/** Who does not own, does not answer, or does not decide alone. */
export function peopleRisks(context: RiskContext): readonly Risk[] {
  return [
    ...withoutOwner(context),
    ...agents(context),
    ...lateCheckins(context),
    ...joint(context),
  ];
}

function withoutOwner(context: RiskContext): readonly Risk[] {
  const risks: Risk[] = [];
  for (const { task, times } of context.tasks.values()) {
    if (task.owner !== null || times?.isCritical !== true) continue;
    const text = `${nameOf(context, task)} is on the critical path, and nobody owns it.`;
    risks.push({ kind: "no-owner", severity: "urgent", text, evidence: [task.id] });
  }
  return risks;
}

function agents(context: RiskContext): readonly Risk[] {
  const risks: Risk[] = [];
  const held = Map.groupBy(openTasks(context), ({ owner }) => owner);
  for (const [owner, tasks] of held) {
    const agent = agentOf(context, owner);
    if (agent === null) continue;
    const evidence = tasks.map(({ id }) => id);
    const words = listed(evidence.map((id) => shortId(context, id)));
    const why = idleWords(agent);
    if (why === null) continue;
    const isCritical = tasks.some(({ id }) => context.tasks.get(id)?.times?.isCritical === true);
    risks.push({
      kind: agent.health === "stale" ? "silent-agent" : "held-agent",
      severity: isCritical ? "urgent" : "warning",
      text: `${owner} ${why}, and holds ${words}.`,
      evidence,
    });
  }
  return risks;
}

/** The agent that owns something; null for people, automations, and agents that are not registered. */
export function agentOf({ world }: Pick<Plan, "world">, owner: string | null): AgentState | null {
  return owner?.startsWith("agent:") === true
    ? (world.agents.get(owner.slice("agent:".length)) ?? null)
    : null;
}

/** Why nothing can be expected of an agent; null when something can. */
export function idleWords(agent: AgentState): string | null {
  if (agent.health === "stale")
    return agent.last_seen === null ? "was never heard of" : `is silent since ${agent.last_seen}`;
  if (agent.paused !== null) return `is held back (${agent.paused.reason})`;
  return agent.desired === "active" || agent.desired === "idle"
    ? null
    : `is to be ${agent.desired.replace("_", " ")}`;
}

/** One sentence for all, as one schedule holds for all. */
function lateCheckins(context: RiskContext): readonly Risk[] {
  const { workstream, now, graceMinutes, start } = context;
  const schedules = workstream.checkins.map(slotsOf);
  const late: TaskState[] = [];
  let due = Number.NEGATIVE_INFINITY;
  for (const task of openTasks(context)) {
    if (task.owner === null || task.judged === null) continue;
    const held = Date.parse(task.lease?.since ?? task.created_at);
    const told = task.checkin === null ? Number.NEGATIVE_INFINITY : Date.parse(task.checkin.at);
    const ends = schedules.flatMap((slots) => {
      const slot = slots.latest(now - minutesMs(graceMinutes));
      return slot !== null && slot.start >= held && slot.start > told ? [slot.end] : [];
    });
    if (ends.length === 0) continue;
    late.push(task);
    due = Math.max(due, ...ends);
  }
  if (late.length === 0) return [];
  const words = listed(late.map((task) => `${shortId(context, task.id)} (${task.owner})`));
  return [
    {
      kind: "late-checkin",
      severity: "warning",
      text: `A check-in was due by ${spellHour(due, start)} and did not come: ${words}.`,
      evidence: late.map(({ id }) => id),
    },
  ];
}

function joint(context: RiskContext): readonly Risk[] {
  const risks: Risk[] = [];
  for (const task of openTasks(context)) {
    const others = task.shared.filter((owner) => owner !== task.owner);
    if (others.length === 0) continue;
    const lead = task.owner === null ? "nobody" : task.owner;
    const text = `${nameOf(context, task)} is a joint task: ${lead} answers for it, and it takes ${listed(others)} as well.`;
    risks.push({ kind: "joint", severity: "info", text, evidence: [task.id] });
  }
  return risks;
}

function openTasks({ tasks }: RiskContext): readonly TaskState[] {
  const open: TaskState[] = [];
  for (const { task, isOutside } of tasks.values())
    if (!isOutside && !isClosed(task.status)) open.push(task);
  return open;
}
