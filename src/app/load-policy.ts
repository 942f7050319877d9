import type { FileFinding } from "../core/documents/file-finding.ts";
import type { Policy } from "../core/policy.ts";
import { UserError } from "../errors.ts";
import { agentsPath, configPath, readAgents, readConfig } from "./read-config.ts";

type Read = (path: string) => Promise<string | null>;
type Sources = { readonly config: string | null; readonly agents: string | null };

export type LoadedPolicy = Policy & {
  /** The text of the files that the policy was read from; null where there is no such file. */
  readonly sources: Sources;
  /**
   * What is wrong with the files as they stand, a line each with its place; then the rest of this is the last that was
   * right.
   */
  readonly findings: readonly string[];
};

/** Where the tick keeps the last files that were right, on the data branch. */
export const keptPaths = {
  config: "state/policy/mission-control.yml",
  agents: "state/policy/agents.yml",
} as const;

/**
 * Reads the two files of policy through `read`. When one of them is wrong, the last good ones stay in force, as `readKept`
 * finds them on the data branch it is given, and the policy carries the findings; where there are none yet, throws UserError
 * with every finding.
 */
export async function loadPolicy(
  read: Read,
  readKept?: (branch: string, path: string) => Promise<string | null>,
): Promise<LoadedPolicy> {
  const [config, agents] = await Promise.all([read(configPath), read(agentsPath)]);
  const policy = policyOf({ config, agents });
  if ("policy" in policy) return policy.policy;
  const branch = dataBranchIn(config);
  const kept = readKept === undefined ? null : await lastGood((path) => readKept(branch, path));
  if (kept === null) throw new UserError(policy.findings.map(findingLine).join("\n"));
  return { ...kept, findings: policy.findings.map(findingLine) };
}

export function findingLine({ file, line, column, message }: FileFinding): string {
  return `${file}:${line}:${column}: ${message}`;
}

function policyOf(
  sources: Sources,
): { readonly policy: LoadedPolicy } | { readonly findings: readonly FileFinding[] } {
  const config = readConfig(sources.config);
  const agents = readAgents(sources.agents, agentsPath, config.config?.engine.logins);
  if (config.config === null || agents.agents === null)
    return { findings: [...config.findings, ...agents.findings] };
  return { policy: { config: config.config, agents: agents.agents, findings: [], sources } };
}

async function lastGood(read: Read): Promise<LoadedPolicy | null> {
  const [config, agents] = await Promise.all([read(keptPaths.config), read(keptPaths.agents)]);
  if (config === null && agents === null) return null;
  const kept = policyOf({ config, agents });
  return "policy" in kept ? kept.policy : null;
}

/** A broken configuration may still say where the last good one is. */
function dataBranchIn(config: string | null): string {
  const named = /^data_branch:[ \t]*["']?([\w./-]+)["']?[ \t]*(?:#.*)?$/m.exec(config ?? "")?.[1];
  return named ?? "mission-control";
}
