import { z } from "zod";
import { AgentStatus } from "./vocabulary.ts";

export const Agent = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "expected lower-case letters, digits and hyphens"),
  name: z.string().optional(),
  role: z.string(),
  login: z.string().optional().describe("The GitHub login this agent writes as"),
  capabilities: z.array(z.string()).default([]),
  owner: z.string().optional().describe("The person who answers for it"),
  boundary: z.string().optional().describe("What it must keep its hands off"),
  desired: AgentStatus.default("active"),
  heartbeat: z
    .string()
    .regex(/^\d+[mhd]$/)
    .default("1h")
    .describe("Expected interval between signs of life"),
  model: z.string().optional(),
});
export type Agent = z.infer<typeof Agent>;

/** `.github/agents.yml`, version 1: the registry, changed by pull request only. */
export const Agents = z.strictObject({ version: z.literal(1).default(1), agents: z.array(Agent) });
export type Agents = z.infer<typeof Agents>;
