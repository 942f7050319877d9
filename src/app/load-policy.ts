import type { Policy } from "../core/policy.ts";
import type { FileFinding } from "../core/documents/file-finding.ts";
import { UserError } from "../errors.ts";
import { agentsPath, configPath, readAgents, readConfig } from "./read-config.ts";

/** Reads the two files of policy through `read`; throws UserError with every finding when one of them is wrong. */
export async function loadPolicy(read: (path: string) => Promise<string | null>): Promise<Policy> {
  const [configText, agentsText] = await Promise.all([read(configPath), read(agentsPath)]);
  const config = readConfig(configText);
  const agents = readAgents(agentsText);
  const findings = [...config.findings, ...agents.findings];
  if (config.config === null || agents.agents === null) {
    throw new UserError(findings.map(findingLine).join("\n"));
  }
  return { config: config.config, agents: agents.agents };
}

export function findingLine({ file, line, column, message }: FileFinding): string {
  return `${file}:${line}:${column}: ${message}`;
}
