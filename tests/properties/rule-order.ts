import type { Order } from "../../src/core/orders.ts";
import type { TaskState } from "../../src/schema/index.ts";
import type { RuleOrder } from "./lifecycle-model.ts";

/** What a rule would order on a task that is like this, and what the model is told of it; null: nothing. */
export function orderOf(
  kind: RuleOrder["kind"],
  { repo, number, status, owner, lease, last_work }: TaskState,
): { readonly order: Order; readonly told: RuleOrder } | null {
  const common = { repo, number, rule: "some-rule", why: "A rule says so.", evidence: [] };
  switch (kind) {
    case "block": {
      const expects = { status: "active" } as const;
      return { order: { ...common, kind, expects, on: "acme/shop#9" }, told: { kind } };
    }
    case "unblock":
      return { order: { ...common, kind, expects: { status: "blocked" } }, told: { kind } };
    case "release": {
      if (owner === null || (status !== "assigned" && status !== "active")) return null;
      const expects = { status, owner, epoch: lease?.epoch ?? null, last_work };
      return { order: { ...common, kind, expects }, told: { kind, from: status, owner } };
    }
    case "assign": {
      if (status !== "planned" && status !== "triaged") return null;
      const given = { owner: "agent:atlas", reasons: [], boundary: null };
      const order = { ...common, kind, expects: { status, owner: null }, ...given };
      return { order, told: { kind, from: status, owner: "agent:atlas" } };
    }
  }
}
