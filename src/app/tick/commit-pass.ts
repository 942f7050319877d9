import { agentStates } from "../../core/agents/agent-states.ts";
import { signsIn } from "../../core/agents/signs.ts";
import { toInstant } from "../../core/instant.ts";
import type { Entities } from "../../core/state/entities.ts";
import { diffState } from "../../core/state/diff.ts";
import { digestOf } from "../../core/state/digest.ts";
import { unprotected } from "../../core/task/unprotected.ts";
import { workstreamStates } from "../../core/workstreams/workstream-states.ts";
import type { NewFile } from "../../ports.ts";
import type {
  AlertState,
  Config,
  Event,
  ForeignCommit,
  OutboxMessage,
  ProjectState,
  RoutineState,
  State,
} from "../../schema/index.ts";
import { commitState, type Committed } from "../commit-state.ts";
import type { DataBranch } from "../data-branch.ts";
import { keptPaths } from "../load-policy.ts";
import type { TickContext } from "../tick.ts";
import { cutShort, listRoutine, type Pass } from "./pass.ts";
import { tickRoutine, withStale } from "./routines.ts";

export type Found = {
  readonly alerts: Readonly<Record<string, AlertState>>;
  readonly outbox: Readonly<Record<string, OutboxMessage>>;
  readonly left: readonly string[];
  readonly foreign: Readonly<Record<string, ForeignCommit>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Everything that the pass knows, on top of what the snapshot holds. */
function entitiesAfter(pass: Pass, state: State, found: Found): Entities {
  const keep = unprotected(pass.context.policy.config);
  const all = [...pass.parked.values(), ...pass.tasks.values()].map(keep);
  const tasks = Object.fromEntries(all.map((task) => [task.id, task]));
  return { ...besideTasks(pass, state, found), tasks };
}

/** The same without the tasks. */
export function besideTasks(pass: Pass, state: State, found: Found): Omit<Entities, "tasks"> {
  const { context } = pass;
  const { policy } = context;
  const active = [...pass.tasks.values()].map(unprotected(policy.config));
  return {
    ...state,
    alerts: { ...found.alerts },
    outbox: { ...found.outbox },
    foreign: { ...found.foreign },
    agents: agentStates(
      policy,
      active,
      signsIn(pass.facts, policy),
      pass.agents ?? state.agents,
      found.now,
    ),
    projects: projectStates(policy.config),
    workstreams: workstreamStates(
      policy.config,
      context.repo,
      active,
      state.workstreams,
      found.now,
    ),
    routines: {
      ...withStale(state.routines, policy, found.now),
      ...policyRoutine(context, state, found.now),
    },
  };
}

export async function commitPass(
  pass: Pass,
  branch: DataBranch,
  found: Found,
): Promise<Committed | null> {
  const { context } = pass;
  return await commitState(
    { ...context, config: context.policy.config },
    branch,
    (state) => withRuns(pass, state, entitiesAfter(pass, state, found), found),
    (events) => messageOf(events.map(({ message }) => message)),
    (_data, _state, events) => keptPolicy(context, events),
  );
}

/**
 * That the tick ran, and how far the lists have come, goes with whatever is committed. Alone it is worth a commit only when
 * the tick left other things than before, or the next pass would have to go through several pages again.
 */
function withRuns(pass: Pass, before: State, after: Entities, { left, now }: Found): Entities {
  const tick = tickRoutine(pass, left, now);
  const known = before.routines[tick.id];
  const isOther = known === undefined ? left.length > 0 : known.result !== tick.result;
  if (!isOther && pass.long.size === 0 && diffState(before, after, now).length === 0) return after;
  const lists = [...pass.through].map(([repo, through]): [string, RoutineState] => [
    listRoutine(repo),
    {
      id: listRoutine(repo),
      name: `List of ${repo}`,
      schedule: "with every pass",
      desired: "listed to its end",
      every_minutes: null,
      last_run: through,
      result: pass.unlisted.has(repo) ? cutShort : "listed to its end",
      failures: 0,
      health: pass.unlisted.has(repo) ? "warning" : "healthy",
    },
  ]);
  const routines = { ...after.routines, [tick.id]: tick, ...Object.fromEntries(lists) };
  return { ...after, routines };
}

/** Whether the files of policy can be used, and which they were: a change of either is worth an event. */
function policyRoutine(
  { loaded }: TickContext,
  state: State,
  now: number,
): Record<string, RoutineState> {
  if (loaded === undefined) return {};
  const before = state.routines["policy"];
  const isBroken = loaded.findings.length > 0;
  const result = isBroken
    ? loaded.findings.slice(0, 5).join("\n")
    : `in force: ${digestOf(loaded.sources)}`;
  if (before?.result === result) return {};
  return {
    policy: {
      id: "policy",
      name: "Policy",
      schedule: "with every pass",
      desired: "right",
      every_minutes: null,
      last_run: toInstant(now),
      result,
      failures: isBroken ? (before?.failures ?? 0) + 1 : 0,
      health: isBroken ? "failed" : "healthy",
    },
  };
}

/** The files of policy go into the commit that tells of their change, as the last ones that were right. */
function keptPolicy({ loaded }: TickContext, events: readonly Event[]): readonly NewFile[] {
  const isTold = events.some(
    ({ entity_type, entity_id }) => entity_type === "routine" && entity_id === "policy",
  );
  if (loaded === undefined || !isTold || loaded.findings.length > 0) return [];
  return [
    { path: keptPaths.config, content: loaded.sources.config ?? "" },
    { path: keptPaths.agents, content: loaded.sources.agents ?? "agents: []\n" },
  ];
}

/** Protected projects stay out of what is kept and shown. */
function projectStates({ projects }: Config): Record<string, ProjectState> {
  return Object.fromEntries(
    projects
      .filter(({ status }) => status !== "protected")
      .map(({ id, name, status, repo }) => [id, { id, name, status, repo: repo ?? null }]),
  );
}

function messageOf(messages: readonly string[]): string {
  const listed = messages
    .slice(0, 20)
    .map((message) => `- ${message.replaceAll(/\s+/g, " ").slice(0, 120)}`);
  const more =
    messages.length > listed.length ? [`- and ${messages.length - listed.length} more`] : [];
  return [
    `Record ${messages.length} event${messages.length === 1 ? "" : "s"}`,
    "",
    ...listed,
    ...more,
  ].join("\n");
}
