import { judgeAround, leaseOn } from "../core/alerts/judge-around.ts";
import { judgeTask, settingsOf } from "../core/alerts.ts";
import type { TaskFacts, TaskRef } from "../core/facts.ts";
import { toInstant } from "../core/instant.ts";
import { ordersFor } from "../core/ordering/orders-for.ts";
import type { Policy } from "../core/policy.ts";
import type { AnyRule, Judgement } from "../core/rules/rule.ts";
import { parseLabel } from "../core/lifecycle/labels.ts";
import { type Suggestions, suggest } from "../core/triage/suggest.ts";
import type { World } from "../core/world.ts";
import type { Clock, Forge } from "../ports.ts";
import type { TaskState } from "../schema/index.ts";
import { readDataBranch } from "./data-branch.ts";
import { decideFully } from "./decide-fully.ts";
import { atRest, questionsTo } from "./questions.ts";

export type Verdict = {
  readonly rule: string;
  readonly when: string;
  readonly enabled: boolean;
  readonly verdict: Judgement["verdict"];
  readonly severity: string;
  readonly why: string;
  readonly evidence: readonly string[];
  /** When time alone can next change it; null: it cannot. */
  readonly next: string | null;
};

export type Explanation = {
  readonly task: TaskState;
  readonly verdicts: readonly Verdict[];
  /** Of the rules about what bears on it: its agents, its workstream, the room, the messages that tell of its alerts. */
  readonly around: readonly (Verdict & { readonly entity: string })[];
  /** null: no agent's lease is on it. */
  readonly lease: { readonly verdict: string; readonly why: string } | null;
  /** What the rules would have done to it now. */
  readonly orders: readonly {
    readonly kind: string;
    readonly rule: string;
    readonly why: string;
  }[];
  /** What its own words, fields and paths say it is, our own labels left aside. */
  readonly triage: Suggestions;
};

export type ExplainContext = {
  readonly forge: Forge;
  readonly policy: Policy;
  readonly clock: Pick<Clock, "now">;
  /** The control room's own repository. */
  readonly repo: string;
};

/** Why each rule does or does not fire on a task, on the facts as they are now; null: there is no such task. Writes nothing. */
export async function explain(ref: TaskRef, context: ExplainContext): Promise<Explanation | null> {
  const { forge, policy, clock, repo } = context;
  const [facts, { state }] = await Promise.all([
    forge.readTask(ref),
    readDataBranch(forge, repo, policy.config.data_branch),
  ]);
  if (facts === null) return null;
  const now = clock.now();
  const questions = questionsTo(context, repo, () => Promise.resolve(state));
  const { explain: _, ...toDecide } = questions;
  const seen = await decideFully(facts, { ...context, ...toDecide }, []);
  const { task, world } = atRest(seen, state);
  const rules = { now, policy, world };
  const verdicts = judgeTask(task, rules).map(({ rule, judgement }) =>
    verdictOf(rule, judgement, policy),
  );
  const lease = leaseOn(task, rules);
  return {
    task,
    verdicts,
    lease: lease === null ? null : { verdict: lease.verdict, why: lease.why },
    around: judgeAround(task, rules).map(({ rule, entity, judgement }) => ({
      ...verdictOf(rule, judgement, policy),
      entity,
    })),
    orders: ordersOn(task, world, policy, now),
    triage: suggest({ ...facts, labels: labelsOfOthers(facts, policy) }, policy.config),
  };
}

function verdictOf(rule: AnyRule, judgement: Judgement, policy: Policy): Verdict {
  const { enabled, severity } = settingsOf(rule, policy);
  const own = judgement.verdict === "fires" ? judgement.severity : undefined;
  return {
    rule: rule.id,
    when: rule.when,
    enabled,
    verdict: judgement.verdict,
    severity: own ?? severity,
    why: judgement.why,
    evidence: judgement.evidence,
    next: judgement.nextAt === null ? null : toInstant(judgement.nextAt),
  };
}

function ordersOn(task: TaskState, world: World, policy: Policy, now: number) {
  return ordersFor(world, policy, now)
    .filter(({ repo, number }) => `${repo}#${number}` === task.id)
    .map(({ kind, rule, why }) => ({ kind, rule, why }));
}

/** A label that triage itself put on is no reason for what triage said. */
function labelsOfOthers(facts: TaskFacts, { config }: Policy): readonly string[] {
  const own = new Set(config.engine.logins.map((login) => login.toLowerCase()));
  return facts.labels.filter((label) => {
    if (parseLabel(label) === null) return true;
    const put = facts.history.findLast(
      (entry) => entry.kind === "labeled" && entry.label === label,
    );
    return put === undefined || !own.has(put.actor.login.toLowerCase());
  });
}
