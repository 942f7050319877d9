import type { TaskState } from "../../schema/index.ts";
import { listed } from "../rules/listed.ts";
import { waitsFor } from "../world.ts";
import { isOpen, nameOf, type PlannedTask, shortId } from "./plan.ts";
import type { Risk, RiskContext } from "./risks.ts";
import { isClosed } from "./schedule.ts";

/** What cannot move, or moves on something that nobody here decides on. */
export function structureRisks(context: RiskContext): readonly Risk[] {
  const risks: Risk[] = [...circles(context)];
  for (const planned of context.tasks.values()) {
    const { status } = planned.task;
    if (isClosed(status)) continue;
    if (status === "failed" || status === "reverted") risks.push(...failed(context, planned));
    if (status === "blocked") risks.push(blocked(context, planned));
    if (!planned.isOutside) risks.push(...outside(context, planned.task));
    if (planned.task.judged === null) risks.push(notRead(context, planned.task));
  }
  return [...risks, ...dropped(context), ...unknown(context)];
}

function circles(context: RiskContext): readonly Risk[] {
  const { unjudged } = context.schedule;
  if (unjudged.length === 0) return [];
  const words = listed(unjudged.map((id) => shortId(context, id)));
  return [
    {
      kind: "circle",
      severity: "urgent",
      text: `Tasks wait for each other in a circle, and cannot be forecast: ${words}.`,
      evidence: unjudged,
    },
  ];
}

function failed(context: RiskContext, { task, times }: PlannedTask): readonly Risk[] {
  const text = `${nameOf(context, task)} is ${task.status}, and counts as work that is still to be done.`;
  const severity = times?.isCritical === true ? "urgent" : "warning";
  return [{ kind: "failed", severity, text, evidence: [task.id] }];
}

function blocked(context: RiskContext, { task, times }: PlannedTask): Risk {
  const isCritical = times?.isCritical === true;
  const blockers = waitsFor(task).filter((id) => isOpen(context.world, id));
  const waits =
    blockers.length === 0
      ? ""
      : `; it waits for ${listed(blockers.map((id) => blockerWords(context, id)))}`;
  const where = isCritical ? ", on the critical path," : "";
  return {
    kind: "blocked",
    severity: isCritical ? "urgent" : "warning",
    text: `${nameOf(context, task)}${where} is blocked: ${task.blocked?.reason ?? "no reason is known"}${waits}.`,
    evidence: [task.id, ...blockers],
  };
}

function outside(context: RiskContext, task: TaskState): readonly Risk[] {
  const { own, world } = context;
  const others = waitsFor(task).filter((id) => !own.has(id) && isOpen(world, id));
  return others.map((id) => ({
    kind: "outside" as const,
    severity: "warning" as const,
    text: `${nameOf(context, task)} waits for ${blockerWords(context, id)}, which is not part of the workstream.`,
    evidence: [task.id, id],
  }));
}

function notRead(context: RiskContext, task: TaskState): Risk {
  return {
    kind: "not-read",
    severity: "info",
    text: `The history of ${nameOf(context, task)} is not read yet: its status is what its labels say.`,
    evidence: [task.id],
  };
}

function dropped(context: RiskContext): readonly Risk[] {
  return context.schedule.dropped.map(({ id, neededBy }) => ({
    kind: "dropped" as const,
    severity: "warning" as const,
    text: `${shortId(context, id)} is archived, and is needed for ${listed(neededBy.map((one) => shortId(context, one)))}.`,
    evidence: [id, ...neededBy],
  }));
}

function unknown(context: RiskContext): readonly Risk[] {
  return context.schedule.unknown
    .filter(({ from }) => isOpen(context.world, from))
    .map(({ from, to }) => ({
      kind: "unknown" as const,
      severity: "warning" as const,
      text: `${shortId(context, from)} waits for ${shortId(context, to)}, of which nothing is known: the forecast counts on it being done.`,
      evidence: [from, to],
    }));
}

function blockerWords(context: RiskContext, id: string): string {
  const task = context.world.tasks.get(id);
  const facts = task === undefined ? "" : ` (${task.status}, ${task.owner ?? "no owner"})`;
  return `${shortId(context, id)}${facts}`;
}
