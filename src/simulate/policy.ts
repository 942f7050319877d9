import type { Policy } from "../core/policy.ts";
import { Agents, Config } from "../schema/index.ts";
import { cast, leaseIntervals, type Scenario } from "./scenario.ts";

/** The login that the engine writes with. */
export const engineLogin = "mission-control[bot]";

/** The repository's own two files, as they stand at an instant; read again only when somebody has changed them. */
export function policiesOf(scenario: Scenario): (now: number) => Policy {
  const config = configOf(scenario);
  const changes = scenario.agents.flatMap(({ pauses }) =>
    pauses.flatMap(({ from, to }) => [from, to]),
  );
  const known = new Map<number, Policy>();
  return (now) => {
    const changed = Math.max(0, ...changes.filter((at) => at <= now));
    const policy = known.get(changed) ?? { config, agents: registryAt(scenario, changed) };
    known.set(changed, policy);
    return policy;
  };
}

function configOf({ zone, tickMinutes, numbers }: Scenario): Config {
  return Config.parse({
    timezone: zone,
    operators: [cast.operator],
    orchestrators: [cast.orchestrator],
    engine: { logins: [engineLogin] },
    // What does not say of itself what it is waits for a person: so there is an inbox.
    triage: { min_confidence: 1 },
    assignment: { automatic: false },
    leases: { intervals: leaseIntervals },
    tick: { every_minutes: Math.max(5, tickMinutes) },
    rules: {
      // Nobody answers here, and what work suits whom is not what the scenario is about.
      ack_missed: { enabled: false },
      agent_idle: { enabled: false },
      untriaged: { hours: numbers.untriagedHours },
      stale_active: { days: numbers.staleDays },
      due_soon: { hours: numbers.dueSoonHours },
      deadline_risk: { share: numbers.riskShare },
      blocked_long: { hours: numbers.blockedHours },
      review_waiting: {
        hours: numbers.reviewHours,
        orchestrator_after_hours: numbers.reviewHours * 2,
      },
      agent_silent: { intervals: numbers.silentIntervals },
      agents_paused: { hours: numbers.pausedHours },
      approvals_waiting: { more_than: numbers.approvalsMoreThan },
      approval_expiring: {
        hours: numbers.approvalHours,
        remind: numbers.remindShare,
        urge: numbers.urgeShare,
      },
    },
  });
}

function registryAt({ agents }: Scenario, now: number): Agents {
  return Agents.parse({
    agents: agents.map(({ id, login, owner, heartbeatHours, pauses }) => {
      const pause = pauses.find(({ from, to }) => now >= from && now < to);
      return {
        id,
        role: "Backend",
        login,
        owner,
        capabilities: ["backend"],
        heartbeat: `${heartbeatHours}h`,
        ...(pause === undefined ? {} : { desired: "paused", pause: pauseOf(pause) }),
      };
    }),
  });
}

function pauseOf({ from, until }: { from: number; until: number | null }) {
  return {
    by: cast.operator,
    reason: "it asks too much",
    since: instant(from),
    ...(until === null ? {} : { until: instant(until) }),
  };
}

function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
