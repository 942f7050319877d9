import { z } from "zod";
import { AgentStatus, Instant } from "./vocabulary.ts";

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
    .regex(/^[1-9]\d*[mhd]$/, "expected an interval such as 15m, 1h or 2d, not zero")
    .default("1h")
    .describe("Expected interval between signs of life"),
  model: z.string().optional(),
  max_load: z.int().positive().default(3).describe("Tasks it may hold at a time"),
  budget: z
    .strictObject({
      day_usd: z.number().nonnegative().optional(),
      run_usd: z.number().nonnegative().optional(),
    })
    .optional(),
  pause: z
    .strictObject({
      by: z.string(),
      reason: z.string().min(1),
      since: Instant,
      until: Instant.optional().describe("Its time limit"),
    })
    .optional()
    .describe("Why it is paused, draining or quarantined, and until when"),
  approval: z.enum(["none", "person", "two-people"]).default("person").describe("Approval policy"),
  spawn: z.string().optional().describe("How it is started: a workflow, a command, a message"),
});
export type Agent = z.infer<typeof Agent>;

/** `.github/agents.yml`, version 1: the registry, changed by pull request only. */
export const Agents = z.strictObject({ version: z.literal(1).default(1), agents: z.array(Agent) });
export type Agents = z.infer<typeof Agents>;
