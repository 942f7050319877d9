import { z } from "zod";
import { Instant } from "./vocabulary.ts";

/** One message on the bus, version 1. */
export const Message = z.strictObject({
  id: z.string().min(1),
  type: z.enum(["task_update", "audit_request", "status_ping", "urgent_alert"]),
  from: z.string().min(1),
  to: z.string().min(1).describe("An agent, or broadcast"),
  timestamp: Instant,
  priority: z.enum(["low", "normal", "high", "critical"]),
  data: z.record(z.string(), z.unknown()),
  requires_ack: z.boolean(),
  correlation_id: z.string(),
  expires_at: Instant.nullable(),
  version: z.literal(1),
});
export type Message = z.infer<typeof Message>;
