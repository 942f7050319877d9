import type {
  Classified,
  Settled as SettledFacts,
  StandingHalt,
  TaskFacts,
  TaskRef,
} from "../core/facts.ts";
import type { Order } from "../core/orders.ts";
import type { Write } from "../core/plan.ts";
import { decideTask, type Decision } from "../core/task/decide.ts";
import type { Clock } from "../ports.ts";
import { writesOf } from "../render/notice.ts";
import type { SettleContext } from "./settle.ts";
import { standingHalts } from "./standing-halts.ts";

/** What deciding needs beyond the task itself. Each is asked for only when what was asked of the task depends on it. */
export type Questions = {
  /**
   * What the last committed snapshot settled of a task. Asked for before anything is undone only: what was right when it
   * was settled stays right, even if its maker has left since.
   */
  readonly recall?: (ref: TaskRef) => Promise<SettledFacts | null>;
  /** What halts new work, asked for when some would start. Left out: what stands in the task's own repository. */
  readonly halts?: () => Promise<readonly StandingHalt[]>;
  /** A circle that a task would close if it waited for these too, its id at both ends; null: there is none. */
  readonly cycleThrough?: (
    ref: TaskRef,
    on: readonly string[],
  ) => Promise<readonly string[] | null>;
  /** What every rule says of a task as it would be at rest, one line of markdown a rule. */
  readonly explain?: (seen: Seen) => Promise<readonly string[]>;
  /** What a model says that a new item is, asked for when the rules leave something open. */
  readonly classify?: (facts: TaskFacts) => Promise<Classified>;
};

/** A task as it was read, and what was made of it. */
export type Seen = Pick<Decision, "judgement"> & { readonly facts: TaskFacts };

export type Decided = Decision & Seen & { readonly writes: readonly Write[] };

export type DecidingContext = Questions &
  Pick<SettleContext, "forge" | "policy" | "onDecided"> & { readonly clock: Pick<Clock, "now"> };

type More = Pick<
  TaskFacts,
  "settled" | "halts" | "cycles" | "explanation" | "classified" | "edits" | "permissions"
>;

/** Decides, asks what the decision turns out to depend on, and decides again until it depends on nothing unknown. */
export async function decideFully(
  read: TaskFacts,
  context: DecidingContext,
  orders: readonly Order[],
): Promise<Decided> {
  const decide = (facts: TaskFacts): Decided => {
    const started = performance.now();
    const decision = decideTask(facts, context.policy, context.clock.now(), orders);
    const writes = writesOf(decision.plan.effects, facts);
    context.onDecided?.(performance.now() - started);
    return { ...decision, facts, writes };
  };
  const asked = new Set<string>();
  let decided = decide(read);
  for (;;) {
    const more = await answerTo(decided, asked, context);
    if (more === null) return decided;
    for (const question of Object.keys(more)) asked.add(question);
    decided = decide({ ...decided.facts, ...more });
  }
}

/** The answer to one open question; null when none is open. Every question but that for a circle is put once. */
async function answerTo(
  decided: Decided,
  asked: ReadonlySet<string>,
  context: DecidingContext,
): Promise<Partial<More> | null> {
  const { facts, judgement } = decided;
  const ref = { repo: facts.repo, number: facts.number };
  const isNew = (question: keyof More) => !asked.has(question);
  if (judgement.asked.edits && isNew("edits")) return await whoEdited(facts, context);
  // What it is decides what else may be asked of it.
  if (judgement.asked.classify && context.classify !== undefined && isNew("classified"))
    return { classified: await context.classify(facts) };
  if (judgement.asked.halts && isNew("halts")) return { halts: await otherHalts(ref, context) };
  const cycle = await cycleIn(decided, context);
  if (cycle !== null) return { cycles: [...(facts.cycles ?? []), cycle] };
  if (judgement.asked.explain && context.explain !== undefined && isNew("explanation"))
    return { explanation: await context.explain(decided) };
  if (judgement.refusals.length > 0 && context.recall !== undefined && isNew("settled"))
    return { settled: await context.recall(ref) };
  return null;
}

/** The edits of the text, and what those who made them may. */
async function whoEdited(
  { repo, number, author, permissions }: TaskFacts,
  { forge }: DecidingContext,
): Promise<Pick<More, "edits" | "permissions">> {
  const edits = await forge.editsOf({ repo, number }, author.login);
  const logins = new Set(edits.flatMap(({ by }) => by?.login ?? []));
  const asked = [...logins].filter((login) => permissions[login] === undefined);
  const found = await Promise.all(
    asked.map(async (login) => [login, await forge.permissionOf(repo, login)] as const),
  );
  return { edits, permissions: { ...permissions, ...Object.fromEntries(found) } };
}

async function otherHalts(
  ref: TaskRef,
  context: DecidingContext,
): Promise<readonly StandingHalt[]> {
  const all = await (context.halts?.() ?? standingHalts([ref.repo], context));
  const own = `${ref.repo}#${ref.number}`;
  return all.filter(({ task }) => task.toLowerCase() !== own.toLowerCase());
}

/** A circle that is not known yet. Each one refuses a command, so that there is an end to asking. */
async function cycleIn(
  { facts, judgement }: Decided,
  { cycleThrough }: DecidingContext,
): Promise<readonly string[] | null> {
  const { depends } = judgement.asked;
  if (depends.length === 0 || cycleThrough === undefined) return null;
  const cycle = await cycleThrough({ repo: facts.repo, number: facts.number }, depends);
  const isNew = cycle !== null && !facts.cycles?.some(([, next]) => next === cycle[1]);
  return isNew ? cycle : null;
}
