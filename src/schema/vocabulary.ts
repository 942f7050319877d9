import { z } from "zod";

/** The closed lists of SPEC words. Every label, schema, table and document takes them from here. */
export const statuses = [
  "inbox",
  "triaged",
  "planned",
  "assigned",
  "active",
  "blocked",
  "review",
  "done",
  "failed",
  "reverted",
  "archived",
] as const;
export const kinds = [
  "task",
  "bug",
  "project-note",
  "decision",
  "automation",
  "backoffice",
  "research",
  "support",
  "archive",
] as const;
export const priorities = ["urgent", "high", "medium", "low", "someday"] as const;
export const domains = [
  "backend",
  "frontend",
  "infra",
  "qa",
  "automation",
  "integration",
  "backoffice",
] as const;
export const modes = [
  "Planning",
  "Building",
  "Debugging",
  "Reviewing",
  "Reporting",
  "Monitoring",
] as const;
export const risks = ["green", "yellow", "red"] as const;
export const severities = ["info", "warning", "urgent", "critical"] as const;
export const healths = ["healthy", "warning", "failed", "stale", "unknown"] as const;
export const subagentRoles = [
  "Backend",
  "Frontend",
  "Infra",
  "QA",
  "Research",
  "Backoffice",
] as const;
export const agentStatuses = [
  "active",
  "idle",
  "blocked",
  "not_spawned",
  "paused",
  "draining",
  "quarantined",
] as const;

export const Status = z.enum(statuses);
export type Status = z.infer<typeof Status>;
export const Kind = z.enum(kinds);
export type Kind = z.infer<typeof Kind>;
export const Priority = z.enum(priorities);
export type Priority = z.infer<typeof Priority>;
export const Domain = z.enum(domains);
export type Domain = z.infer<typeof Domain>;
export const Mode = z.enum(modes);
export type Mode = z.infer<typeof Mode>;
export const Risk = z.enum(risks);
export type Risk = z.infer<typeof Risk>;
export const Severity = z.enum(severities);
export type Severity = z.infer<typeof Severity>;
export const Health = z.enum(healths);
export type Health = z.infer<typeof Health>;
export const AgentStatus = z.enum(agentStatuses);
export type AgentStatus = z.infer<typeof AgentStatus>;

/** `orchestrator`, `agent:<id>`, `subagent:<role>`, `automation:<name>` or `human:<login>`; at most 44 characters, so that `owner:` fits before it in a label of 50. */
export const Owner = z
  .string()
  .max(44)
  .regex(
    new RegExp(
      `^(orchestrator|agent:[a-z0-9][a-z0-9-]*|subagent:(${subagentRoles.join("|")})|automation:[a-z0-9][a-z0-9-]*|human:[A-Za-z0-9][A-Za-z0-9-]*(\\[bot\\])?)$`,
    ),
    "expected orchestrator, agent:<id>, subagent:<role>, automation:<name> or human:<login>",
  );
export type Owner = z.infer<typeof Owner>;

/** An instant in UTC with whole seconds or milliseconds, as GitHub writes it: `2026-11-21T07:00:00Z`. */
export const Instant = z.iso.datetime({ precision: null });
export type Instant = z.infer<typeof Instant>;

/** `owner/name` of a repository. */
export const RepoName = z.string().regex(/^[\w.-]+\/[\w.-]+$/, "expected owner/name");
export type RepoName = z.infer<typeof RepoName>;

/** A task's identity everywhere outside GitHub: `owner/name#12`. */
export const TaskId = z.string().regex(/^[\w.-]+\/[\w.-]+#\d+$/, "expected owner/name#number");
export type TaskId = z.infer<typeof TaskId>;
