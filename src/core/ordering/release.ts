import type { TaskState } from "../../schema/index.ts";
import { judgeLease } from "../assignment/lease.ts";
import type { Order } from "../orders.ts";
import type { OrderContext } from "./context.ts";

/** An agent's lease has expired, or the agent is in quarantine. */
export function releaseOrder(task: TaskState, context: OrderContext): Order | null {
  if (task.owner === null) return null;
  const lease = judgeLease(task, context);
  if (lease.verdict !== "expired" && lease.verdict !== "withdrawn") return null;
  return {
    repo: task.repo,
    number: task.number,
    kind: "release",
    rule: lease.verdict === "expired" ? "agent-silent" : "agents-paused",
    expects: {
      status: task.status,
      owner: task.owner,
      epoch: task.lease?.epoch ?? null,
      ...(lease.verdict === "expired" && { last_work: task.last_work }),
    },
    why: lease.why,
    evidence: [task.url],
  };
}
