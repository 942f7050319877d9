import { z } from "zod";
import { Instant } from "./vocabulary.ts";

export const eventTypes = [
  "task.created",
  "task.moved",
  "task.changed",
  "task.removed",
  "inbox.created",
  "agent.changed",
  "agent.removed",
  "alert.opened",
  "alert.changed",
  "alert.resolved",
  "alert.removed",
  "audit.finished",
  "audit.removed",
  "output.generated",
  "output.removed",
  "routine.ran",
  "routine.removed",
  "project.changed",
  "project.removed",
  "workstream.changed",
  "workstream.removed",
  "message.queued",
  "message.changed",
  "message.removed",
  "foreign.found",
  "foreign.removed",
  "integration.changed",
  "record.appended",
  "drift.found",
] as const;

export const entityTypes = [
  "task",
  "agent",
  "alert",
  "audit",
  "output",
  "routine",
  "project",
  "workstream",
  "message",
  "foreign",
  "integration",
  "record",
] as const;
export const EntityType = z.enum(entityTypes);
export type EntityType = z.infer<typeof EntityType>;

/**
 * One line of history. `id` is deterministic: the same fact has the same id. `timestamp` is when it happened, from
 * GitHub's own record where it has one; `recorded_at` is when it was appended, and only that one is monotone.
 * `data.set` holds the fields of the entity that changed, `data.unset` those that went: folding them gives the snapshot.
 */
export const Event = z.strictObject({
  id: z.string().min(1),
  timestamp: Instant,
  recorded_at: Instant,
  type: z.enum(eventTypes),
  source: z.string().min(1).describe("github, rule:<id>, audit, cli …"),
  entity_type: EntityType,
  entity_id: z.string().min(1),
  status: z.string().nullable(),
  message: z.string(),
  data: z
    .strictObject({
      set: z.record(z.string(), z.unknown()).optional(),
      unset: z.array(z.string()).optional(),
      evidence: z.array(z.string()).optional(),
    })
    .optional(),
});
export type Event = z.infer<typeof Event>;
