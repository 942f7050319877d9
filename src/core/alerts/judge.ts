import type { Severity } from "../../schema/index.ts";
import type { Policy } from "../policy.ts";
import type { AnyRule, Judgement, RuleContext, Subject, Subjects } from "../rules/rule.ts";
import { rules } from "../rules/table.ts";

export type Judged = {
  readonly rule: AnyRule;
  /** `room` for the rules that are about all of it. */
  readonly entity: string;
  readonly judgement: Judgement;
};

/** What every enabled rule says of everything there is; of all rules, or of those that are wanted. */
export function* judgeWorld(
  context: RuleContext,
  isWanted: (rule: AnyRule) => boolean = () => true,
): Generator<Judged> {
  for (const rule of rules) {
    if (!settingsOf(rule, context.policy).enabled || !isWanted(rule)) continue;
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
