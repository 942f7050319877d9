import type { AlertState, AuditState, Data, Health, State } from "../schema/index.ts";

export type Verdict = { readonly health: Health; readonly why: string };
type Mismatch = Data["mismatches"][number];

/** The overall verdict and its first reason: the worst thing wins, and never having looked is not being healthy. */
export function judgeOverall(state: State, mismatches: readonly Mismatch[]): Verdict {
  const open = openAlerts(state);
  const audits = newestAudits(state);
  const of = (severity: AlertState["severity"]) => open.filter((a) => a.severity === severity);

  const critical = of("critical");
  if (critical[0]) return verdict("failed", counted(critical, "critical alert"), critical[0].title);
  const failedAudits = audits.filter((audit) => audit.verdict === "failed");
  if (failedAudits[0]) {
    return verdict(
      "failed",
      `the audit of ${failedAudits[0].target} failed`,
      firstFinding(failedAudits[0]),
    );
  }
  const urgent = of("urgent");
  if (urgent[0]) return verdict("warning", counted(urgent, "urgent alert"), urgent[0].title);
  const warning = of("warning");
  if (warning[0]) return verdict("warning", counted(warning, "warning"), warning[0].title);
  const [first] = mismatches;
  if (first !== undefined && first.health !== "stale") {
    return verdict(
      "warning",
      counted(mismatches, "mismatch", "mismatches"),
      `${first.entity_id} should be ${first.desired}, is ${first.observed}`,
    );
  }
  const stale = [
    ...Object.values(state.routines)
      .filter((routine) => routine.health === "stale")
      .map((r) => r.name),
    ...Object.values(state.agents)
      .filter((agent) => agent.health === "stale")
      .map((a) => a.name),
    ...audits
      .filter((audit) => audit.verdict === "stale")
      .map((audit) => `audit of ${audit.target}`),
  ];
  if (stale[0]) return verdict("stale", `${stale.length} without a fresh signal`, stale[0]);
  const unclear = audits.find((audit) => audit.verdict === "unknown");
  if (unclear)
    return verdict(
      "unknown",
      `the audit of ${unclear.target} could not judge`,
      firstFinding(unclear),
    );
  if (Object.keys(state.tasks).length === 0 && Object.keys(state.agents).length === 0) {
    return { health: "unknown", why: "Nothing has been observed yet" };
  }
  const unseen = Object.values(state.agents).filter((agent) => agent.observed === null).length;
  if (unseen > 0)
    return { health: "healthy", why: `No open alerts; ${unseen} of the agents not seen yet` };
  return { health: "healthy", why: "No open alerts, and everything observed is as desired" };
}

export function openAlerts(state: State): readonly AlertState[] {
  return Object.values(state.alerts).filter((alert) => alert.resolved_at === null);
}

/** The newest audit of each target: an older one says nothing about now. */
export function newestAudits(state: State): readonly AuditState[] {
  const newest = new Map<string, AuditState>();
  for (const audit of Object.values(state.audits)) {
    const known = newest.get(audit.target);
    if (known === undefined || Date.parse(audit.at) > Date.parse(known.at))
      newest.set(audit.target, audit);
  }
  return [...newest.values()];
}

function verdict(health: Health, what: string, first: string | null): Verdict {
  const sentence = what.charAt(0).toUpperCase() + what.slice(1);
  return { health, why: first === null ? sentence : `${sentence}: ${first}` };
}

function counted(items: readonly unknown[], one: string, many = `${one}s`): string {
  return `${items.length} ${items.length === 1 ? one : many}`;
}

function firstFinding(audit: AuditState): string | null {
  return audit.findings[0]?.message ?? null;
}
