import { expect, test } from "vitest";
import { agentSilent } from "../../../src/core/rules/agent-silent.ts";
import type { AgentState, TaskState } from "../../../src/schema/index.ts";
import { sampleTask } from "../sample-task.ts";
import { fired, judge, type Row, sampleAgent } from "./harness.ts";

const seen = { last_seen: "2026-11-20T12:00:00Z", heartbeat: "1h" } as const;
const never = { last_seen: null, last_sign: null, observed: null } as const;
const work = { tasks: [sampleTask({ since: "2026-11-18T09:00:00Z" })] };
const leased = (since: string): Partial<TaskState> => ({
  since: "2026-11-20T10:00:00Z",
  lease: { epoch: 1, holder: "agent:atlas", since },
});
const pause = { by: "ada", reason: "costs", since: "2026-11-20T10:00:00Z", until: null };

test.each<Row<Partial<AgentState>>>([
  ["a second less than two intervals without a sign", seen, "2026-11-20T13:59:59Z", "silent", work],
  ["exactly two intervals without a sign", seen, "2026-11-20T14:00:00Z", "fires", work],
  ["two intervals and a second without a sign", seen, "2026-11-20T14:00:01Z", "fires", work],
  [
    "it shows itself again",
    { ...seen, last_seen: "2026-11-20T14:30:00Z" },
    "2026-11-20T15:00:00Z",
    "silent",
    work,
  ],
  [
    "half-hourly signs: two of those",
    { ...seen, heartbeat: "30m" },
    "2026-11-20T13:00:00Z",
    "fires",
    work,
  ],
  [
    "it holds no work any more",
    { ...seen, current_task: null, load: 0 },
    "2026-11-21T00:00:00Z",
    "silent",
  ],
  [
    "work assigned and not begun",
    { ...seen, current_task: null },
    "2026-11-20T14:00:00Z",
    "fires",
    { tasks: [sampleTask({ status: "assigned" })] },
  ],
  [
    "it is to be paused",
    { ...seen, desired: "paused", paused: pause },
    "2026-11-21T00:00:00Z",
    "silent",
    work,
  ],
  [
    "it is to be quarantined, nobody says why",
    { ...seen, desired: "quarantined" },
    "2026-11-21T00:00:00Z",
    "silent",
    work,
  ],
  ["it is paused in fact", { ...seen, paused: pause }, "2026-11-21T00:00:00Z", "silent", work],
  [
    "never seen, for a second less than two intervals of its lease",
    never,
    "2026-11-20T13:59:59Z",
    "silent",
    { tasks: [sampleTask(leased("2026-11-20T12:00:00Z"))] },
  ],
  [
    "never seen, for two intervals of its lease",
    never,
    "2026-11-20T14:00:00Z",
    "fires",
    { tasks: [sampleTask(leased("2026-11-20T12:00:00Z"))] },
  ],
  [
    "never seen, and its tasks' timelines are not read",
    never,
    "2026-11-21T00:00:00Z",
    "cannot-judge",
    { tasks: [sampleTask({ judged: null })] },
  ],
  ["nothing is known of its task", seen, "2026-11-21T00:00:00Z", "cannot-judge"],
  [
    "long without work, then work since an hour: a sign is expected from then on",
    seen,
    "2026-11-22T13:00:00Z",
    "silent",
    { tasks: [sampleTask({ since: "2026-11-22T12:00:00Z" })] },
  ],
  [
    "a pause that was lifted an hour ago",
    { ...seen, signs: { resumed: "2026-11-22T12:00:00Z" } },
    "2026-11-22T13:00:00Z",
    "silent",
    work,
  ],
  [
    "the first of two tasks counts",
    seen,
    "2026-11-20T14:00:00Z",
    "fires",
    { tasks: [...work.tasks, sampleTask({ number: 13, since: "2026-11-20T13:30:00Z" })] },
  ],
  [
    "what it delivered long ago does not count",
    { ...seen, last_seen: "2026-11-10T12:00:00Z" },
    "2026-11-20T14:00:00Z",
    "silent",
    {
      tasks: [
        sampleTask({ since: "2026-11-20T13:30:00Z" }),
        sampleTask({
          number: 13,
          id: "acme/shop#13",
          status: "done",
          since: "2026-11-10T09:00:00Z",
        }),
      ],
    },
  ],
  [
    "a configured limit of one interval",
    seen,
    "2026-11-20T13:00:00Z",
    "fires",
    { ...work, config: { rules: { agent_silent: { intervals: 1 } } } },
  ],
])("%s", (_, fields, now, verdict, facts) => {
  expect(judge(agentSilent, sampleAgent(fields), now, facts).verdict).toBe(verdict);
});

test("it tells who answers for it, names the last sign, and says the same for as long as it lasts", () => {
  const once = fired(agentSilent, sampleAgent(seen), "2026-11-20T14:00:00Z", work);
  expect(once).toMatchObject({
    cause: seen.last_seen,
    title: "Silent: Atlas",
    to: ["human:ada", "orchestrator"],
    evidence: ["https://github.com/acme/shop/issues/12"],
  });
  expect(once.why).toContain("was commented acme/shop#12 at 2026-11-20T12:00:00Z");
  expect(fired(agentSilent, sampleAgent(seen), "2027-11-20T14:00:00Z", work)).toEqual(once);
});

test("the next silence is another problem", () => {
  const later = sampleAgent({ ...seen, last_seen: "2026-11-20T18:00:00Z" });
  const causes = [sampleAgent(seen), later].map(
    (agent) => fired(agentSilent, agent, "2026-11-21T00:00:00Z", work).cause,
  );
  expect(new Set(causes).size).toBe(2);
});

test("for an agent without a person the orchestrator alone hears of it", () => {
  const agent = sampleAgent({ ...seen, owner: null });
  expect(fired(agentSilent, agent, "2026-11-20T14:00:00Z", work).to).toEqual(["orchestrator"]);
});
