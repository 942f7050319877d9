import { agentStates, signsIn } from "../../core/agents.ts";
import { toInstant } from "../../core/instant.ts";
import type { Entities } from "../../core/state/entities.ts";
import type { AlertState, Config, ProjectState, RoutineState, State } from "../../schema/index.ts";
import { commitState, type Committed } from "../commit-state.ts";
import type { DataBranch } from "../data-branch.ts";
import type { Pass } from "./pass.ts";

export type Found = {
  readonly alerts: Readonly<Record<string, AlertState>>;
  readonly left: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Everything that the pass knows, on top of what the snapshot holds. */
export function entitiesAfter(pass: Pass, state: State, found: Found): Entities {
  const { policy } = pass.context;
  const tasks = Object.fromEntries(pass.tasks);
  return {
    ...state,
    tasks,
    alerts: { ...found.alerts },
    agents: agentStates(
      policy.agents,
      [...pass.tasks.values()],
      signsIn(pass.facts),
      state.agents,
      found.now,
    ),
    projects: projectStates(policy.config),
    routines: { ...state.routines, ...tickRoutine(state, found) },
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
    (state) => entitiesAfter(pass, state, found),
    (events) => messageOf(events.map(({ message }) => message)),
  );
}

/** What the tick says of itself; it changes only when what is left does. */
function tickRoutine(state: State, { left, now }: Found): Record<string, RoutineState> {
  const before = state.routines["tick"];
  const result = left.length === 0 ? "nothing left" : `${left.length} left: ${shown(left)}`;
  if (before?.result === result || (before === undefined && left.length === 0)) return {};
  return {
    tick: {
      id: "tick",
      name: "Tick",
      schedule: "every quarter of an hour",
      desired: "nothing left",
      every_minutes: null,
      last_run: toInstant(now),
      result,
      failures: left.length === 0 ? 0 : (before?.failures ?? 0) + 1,
      health: left.length === 0 ? "healthy" : "warning",
    },
  };
}

function shown(ids: readonly string[]): string {
  const first = ids.slice(0, 5).join(", ");
  return ids.length > 5 ? `${first} …` : first;
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
