import type { AlertState, Severity } from "../schema/index.ts";
import { toInstant } from "./instant.ts";
import type { Policy } from "./policy.ts";
import type { AnyRule, Judgement, RuleContext, Subject, Subjects } from "./rules/rule.ts";
import { rules } from "./rules/table.ts";
import type { World } from "./world.ts";

export type Alerts = Readonly<Record<string, AlertState>>;

/** How long a resolved alert is remembered. */
const KEEP_MS = 30 * 24 * 3_600_000;

export type Judged = {
  readonly rule: AnyRule;
  /** `room` for the rules that are about all of it. */
  readonly entity: string;
  readonly judgement: Judgement;
};

/** What every enabled rule says of everything there is. */
export function* judgeWorld(context: RuleContext): Generator<Judged> {
  for (const rule of rules) {
    if (!settingsOf(rule, context.policy).enabled) continue;
    yield* judgeAll(rule, context);
  }
}

/** What every rule, enabled or not, says of one task, for whoever asks why. */
export function judgeTask(
  task: Subjects["task"],
  context: RuleContext,
): readonly { readonly rule: AnyRule; readonly judgement: Judgement }[] {
  return rules.flatMap((rule) =>
    rule.about === "task" ? [{ rule, judgement: rule.evaluate(task, context) }] : [],
  );
}

/** What the configuration says of a rule: `blocked-long` is `rules.blocked_long`. */
export function settingsOf(
  rule: { readonly id: string },
  policy: Policy,
): { readonly enabled: boolean; readonly severity: Severity; readonly text?: string | undefined } {
  const key = rule.id.replaceAll("-", "_");
  const settings = Object.entries(policy.config.rules).find(([name]) => name === key)?.[1];
  if (settings === undefined) throw new Error(`the rule ${rule.id} has no settings`);
  return settings;
}

/**
 * The alerts that stand at `now` (milliseconds since the epoch), by id. The world holds all there is: an alert on an entity
 * that is not there is resolved. Entities in `unread` could not be read again, so nothing about them changes.
 * Resolved alerts stay for 30 days; alerts of other rules pass through.
 */
export function alertsFor(
  world: World,
  policy: Policy,
  now: number,
  unread: ReadonlySet<string> = new Set(),
): Alerts {
  const context: RuleContext = { now, policy, world };
  const alerts = new Map(world.alerts);
  const standing = new Set<string>();
  const undecided = new Set<string>();

  for (const { rule, entity, judgement } of judgeWorld(context)) {
    if (rule.kind !== "alert" || unread.has(entity)) continue;
    if (judgement.verdict === "cannot-judge" && !judgement.clears)
      undecided.add(`${rule.id} ${entity}`);
    if (judgement.verdict !== "fires") continue;
    const id = currentId(`${rule.id}:${entity}:${judgement.cause}`, alerts);
    alerts.set(id, opened(id, rule, entity, judgement, alerts.get(id), context));
    standing.add(id);
  }

  const known = new Set(rules.map(({ id }) => id));
  for (const [id, alert] of alerts) {
    const settled =
      !known.has(alert.rule) ||
      standing.has(id) ||
      unread.has(alert.entity_id) ||
      undecided.has(`${alert.rule} ${alert.entity_id}`);
    if (alert.resolved_at === null && !settled)
      alerts.set(id, { ...alert, resolved_at: toInstant(now) });
    if (alert.resolved_at !== null && now - Date.parse(alert.resolved_at) > KEEP_MS)
      alerts.delete(id);
  }
  return Object.fromEntries(alerts);
}

function* judgeAll(rule: AnyRule, context: RuleContext): Generator<Judged> {
  const { world } = context;
  switch (rule.about) {
    case "task":
      return yield* each<"task">(rule, world.tasks, rule.evaluate, context);
    case "agent":
      return yield* each<"agent">(rule, world.agents, rule.evaluate, context);
    case "routine":
      return yield* each<"routine">(rule, world.routines, rule.evaluate, context);
    case "workstream":
      return yield* each<"workstream">(rule, world.workstreams, rule.evaluate, context);
    case "audit":
      return yield* each<"audit">(rule, world.audits, rule.evaluate, context);
    case "message":
      return yield* each<"message">(rule, world.outbox, rule.evaluate, context);
    case "foreign":
      return yield* each<"foreign">(rule, world.foreign, rule.evaluate, context);
    case "room":
      return yield { rule, entity: "room", judgement: rule.evaluate(world, context) };
  }
}

function* each<About extends Subject>(
  rule: AnyRule,
  subjects: ReadonlyMap<string, Subjects[About]>,
  evaluate: (subject: Subjects[About], context: RuleContext) => Judgement,
  context: RuleContext,
): Generator<Judged> {
  for (const [entity, subject] of subjects)
    yield { rule, entity, judgement: evaluate(subject, context) };
}

/**
 * The same cause that comes back after it was resolved is a new problem with an id of its own: an id is delivered once
 * only, and a problem nobody hears of would be lost.
 */
function currentId(identity: string, alerts: ReadonlyMap<string, AlertState>): string {
  let id = identity;
  for (let time = 2; (alerts.get(id)?.resolved_at ?? null) !== null; time++)
    id = `${identity}:${time}`;
  return id;
}

function opened(
  id: string,
  rule: AnyRule,
  entity: string,
  judgement: Judgement & { readonly verdict: "fires" },
  before: AlertState | undefined,
  { now, policy }: RuleContext,
): AlertState {
  return {
    id,
    rule: rule.id,
    severity: judgement.severity ?? settingsOf(rule, policy).severity,
    entity_type: rule.about,
    entity_id: entity,
    title: judgement.title,
    message: judgement.why,
    evidence: [...judgement.evidence],
    to: [...judgement.to],
    opened_at: before?.opened_at ?? toInstant(now),
    resolved_at: null,
    acknowledged: before?.acknowledged ?? null,
    flaps: before?.flaps ?? [],
    delivered: before?.delivered ?? [],
  };
}
