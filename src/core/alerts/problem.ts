import type { Acknowledgement, AlertState, Severity } from "../../schema/index.ts";
import { toInstant } from "../instant.ts";
import type { Policy } from "../policy.ts";
import type { AnyRule, Judgement, RuleContext } from "../rules/rule.ts";
import { perWorld } from "../rules/per-world.ts";
import type { World } from "../world.ts";
import { isNamed } from "./ack-words.ts";
import { isSame } from "../state/equal.ts";
import { type Judged, settingsOf } from "./judge.ts";
import { isGraver } from "./severity.ts";

export type Fires = Judgement & { readonly verdict: "fires" };

const hourMs = 3_600_000;
/** Comings-back that are remembered when the limit does not ask for more. */
const keptFlaps = 20;

/**
 * What an alert is after its rule has fired again. `before` is the newest alert of the same identity, if it is still the
 * same problem; `id` is for a new one.
 *
 * - Open: updated in place.
 * - Resolved for no longer than the window of flapping: the same problem, which is open again. It is not announced again,
 *   but for a critical one. Whoever heard of it knows it, and its comment, the page and the daily report say that it is
 *   back: a deadline that was settled and is open again six hours later is no news, while a halt that is put back has to be
 *   heard of. Once it has come back as often as the limit it is flapping, and a critical one is silent as well.
 * - None: a new problem, of which everybody hears; also when the same cause comes back after the window.
 */
export function alertAfter(
  before: AlertState | undefined,
  id: string,
  { rule, entity }: Pick<Judged, "rule" | "entity">,
  judgement: Fires,
  context: RuleContext,
): AlertState {
  const { policy, now } = context;
  const severity = judgement.severity ?? settingsOf(rule, policy).severity;
  if (before === undefined) return opened(id, rule, entity, judgement, severity, now);
  const again = before.resolved_at === null ? before : reopened(before, severity, policy, now);
  const said = {
    severity,
    title: judgement.title,
    message: judgement.why,
    evidence: [...judgement.evidence],
    to: [...judgement.to],
    calm_since: null,
  };
  const after = graver({ ...again, ...said }, now);
  return isSame(before, after) ? before : after;
}

/** Whether the cause, which was gone, has come back so soon that it is the same problem. */
export function isSameProblem(before: AlertState, policy: Policy, now: number): boolean {
  if (before.resolved_at === null) return true;
  const { window_hours: hours } = policy.config.alerts.flapping;
  return now - Date.parse(before.resolved_at) <= hours * hourMs;
}

/** The alert without its cause: resolved, or still open while it is flapping and has not been calm for long enough. */
export function withoutCause(alert: AlertState, policy: Policy, now: number): AlertState {
  const { calm_hours: hours } = policy.config.alerts.flapping;
  const calm = alert.calm_since ?? toInstant(now);
  if (isFlapping(alert, policy, now) && now - Date.parse(calm) < hours * hourMs)
    return { ...alert, calm_since: calm };
  return resolved(alert, now);
}

export function resolved(alert: AlertState, now: number): AlertState {
  return { ...alert, resolved_at: toInstant(now), calm_since: null };
}

/**
 * The alert with whoever acknowledged it first since it was last announced: on its task, or by its name on any task of the
 * control room's own repository. GitHub dates a comment to the second. What is on no task keeps what it has.
 */
export function withAcknowledgement(alert: AlertState, world: World, policy: Policy): AlertState {
  if (alert.entity_type !== "task") {
    const first = firstAcknowledgement(alert, namedIn(world), policy);
    return first === null ? alert : { ...alert, acknowledged: first };
  }
  const task = world.tasks.get(alert.entity_id);
  if (task === undefined) return alert;
  const own = task.acknowledged.filter(({ rule }) => rule === null || rule === alert.rule);
  const first = firstAcknowledgement(alert, [...own, ...namedIn(world)], policy);
  return isSame(first, alert.acknowledged) ? alert : { ...alert, acknowledged: first };
}

/** Every `/ack` that names what it is about. */
const namedIn = perWorld((world): readonly Acknowledgement[] =>
  [...world.tasks.values()].flatMap(({ repo, acknowledged }) =>
    repo === world.repo ? acknowledged.filter(({ rule }) => rule?.includes(":") === true) : [],
  ),
);

function firstAcknowledgement(
  alert: AlertState,
  given: readonly Acknowledgement[],
  { agents }: Policy,
): AlertState["acknowledged"] {
  if (given.length === 0) return null;
  // What an operator has to hear is not silenced by the agent that it may be about.
  const isForPeople = alert.to.includes("operator");
  const isSilenced = (login: string) => {
    const agent = agents.agents.find((one) => one.login?.toLowerCase() === login.toLowerCase());
    const isAboutIt = alert.entity_type === "agent" && alert.entity_id === agent?.id;
    return agent !== undefined && (isForPeople || isAboutIt);
  };
  const from = Math.floor(Date.parse(alert.announced.at) / 1000) * 1000;
  let first: { readonly by: string; readonly at: string } | null = null;
  for (const { rule, by, at } of given) {
    if (Date.parse(at) < from || (rule?.includes(":") === true && !isNamed(rule, alert))) continue;
    if (isSilenced(by)) continue;
    if (first === null || Date.parse(at) < Date.parse(first.at)) first = { by, at };
  }
  return first;
}

/** Whether it has come back so often that it stays open until it has been calm for a while. */
export function isFlapping(alert: AlertState, policy: Policy, now: number): boolean {
  const { times, window_hours: hours } = policy.config.alerts.flapping;
  const recent = alert.flaps.filter((at) => now - Date.parse(at) <= hours * hourMs);
  return recent.length >= times;
}

function opened(
  id: string,
  rule: AnyRule,
  entity: string,
  judgement: Fires,
  severity: Severity,
  now: number,
): AlertState {
  const at = toInstant(now);
  return {
    id,
    rule: rule.id,
    cause: judgement.cause,
    entity_type: rule.about,
    entity_id: entity,
    severity,
    title: judgement.title,
    message: judgement.why,
    evidence: [...judgement.evidence],
    to: [...judgement.to],
    opened_at: at,
    resolved_at: null,
    acknowledged: null,
    announced: { at, severity, peak: severity, times: 1 },
    flaps: [],
    calm_since: null,
    delivered: [],
  };
}

function reopened(before: AlertState, severity: Severity, policy: Policy, now: number): AlertState {
  const at = toInstant(now);
  const kept = Math.max(keptFlaps, policy.config.alerts.flapping.times);
  const back = { ...before, resolved_at: null, flaps: [...before.flaps, at].slice(-kept) };
  if (severity !== "critical" || isFlapping(back, policy, now)) return back;
  const { times } = before.announced;
  return {
    ...back,
    acknowledged: null,
    announced: { at, severity, peak: severity, times: times + 1 },
    delivered: [],
  };
}

/** Graver than anybody has heard of is news, whoever acknowledged what it was before. */
function graver(alert: AlertState, now: number): AlertState {
  const { announced, severity } = alert;
  if (!isGraver(severity, announced.peak)) return alert;
  return {
    ...alert,
    acknowledged: null,
    announced: { ...announced, at: toInstant(now), peak: severity },
  };
}
