import { toInstant } from "../core/instant.ts";
import { waitsFor, type World } from "../core/world.ts";
import { clockHour, spareHours } from "../core/workstreams/clock-words.ts";
import {
  forecastOf,
  type ForecastOptions,
  type WorkstreamForecast,
} from "../core/workstreams/forecast.ts";
import { assumedIn, type Plan, type PlannedTask } from "../core/workstreams/plan.ts";
import { isClosed } from "../core/workstreams/schedule.ts";
import { type WhatIf, whatIf } from "../core/workstreams/what-if.ts";
import {
  type Criterion,
  type DataWorkstream,
  type DataWorkstreamTask,
  TaskId,
  type WorkstreamState,
} from "../schema/index.ts";
import { publishLocation, publishText } from "./publish.ts";

export type WorkstreamOptions = ForecastOptions & {
  /** Origins whose addresses may be shown. */
  readonly own: ReadonlySet<string>;
  /** Asks what becomes of the rest when one task is late by so many hours, beside the usual questions. */
  readonly late?: { readonly id: string; readonly hours: number };
};

const most = { workstreams: 20, tasks: 60, risks: 12, ids: 60, evidence: 10 } as const;

/** The workstreams with their forecasts, safe to publish. `now` in milliseconds since the epoch. */
export function publishWorkstreams(
  world: World,
  now: number,
  options: WorkstreamOptions,
): DataWorkstream[] {
  return [...world.workstreams.values()]
    .toSorted((a, b) => Date.parse(a.start) - Date.parse(b.start) || (a.id < b.id ? -1 : 1))
    .slice(0, most.workstreams)
    .map((workstream) => publishWorkstream(workstream, world, now, options));
}

/** One workstream. Its text is made safe; long lists are cut. */
export function publishWorkstream(
  workstream: WorkstreamState,
  world: World,
  now: number,
  options: WorkstreamOptions,
): DataWorkstream {
  const forecast = forecastOf(workstream, world, now, options);
  const { plan, finish, progress, assumedHours } = forecast;
  const { schedule } = plan;
  const say = (text: string) => publishText(text, options.own);
  const times = { end: instantOf(plan.end), finish: finish === null ? null : instantOf(finish) };
  const shown = chooseTasks([...plan.tasks.values()]);
  return {
    id: workstream.id,
    goal: say(workstream.goal),
    repo: workstream.repo,
    start: workstream.start,
    end: times.end,
    hours: workstream.hours,
    hour: clockHour(now, plan.start),
    progress: progress === null ? null : Math.floor(progress * 100),
    verdict: workstream.verdict,
    go_no_go: workstream.go_no_go,
    criteria: workstream.criteria.map((one) => publishCriterion(one, say)),
    deliverables: workstream.deliverables.map((one) => publishCriterion(one, say)),
    counts: countsOf(plan),
    tasks: shown.map((task) => publishTask(task, options.own)),
    tasks_left: plan.tasks.size - shown.length,
    critical_path: schedule.path.slice(0, most.ids),
    finish: times.finish,
    spare: spareHours(times),
    assumed: {
      hours: hundredth(assumedHours),
      tasks: assumedIn(plan)
        .map(({ task }) => task.id)
        .slice(0, most.ids),
    },
    risks: forecast.risks.slice(0, most.risks).map(({ kind, severity, text, evidence }) => ({
      kind,
      severity,
      text: say(text),
      evidence: idsIn(evidence),
    })),
    risks_left: Math.max(0, forecast.risks.length - most.risks),
    next: forecast.next.map((action) => ({
      ...action,
      who: say(action.who),
      text: say(action.text),
      reason: say(action.reason),
    })),
    what_if: questions(forecast, options.late).map(publishWhatIf),
    unjudged: schedule.unjudged.slice(0, most.ids),
  };
}

/** What is done gives way first, then what comes last. */
function chooseTasks(tasks: readonly PlannedTask[]): readonly PlannedTask[] {
  if (tasks.length <= most.tasks) return tasks;
  const open = tasks.filter(({ task }) => !isClosed(task.status)).slice(0, most.tasks);
  const kept = new Set(open);
  for (const task of tasks.toReversed()) {
    if (kept.size >= most.tasks) break;
    kept.add(task);
  }
  return tasks.filter((task) => kept.has(task));
}

function countsOf({ workstream, tasks }: Plan): DataWorkstream["counts"] {
  const own = [...tasks.values()].filter(({ isOutside }) => !isOutside);
  return {
    tasks: workstream.tasks.length,
    done: own.filter(({ task }) => task.status === "done").length,
    open: own.filter(({ task }) => !isClosed(task.status)).length,
    critical: own.filter(({ times }) => times?.isCritical === true).length,
  };
}

function publishTask(planned: PlannedTask, own: ReadonlySet<string>): DataWorkstreamTask {
  const { task, times, deadline } = planned;
  const isOpen = times?.state === "open";
  const lateMs = deadline === null || !isOpen ? 0 : times.earliestFinish - deadline;
  return {
    id: task.id,
    number: task.number,
    title: publishText(task.title, own),
    url: publishLocation(task.url, own) ?? "",
    status: task.status,
    priority: task.priority,
    owner: task.owner,
    shared: task.shared.filter((owner) => owner !== task.owner),
    outside: planned.isOutside,
    hours: hundredth(planned.hours),
    assumed: planned.isAssumed,
    left: hundredth(planned.left),
    progress: Math.floor(planned.progress * 100),
    depends: [...waitsFor(task)],
    start: times === null ? null : instantOf(times.earliestStart),
    finish: times === null ? null : instantOf(times.earliestFinish),
    slack: isOpen ? hundredth(times.slack) : null,
    critical: times?.isCritical === true,
    due: task.due,
    deadline: deadline === null ? null : instantOf(deadline),
    late: lateMs > 0 ? Math.max(0.01, hundredth(lateMs / 3_600_000)) : null,
  };
}

function questions({ plan, whatIfs }: WorkstreamForecast, late: WorkstreamOptions["late"]) {
  if (late === undefined) return whatIfs;
  const asked = whatIf(plan, late.id, late.hours);
  return asked === null ? whatIfs : [asked, ...whatIfs];
}

function publishWhatIf({ id, hours, finish, shift, missed }: WhatIf) {
  return {
    id,
    hours: hundredth(hours),
    finish: instantOf(finish),
    shift: hundredth(shift),
    missed: missed.slice(0, most.ids),
  };
}

function publishCriterion(
  { text, status, why }: Criterion,
  say: (text: string) => string,
): Criterion {
  return { text: say(text), status, why: say(why) };
}

/** A reference may name what is no task. */
function idsIn(evidence: readonly string[]): string[] {
  return evidence.filter((id) => TaskId.safeParse(id).success).slice(0, most.evidence);
}

/** To the second, as GitHub tells time. */
function instantOf(at: number): string {
  return toInstant(Math.round(at / 1000) * 1000);
}

function hundredth(hours: number): number {
  return Math.round(hours * 100) / 100 + 0;
}
