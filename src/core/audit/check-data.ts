import { canBeOverdue, isOverdue } from "../deadline.ts";
import { statuses } from "../../schema/index.ts";
import type { Data } from "../../schema/index.ts";
import { workstreamsAgree } from "./check-workstreams.ts";
import type { AuditCode, AuditFinding } from "./finding.ts";

export type CheckDataOptions = {
  /** IANA zone in which a date-only deadline ends; without it, whether a task is overdue is not computed again. */
  readonly zone?: string;
};

type Check = (data: Data, options: CheckDataOptions) => Iterable<AuditFinding>;

const checks: readonly Check[] = [
  countsEqualLists,
  nothingIsThereTwice,
  overdueIsJudged,
  overdueIsTrue,
  untriagedIsTheOldest,
  blockedHasReason,
  referencesResolve,
  mismatchesAgreeWithAgents,
  healthAgreesWithAlerts,
  workstreamsAgree,
  timesAreNotAhead,
];

/** Where the data contradicts itself. Clean data gives no finding. */
export function checkData(data: Data, options: CheckDataOptions = {}): readonly AuditFinding[] {
  return checks.flatMap((check) => [...check(data, options)]);
}

function* countsEqualLists({ summary, tasks, alerts }: Data) {
  yield* equal("$.summary.tasks", tasks.items.length, summary.tasks);
  for (const status of statuses) {
    const listed = tasks.items.filter((task) => task.status === status).length;
    yield* equal(`$.summary.by_status.${status}`, listed, summary.by_status[status]);
  }
  const open = alerts.items.filter((alert) => alert.resolved_at === null);
  const of = (severity: string) => open.filter((alert) => alert.severity === severity).length;
  yield* equal("$.summary.alerts.open", open.length, summary.alerts.open);
  yield* equal("$.summary.alerts.critical", of("critical"), summary.alerts.critical);
  yield* equal("$.summary.alerts.urgent", of("urgent"), summary.alerts.urgent);
}

function* nothingIsThereTwice(data: Data) {
  const lists = [
    "tasks",
    "agents",
    "projects",
    "workstreams",
    "alerts",
    "routines",
    "outputs",
    "audits",
    "events",
  ] as const;
  for (const name of lists) {
    const seen = new Set<string>();
    for (const [index, { id }] of data[name].items.entries()) {
      if (seen.has(id))
        yield fault("data-duplicate", `$.${name}.items[${index}].id`, `${id} is in ${name} twice`);
      seen.add(id);
    }
  }
}

function* overdueIsJudged({ summary, tasks }: Data) {
  const withDeadline = tasks.items.filter(
    (task) => canBeOverdue(task.status) && task.due !== null,
  ).length;
  yield* equal("$.summary.with_deadline", withDeadline, summary.with_deadline);
  const overdue = tasks.items.filter((task) => task.overdue).length;
  yield* equal("$.summary.overdue", withDeadline === 0 ? null : overdue, summary.overdue);
}

function* overdueIsTrue({ tasks, generated_at }: Data, { zone }: CheckDataOptions) {
  for (const [index, task] of tasks.items.entries()) {
    const possible = canBeOverdue(task.status) && task.due !== null;
    const truth =
      zone === undefined
        ? task.overdue && possible
        : isOverdue(task, Date.parse(generated_at), zone);
    yield* equal(`$.tasks.items[${index}].overdue`, truth, task.overdue);
  }
}

function* untriagedIsTheOldest({ summary, tasks }: Data) {
  const times = tasks.items
    .filter((task) => task.status === "inbox")
    .map((task) => Date.parse(task.since));
  const oldest = times.length === 0 ? null : Math.min(...times);
  const said = summary.untriaged_oldest === null ? null : Date.parse(summary.untriaged_oldest);
  if (said !== oldest) {
    const expected = oldest === null ? null : new Date(oldest).toISOString();
    yield contradiction("$.summary.untriaged_oldest", expected, summary.untriaged_oldest);
  }
}

function* blockedHasReason({ tasks }: Data) {
  for (const [index, task] of tasks.items.entries()) {
    if (task.status === "blocked" && !task.blocked) {
      yield weakness(
        "data-contradiction",
        `$.tasks.items[${index}].blocked`,
        `${task.id} is blocked without a reason`,
      );
    }
  }
}

function* referencesResolve({ agents, tasks, repo }: Data) {
  const ids = new Set(tasks.items.map((task) => task.id));
  for (const [index, agent] of agents.items.entries()) {
    if (agent.current_task !== null && !ids.has(agent.current_task)) {
      yield weakness(
        "data-dangling",
        `$.agents.items[${index}].current_task`,
        `${agent.id} works on ${agent.current_task}, which is not on the board`,
      );
    }
  }
  for (const [index, task] of tasks.items.entries()) {
    for (const other of task.depends) {
      const id = other.startsWith("#") ? `${repo}${other}` : other;
      if (!id.startsWith(`${repo}#`) || ids.has(id)) continue;
      yield weakness(
        "data-dangling",
        `$.tasks.items[${index}].depends`,
        `${task.id} waits for ${id}, which is not on the board`,
      );
    }
  }
}

function* mismatchesAgreeWithAgents({ mismatches, agents }: Data) {
  for (const [index, mismatch] of mismatches.entries()) {
    const path = `$.mismatches[${index}]`;
    if (mismatch.desired === mismatch.observed) {
      yield fault(
        "data-contradiction",
        path,
        `${mismatch.entity_id} is called a mismatch and is none`,
      );
    }
    if (!mismatch.entity_id.startsWith("agent:")) continue;
    const agent = agents.items.find(({ id }) => `agent:${id}` === mismatch.entity_id);
    if (agent === undefined) {
      yield fault(
        "data-dangling",
        `${path}.entity_id`,
        `${mismatch.entity_id} is not among the agents`,
      );
      continue;
    }
    yield* equal(`${path}.desired`, agent.desired, mismatch.desired);
    const observed = agent.health === "stale" ? "silent" : agent.observed;
    yield* equal(`${path}.observed`, observed, mismatch.observed);
  }
}

function* healthAgreesWithAlerts({ summary }: Data) {
  if (summary.alerts.critical > 0 && summary.health !== "failed") {
    yield contradiction("$.summary.health", "failed", summary.health);
  } else if (summary.alerts.urgent > 0 && summary.health === "healthy") {
    yield contradiction("$.summary.health", "warning", summary.health);
  }
}

function* timesAreNotAhead(data: Data) {
  const newest = Date.parse(data.generated_at);
  for (const name of [
    "tasks",
    "agents",
    "workstreams",
    "alerts",
    "routines",
    "outputs",
    "audits",
    "events",
  ] as const) {
    if (Date.parse(data[name].as_of) > newest) {
      yield fault(
        "data-contradiction",
        `$.${name}.as_of`,
        `${name} are of a later time than the data that holds them`,
      );
    }
  }
  for (const [index, event] of data.events.items.entries()) {
    const before = data.events.items[index - 1];
    if (before !== undefined && Date.parse(event.timestamp) > Date.parse(before.timestamp)) {
      yield fault(
        "data-contradiction",
        `$.events.items[${index}].timestamp`,
        "the events are not newest first",
      );
    }
  }
}

function* equal(path: string, expected: unknown, actual: unknown): Iterable<AuditFinding> {
  if (expected !== actual) yield contradiction(path, expected, actual);
}

function contradiction(path: string, expected: unknown, actual: unknown): AuditFinding {
  return {
    ...fault("data-contradiction", path, "The data says one thing here and another in its lists"),
    expected,
    actual,
  };
}

function fault(code: AuditCode, path: string, message: string): AuditFinding {
  return { code, severity: "urgent", check: "data", message, path };
}

function weakness(code: AuditCode, path: string, message: string): AuditFinding {
  return { ...fault(code, path, message), severity: "warning" };
}
