import type { Severity } from "../../schema/index.ts";
import type { Policy } from "../policy.ts";
import type { AnyRule, Judgement, RuleContext, Subject, Subjects } from "../rules/rule.ts";
import { rules } from "../rules/table.ts";
import { entityOf } from "../state/entities.ts";

export type Judged = {
  readonly rule: AnyRule;
  /** `room` for the rules that are about all of it. */
  readonly entity: string;
  readonly judgement: Judgement;
};

type Hear = (judged: Judged) => void;

/**
 * Tells what every enabled rule that is wanted says of everything there is, rule by rule. It is told, not listed: of a large
 * world that are millions of judgements, and hardly one of them is kept.
 */
export function judgeWorld(
  context: RuleContext,
  isWanted: (rule: AnyRule) => boolean,
  hear: Hear,
): void {
  for (const rule of rules) {
    if (settingsOf(rule, context.policy).enabled && isWanted(rule)) judgeAll(rule, context, hear);
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

type Settings = {
  readonly enabled: boolean;
  readonly severity: Severity;
  readonly text?: string | undefined;
};

/** What the configuration says of a rule: `blocked-long` is `rules.blocked_long`. */
export function settingsOf(rule: { readonly id: string }, policy: Policy): Settings {
  const key = rule.id.replaceAll("-", "_");
  const settings = entityOf<Settings>(policy.config.rules, key);
  if (settings === undefined) throw new Error(`the rule ${rule.id} has no settings`);
  return settings;
}

function judgeAll(rule: AnyRule, context: RuleContext, hear: Hear): void {
  const { world } = context;
  switch (rule.about) {
    case "task":
      return each<"task">(rule, world.tasks, rule.evaluate, context, hear);
    case "agent":
      return each<"agent">(rule, world.agents, rule.evaluate, context, hear);
    case "routine":
      return each<"routine">(rule, world.routines, rule.evaluate, context, hear);
    case "workstream":
      return each<"workstream">(rule, world.workstreams, rule.evaluate, context, hear);
    case "audit":
      return each<"audit">(rule, world.audits, rule.evaluate, context, hear);
    case "message":
      return each<"message">(rule, world.outbox, rule.evaluate, context, hear);
    case "foreign":
      return each<"foreign">(rule, world.foreign, rule.evaluate, context, hear);
    case "room":
      return hear({ rule, entity: "room", judgement: rule.evaluate(world, context) });
  }
}

function each<About extends Subject>(
  rule: AnyRule,
  subjects: ReadonlyMap<string, Subjects[About]>,
  evaluate: (subject: Subjects[About], context: RuleContext) => Judgement,
  context: RuleContext,
  hear: Hear,
): void {
  for (const [entity, subject] of subjects)
    hear({ rule, entity, judgement: evaluate(subject, context) });
}
