import { diffState, emptyState, foldOnto } from "../core/state/index.ts";
import type { Entities } from "../core/state/index.ts";
import { buildData } from "../render/data.ts";
import { renderReport } from "../render/report.ts";
import type { Event, State, TaskState } from "../schema/index.ts";

const repo = "ada/fleet";
const filedAt = "2026-11-20T08:00:00Z";
const seenAt = "2026-11-21T07:15:00Z";
const now = "2026-11-21T07:30:00Z";

/** A small fleet's morning: the examples of the documents, as the engine itself writes them. */
export function exampleFiles(): ReadonlyMap<string, string> {
  const filed: Event[] = [
    ...diffState(emptyState(repo), entities(morning(filedAt)), Date.parse(filedAt)),
  ];
  const before: State = foldOnto(emptyState(repo), filed);
  const moved = diffState(before, entities(morning(seenAt)), Date.parse(seenAt));
  const state = foldOnto(before, moved);
  const events = [...filed, ...moved];
  const data = buildData(state, events.toReversed(), now);
  const report = renderReport({
    state,
    data,
    audit: null,
    requests: 42,
    date: now.slice(0, 10),
    events,
  });
  return new Map([
    ["state/mission-control.example.json", `${JSON.stringify(state, null, 2)}\n`],
    ["state/events.example.jsonl", events.map((event) => `${JSON.stringify(event)}\n`).join("")],
    ["docs/mission-control/data.example.json", `${JSON.stringify(data, null, 2)}\n`],
    ["reports/report.example.md", report.markdown],
    ["reports/report.example.json", `${JSON.stringify(report.json, null, 2)}\n`],
  ]);
}

function morning(at: string): readonly TaskState[] {
  const isLater = at === seenAt;
  return [
    task(1, "Answer the webhook within ten seconds", {
      status: isLater ? "active" : "assigned",
      since: isLater ? "2026-11-21T06:40:00Z" : filedAt,
      owner: "agent:atlas",
      priority: "high",
      domain: "backend",
      project: "relay",
      due: "2026-11-24",
      output: "A queue behind the endpoint",
    }),
    task(2, "Renew the certificate", {
      status: isLater ? "blocked" : "active",
      since: isLater ? "2026-11-21T06:55:00Z" : filedAt,
      owner: "human:ada",
      priority: "urgent",
      domain: "infra",
      blocked: isLater
        ? {
            reason: "waiting for the registrar",
            by: "ada",
            on: null,
            since: "2026-11-21T06:55:00Z",
            from: "active",
          }
        : null,
    }),
    ...(isLater
      ? [task(3, "The page jumps on a phone", { created_at: "2026-11-21T07:05:00Z" })]
      : []),
  ];
}

function entities(tasks: readonly TaskState[]): Entities {
  return {
    ...emptyState(repo),
    tasks: Object.fromEntries(tasks.map((one) => [one.id, one])),
    agents: {
      atlas: {
        id: "atlas",
        name: "Atlas",
        role: "Backend",
        login: "atlas-bot",
        model: null,
        desired: "active",
        observed: "active",
        health: "healthy",
        capabilities: ["backend"],
        owner: "ada",
        heartbeat: "1h",
        current_task: `${repo}#1`,
        blocker: null,
        load: 1,
        since: filedAt,
        paused: null,
        budget_usd: 20,
        last_seen: filedAt,
        last_sign: `comment on ${repo}#1`,
        signs: { comment: filedAt },
      },
    },
    projects: { relay: { id: "relay", name: "Relay", status: "active", repo } },
  };
}

function task(number: number, title: string, known: Partial<TaskState>): TaskState {
  const createdAt = known.created_at ?? filedAt;
  return {
    id: `${repo}#${number}`,
    number,
    repo,
    title,
    url: `https://github.com/${repo}/issues/${number}`,
    status: "inbox",
    since: createdAt,
    updated_at: createdAt,
    comments: 0,
    blockers: 0,
    behind: false,
    labels: [],
    author: "ada",
    vouched: true,
    created_at: createdAt,
    closed_at: null,
    kind: "task",
    priority: null,
    domain: null,
    mode: null,
    risk: null,
    project: null,
    workstream: null,
    owner: null,
    assignees: [],
    due: null,
    estimate: null,
    output: null,
    review: null,
    boundaries: null,
    link: null,
    shared: [],
    parent: null,
    parts: [],
    fingerprint: "",
    lease: null,
    last_work: null,
    checkin: null,
    costs: [],
    acknowledged: [],
    alerts_comment: null,
    halt: null,
    blocked: null,
    depends: [],
    judged: { at: createdAt, ids: [] },
    ...known,
  };
}
