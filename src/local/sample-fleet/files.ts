import { stringify } from "yaml";
import { agents, loginOf, operator, orchestrator } from "./people.ts";
import { workstreamEntry } from "./workstream.ts";

export const projects = [
  { id: "web", name: "Web shop" },
  { id: "api", name: "Orders API" },
  { id: "ops", name: "Operations" },
] as const;
export type Project = (typeof projects)[number]["id"];

/** The repository's own files of policy, by path. `numberOf` gives the number of a task by its key; `now` is in milliseconds. */
export function policyFiles(
  numberOf: (key: string) => number,
  now: number,
): Readonly<Record<string, string>> {
  const config = {
    version: 1,
    timezone: "UTC",
    operators: [operator],
    orchestrators: [orchestrator],
    projects,
    // An item of which no word says anything waits for the orchestrator.
    triage: { min_confidence: 0.3 },
    workstreams: [workstreamEntry(numberOf, now)],
  };
  const registry = {
    version: 1,
    agents: agents.map(({ id, ...agent }) => ({ id, login: loginOf(id), ...agent })),
  };
  return {
    ".github/mission-control.yml": stringify(config),
    ".github/agents.yml": stringify(registry),
  };
}
