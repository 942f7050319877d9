import type { AlertState } from "../src/schema/index.ts";

/** An alert like any other. */
export function sampleAlert(fields: Partial<AlertState> = {}): AlertState {
  return {
    id: "overdue:acme/shop#12:2026-11-20",
    rule: "overdue",
    cause: "2026-11-20",
    severity: "urgent",
    entity_type: "task",
    entity_id: "acme/shop#12",
    title: "Overdue: Mend the checkout",
    message: "It was due at the end of 2026-11-20 in UTC and is active. Owner: agent:atlas.",
    evidence: ["https://github.com/acme/shop/issues/12"],
    to: ["agent:atlas"],
    opened_at: "2026-11-21T00:00:00Z",
    resolved_at: null,
    acknowledged: null,
    announced: {
      at: "2026-11-21T00:00:00Z",
      severity: "urgent",
      peak: "urgent",
      times: 1,
    },
    flaps: [],
    calm_since: null,
    delivered: [],
    ...fields,
  };
}
