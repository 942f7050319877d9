import type { LocalGitHubOptions, Permission } from "../github/index.ts";
import type { Agent } from "../../schema/index.ts";

export const repo = "acme/control-room";
export const operator = "ada";
export const orchestrator = "olga";
/** Files what goes wrong; may read and comment only, as most people may. */
export const contributor = "mia";

export const members: Readonly<Record<string, Permission>> = {
  [operator]: "admin",
  [orchestrator]: "maintain",
  ben: "write",
  cleo: "write",
};

type SampleAgent = Pick<Agent, "id" | "name" | "role" | "capabilities" | "owner" | "heartbeat"> &
  Partial<Pick<Agent, "desired" | "model" | "boundary" | "pause" | "max_load">>;

/** The registry, as it stands in `.github/agents.yml`. Each writes as `<id>-agent`. */
export const agents: readonly SampleAgent[] = [
  agent("atlas", "Backend", ["typescript", "postgres"], "ada", "2h"),
  agent("bolt", "Frontend", ["react", "css"], "ben", "2h"),
  agent("cedar", "Infra", ["terraform", "dns"], "ada", "4h", {
    boundary: "No production database",
  }),
  agent("delta", "QA", ["playwright"], "ben", "4h"),
  agent("ember", "Backend", ["typescript", "queues"], "ada", "2h"),
  agent("flint", "Infra", ["backups", "linux"], "ben", "6h"),
  agent("gale", "Frontend", ["react", "accessibility"], "ben", "4h"),
  agent("harbor", "Research", ["pricing", "benchmarks"], "ada", "1d"),
  agent("iris", "QA", ["load-tests"], "ben", "4h"),
  agent("juno", "Backoffice", ["billing"], "ada", "1d", {
    desired: "paused",
    pause: {
      by: operator,
      reason: "The books of the year are closed by hand",
      since: "2026-01-05T09:00:00Z",
    },
  }),
  agent("kestrel", "Backend", ["payments"], "ben", "1d"),
  agent("lumen", "Research", ["search"], "ada", "1d", { desired: "not_spawned" }),
  agent("maple", "Backend", ["typescript", "ledgers"], "ada", "2h", { max_load: 2 }),
  agent("nimbus", "Frontend", ["react", "checkout"], "ben", "2h"),
  agent("opal", "QA", ["phones", "load-tests"], "ben", "2h"),
];

export function loginOf(id: string): string {
  return `${id}-agent`;
}

/** Who acts in the story of one task that is told on top of the fleet: none of them has other work in hand. */
export const cast = {
  filer: contributor,
  orchestrator,
  agent: { id: "gale", login: loginOf("gale") },
  reviewer: "cleo",
} as const;

/** What the local GitHub must be started with before the fleet is put into it. */
export const sampleFleetOptions = {
  repo,
  operator,
  repos: [{ owner: "acme", name: "control-room" }],
  users: [
    { login: operator, name: "Ada" },
    { login: orchestrator, name: "Olga" },
    { login: "ben", name: "Ben" },
    { login: "cleo", name: "Cleo" },
    { login: contributor, name: "Mia" },
    ...agents.map(({ id }) => ({ login: loginOf(id) })),
  ],
  app: { slug: "mission-control" },
} as const satisfies LocalGitHubOptions & { readonly repo: string; readonly operator: string };

function agent(
  id: string,
  role: string,
  capabilities: string[],
  owner: string,
  heartbeat: string,
  more: Partial<SampleAgent> = {},
): SampleAgent {
  const name = `${id[0]?.toUpperCase() ?? ""}${id.slice(1)}`;
  return { id, name, role, capabilities, owner, heartbeat, ...more };
}
