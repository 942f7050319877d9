import type { Policy } from "../../../src/core/policy.ts";
import { Agents, Config } from "../../../src/schema/index.ts";

/** What stands in the two files of policy, for tests of one thing in them. */
export function samplePolicy(
  agents: readonly object[] = [{}],
  config: Record<string, unknown> = {},
): Policy {
  return {
    config: Config.parse(config),
    agents: Agents.parse({
      agents: agents.map((agent) => ({
        id: "atlas",
        role: "Backend",
        login: "atlas-bot",
        owner: "ada",
        ...agent,
      })),
    }),
  };
}
