import type { TaskState } from "../../src/schema/index.ts";

/** A task like any other, for tests that care about one field of it. */
export function sampleTask(fields: Partial<TaskState> = {}): TaskState {
  const number = fields.number ?? 12;
  return {
    id: `acme/shop#${number}`,
    number,
    repo: "acme/shop",
    title: "Mend the checkout",
    url: `https://github.com/acme/shop/issues/${number}`,
    status: "active",
    since: "2026-11-18T09:00:00Z",
    author: "ada",
    created_at: "2026-11-17T09:00:00Z",
    closed_at: null,
    kind: "bug",
    priority: "high",
    domain: "backend",
    mode: null,
    risk: "green",
    project: "shop",
    workstream: null,
    owner: "agent:atlas",
    assignees: [],
    due: null,
    estimate: null,
    output: null,
    link: null,
    blocked: null,
    depends: [],
    judged: { at: "2026-11-18T09:00:00Z", ids: ["e1"] },
    ...fields,
  };
}
