import { readAgentsFile } from "../core/documents/check-agents.ts";
import { readConfigFile } from "../core/documents/check-config.ts";
import type { FileFinding } from "../core/documents/file-finding.ts";
import { Agents, Config } from "../schema/index.ts";

export const configPath = ".github/mission-control.yml";
export const agentsPath = ".github/agents.yml";

/** Null only when there are findings; the caller decides what a broken file stops. */
export type ReadConfig = {
  readonly config: Config | null;
  readonly findings: readonly FileFinding[];
};
export type ReadAgents = {
  readonly agents: Agents | null;
  readonly findings: readonly FileFinding[];
};

/** The configuration in `text`; the defaults when there is no file. Never throws for what the file holds. */
export function readConfig(text: string | null, path: string = configPath): ReadConfig {
  if (text === null) return { config: Config.parse({}), findings: [] };
  const { value, findings } = readConfigFile({ path, text });
  return { config: value, findings };
}

/**
 * The registry in `text`; nobody when there is no file. No agent may write as one of `engineLogins`, by default those of
 * the default configuration. Never throws for what the file holds.
 */
export function readAgents(
  text: string | null,
  path: string = agentsPath,
  engineLogins?: readonly string[],
): ReadAgents {
  if (text === null) return { agents: Agents.parse({ agents: [] }), findings: [] };
  const { value, findings } = readAgentsFile({ path, text }, engineLogins);
  return { agents: value, findings };
}
