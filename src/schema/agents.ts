import { z } from "zod";
import { AgentStatus, Instant } from "./vocabulary.ts";

export const Agent = z.strictObject({
  id: z
    .string()
    .max(38, "expected at most 38 characters: a label holds no more")
    .regex(/^[a-z0-9][a-z0-9-]*$/, "expected lower-case letters, digits and hyphens")
    .describe("As in the label `owner:agent:<id>`"),
  name: z.string().optional().describe("For people; its id when left out"),
  role: z.string().describe("What it is; counts among what it offers"),
  login: z.string().optional().describe("The GitHub login this agent writes as"),
  capabilities: z
    .array(z.string())
    .default([])
    .describe(
      "Domains, kinds, projects, labels, `repo:<name>` that it suits; without any, a generalist",
    ),
  owner: z.string().optional().describe("The person who answers for it"),
  boundary: z.string().optional().describe("What it must keep its hands off"),
  desired: AgentStatus.default("active").describe(
    "What it should be; only an active one is given work",
  ),
  heartbeat: z
    .string()
    .regex(/^[1-9]\d*[mhd]$/, "expected an interval such as 15m, 1h or 2d, not zero")
    .default("1h")
    .describe("Expected interval between signs of life: `15m`, `1h`, `2d`"),
  model: z.string().optional().describe("The model it runs on, for people"),
  max_load: z.int().positive().default(3).describe("Tasks it may hold at a time"),
  budget: z
    .strictObject({
      day_usd: z
        .number()
        .nonnegative()
        .optional()
        .describe("A day in UTC; the rule `budget` goes by it"),
      run_usd: z
        .number()
        .nonnegative()
        .optional()
        .describe("A run: for the agent itself, nothing here enforces it"),
    })
    .optional()
    .describe("What it may spend"),
  pause: z
    .strictObject({
      by: z.string().describe("Who says so"),
      reason: z.string().min(1).describe("Shown wherever it is missed"),
      since: Instant.describe("From when on, in UTC"),
      until: Instant.optional().describe("Its time limit"),
    })
    .optional()
    .describe("Why it is paused, draining or quarantined, and until when"),
  approval: z
    .enum(["none", "person", "two-people"])
    .default("person")
    .describe("Approval policy, for people: nothing goes by it yet"),
  spawn: z.string().optional().describe("How it is started: a workflow, a command, a message"),
});
export type Agent = z.infer<typeof Agent>;

/** `.github/agents.yml`, version 1: the registry, changed by pull request only. */
export const Agents = z.strictObject({
  version: z.literal(1).default(1).describe("Of this file"),
  agents: z.array(Agent).describe("Everybody that is registered"),
});
export type Agents = z.infer<typeof Agents>;
