import { receive, type Delivery, type ReceiveContext } from "../../src/app/receive.ts";
import { settle } from "../../src/app/settle.ts";
import { readBlock, writeBlock } from "../../src/core/task/block.ts";
import { settledOf, taskState } from "../../src/core/task/task-state.ts";
import type { Settled } from "../../src/core/facts.ts";
import type { Write } from "../../src/core/plan.ts";
import type { Log } from "../../src/ports.ts";
import { TaskState } from "../../src/schema/index.ts";
import { fakeForge, type FakeForge } from "../support/fake-forge.ts";
import { fakeGitHub, type FakeGitHub, type FakeIssue, Refused } from "../support/fake-github.ts";
import { memoryClaims } from "../support/memory-claims.ts";
import {
  cast,
  engineLogin,
  forward,
  type History,
  permissions,
  policy,
  type Step,
  typed,
} from "./history.ts";
import {
  type Happening,
  type Order,
  outcomeOf,
  type Outcome,
  type RuleOrder,
  type Status,
} from "./lifecycle-model.ts";
import { orderOf } from "./rule-order.ts";

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export type Played = {
  readonly github: FakeGitHub;
  readonly issue: FakeIssue;
  readonly happenings: readonly Happening[];
  readonly expected: Outcome;
  readonly forge: FakeForge;
  /** Brings the task to rest, as a tick does; what it wrote. */
  readonly pass: () => Promise<readonly Write[]>;
};

/** Plays a history against the engine, which works on the webhooks while it goes on, and then makes one pass. */
export async function play(history: History): Promise<Played> {
  const github = fakeGitHub({ permissions, apps: [engineLogin], labelsFirst: history.labelsFirst });
  const happenings: Happening[] = [];
  const steps = [...history.steps];
  let countdown = steps[0]?.after ?? 0;
  const queue: Delivery[] = [];
  let told = 0;
  let snapshot: Settled | null = null;
  let state: TaskState | null = null;
  /** How much had happened when the engine last read the task, and when it last wrote what the rules ordered. */
  let readAt = 0;
  let orderedAt: number | null = null;
  let isQuiet = false;

  const forge = fakeForge(github, { login: engineLogin, before: onRequest });
  const context: ReceiveContext = {
    forge,
    claims: memoryClaims(github.now),
    clock: {
      now: github.now,
      sleep: async (ms) => {
        github.advance(ms);
        for (let turn = 0; turn < 6; turn++) await Promise.resolve();
      },
    },
    log: silent,
    policy,
    dryRun: false,
    repos: null,
    recall: async () => snapshot,
  };

  const body = history.ready
    ? writeBlock("", { output: "a page", review: "it opens" })
    : "It does not work.";
  const issue = github.file(history.author, { body });
  if (history.ready)
    happenings.push({
      by: history.author,
      at: 0,
      what: "wrote",
      facts: { output: "a page", review: "it opens" },
    });
  if (history.filedWith.length > 0) {
    attempt(history.author, () =>
      github.act({ by: history.author, do: "label", issue: issue.number, add: history.filedWith }),
    );
  }

  let hasRaced = false;
  let hasWritten = false;

  function onRequest({ type, write }: { readonly type: string; readonly write?: Write }): void {
    if (write?.evidence.some((one) => one.startsWith("rule:"))) orderedAt ??= readAt;
    race(write);
    if (type === "task") readAt = happenings.length;
  }

  function race(write: Write | undefined): void {
    github.advance(90);
    if (isQuiet) return;
    countdown--;
    if (hasWritten) hasRaced = false;
    hasWritten = write?.type === "update-issue";
    // Between reading and writing lies less than a minute: the engine counts on it.
    while (countdown <= 0 && steps[0] !== undefined && !needsRest(steps[0])) {
      if (leavesNoTrace(steps[0])) return;
      // Of two moves by hand that one write of ours runs over, the second hides the first when it asks for what we write.
      const isMove = steps[0].intent.want !== "say";
      if (isMove && hasRaced) return;
      hasRaced ||= isMove;
      next(2);
    }
  }

  function next(longestGap = Number.POSITIVE_INFINITY): void {
    const step = steps.shift();
    countdown = steps[0]?.after ?? 0;
    if (step !== undefined) perform({ ...step, gap: Math.min(step.gap, longestGap) });
  }

  function attempt(who: string, act: () => void): void {
    const before = issue.lines.length;
    try {
      act();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    for (const line of issue.lines.slice(before)) {
      const at = Date.parse(line.at);
      if (line.kind === "labeled" || line.kind === "unlabeled")
        happenings.push({ by: who, at, what: line.kind, label: line.label });
      if (line.kind === "closed")
        happenings.push({ by: who, at, what: "closed", reason: line.reason ?? "completed" });
      if (line.kind === "reopened") happenings.push({ by: who, at, what: "reopened" });
    }
  }

  function label(who: string, add: readonly string[], remove: readonly string[] = []): void {
    // Labels that one person puts on within one second are one request to the engine: GitHub does not tell them apart.
    const last = issue.lines.at(-1);
    if (last?.actor.login === who && Date.parse(last.at) > github.now() - 1000)
      github.advance(1000);
    attempt(who, () => github.act({ by: who, do: "label", issue: issue.number, add, remove }));
  }

  function statusLabels(): readonly string[] {
    return issue.labels.filter((one) => one.startsWith("status:"));
  }

  function say(
    who: string,
    orders: readonly Order[],
    then: "leave" | "edit" | "delete" = "leave",
  ): void {
    const at = github.now();
    const comment = github.act({
      by: who,
      do: "comment",
      issue: issue.number,
      body: typed(orders),
    });
    if (then === "delete")
      return void github.act({ by: who, do: "delete-comment", issue: issue.number, comment });
    happenings.push({ by: who, at, what: "said", orders, edited: then === "edit" });
    if (then === "leave") return;
    github.act({
      by: who,
      do: "edit-comment",
      issue: issue.number,
      comment,
      body: `${typed(orders)}\n`,
    });
  }

  function perform({ who, intent, gap }: Step): void {
    github.advance(gap * 1000);
    const number = issue.number;
    const at = github.now();
    const pull = issue.pulls.at(-1) ?? 0;
    switch (intent.want) {
      case "forward": {
        const status = (statusLabels()[0]?.slice("status:".length) ?? "inbox") as Status;
        const owner =
          issue.labels.find((one) => one.startsWith("owner:"))?.slice("owner:".length) ?? null;
        const known =
          outcomeOf({ ...cast, author: history.author }, []).status === "inbox" ? status : status;
        const step = forward(known, owner) ?? forward("inbox", null);
        const by = intent.fit ? step.who : who;
        if (intent.by === "command") return say(by, [step.order]);
        return label(by, [`status:${step.to}`], intent.by === "replace" ? statusLabels() : []);
      }
      case "status":
        return label(
          who,
          intent.add,
          intent.replace ? statusLabels().filter((one) => !intent.add.includes(one)) : [],
        );
      case "strip":
        return label(who, [], statusLabels());
      case "rules":
        return;
      case "halt":
        return label(who, intent.on ? [intent.label] : [], intent.on ? [] : [intent.label]);
      case "owner":
        return intent.on
          ? label(who, [`owner:${intent.owner}`])
          : label(
              who,
              [],
              issue.labels.filter((one) => one.startsWith("owner:")),
            );
      case "priority": {
        const others = issue.labels.filter(
          (one) => one.startsWith("priority:") && one !== `priority:${intent.priority}`,
        );
        return label(
          who,
          intent.on ? [`priority:${intent.priority}`] : [],
          intent.on ? others : [...others, `priority:${intent.priority}`],
        );
      }
      case "say":
        return say(who, intent.orders, intent.then);
      case "close":
        return attempt(who, () =>
          github.act({ by: who, do: "close", issue: number, reason: intent.reason }),
        );
      case "reopen":
        return attempt(who, () => github.act({ by: who, do: "reopen", issue: number }));
      case "write": {
        const { reason, ...facts } = intent.facts;
        const { block } = readBlock(issue.body);
        const blocked = reason === undefined ? {} : { blocked: { ...block.blocked, reason } };
        return whenAllowed(
          () =>
            github.act({
              by: who,
              do: "edit-body",
              issue: number,
              body: writeBlock(issue.body, { ...block, ...facts, ...blocked }),
            }),
          () => ({ by: who, at, what: "wrote", facts: intent.facts }),
        );
      }
      case "permit":
        github.permissions.set(intent.login, intent.permission);
        happenings.push({
          by: who,
          at,
          what: "permitted",
          login: intent.login,
          permission: intent.permission,
        });
        return;
      case "rewrite":
      case "withdraw": {
        const old = issue.lines.findLast(
          (line) => line.kind === "commented" && line.actor.login === who,
        );
        // Whoever takes back the words by which he delivered, or named an owner, takes back the only record of it.
        if (old?.kind !== "commented" || /^\/(review|assign|claim)/m.test(old.body)) return;
        const { commentId: comment } = old;
        // An obeyed command tells which moves before our write we had seen: without it they look unseen.
        const isRefused =
          !old.body.includes("\n") &&
          github.reactions
            .rows()
            .some(({ place, content }) => content === "-1" && place.endsWith(` c${comment}`));
        if (intent.want === "withdraw" && !isRefused) return;
        if (intent.want === "withdraw")
          return void github.act({ by: who, do: "delete-comment", issue: number, comment });
        github.act({ by: who, do: "edit-comment", issue: number, comment, body: "/archive" });
        if (!old.edited) happenings.push({ by: who, at, what: "reworded" });
        return;
      }
      case "pull":
        return whenAllowed(
          () => github.act({ by: who, do: "open-pull", closes: [number] }),
          (made) => ({ by: who, at, what: "pull-opened", pull: made }),
        );
      case "approve":
        return whenAllowed(
          () => github.act({ by: who, do: "approve", pull }),
          () => ({ by: who, at, what: "approved", pull }),
        );
      case "check":
        return whenAllowed(
          () => github.act({ by: who, do: "check", pull, checks: intent.checks }),
          () => ({ by: who, at, what: "checked", pull, checks: intent.checks }),
        );
      case "merge":
        return merge(who, pull);
      case "revert":
        // A revert is dated in whole seconds and in no order with what else happened in its second; and whatever the merger
        // closes within a minute of merging counts as closed by the merge.
        github.advance(61_000);
        whenAllowed(
          () => github.act({ by: who, do: "revert", pull }),
          () => ({ by: who, at: github.now(), what: "unmerged", pull }),
        );
        github.advance(1000);
    }
  }

  function merge(who: string, pull: number): void {
    const { mergedAt } = github.pulls.get(pull) ?? { mergedAt: "none" };
    if (mergedAt !== null) return;
    const at = Math.floor(github.now() / 1000) * 1000;
    attempt(who, () => {
      const index = happenings.length;
      github.act({ by: who, do: "merge", pull, closesAfterMs: 900 });
      happenings.splice(index, 0, { by: who, at, what: "merged", pull });
    });
  }

  function whenAllowed(act: () => number, tell: (made: number) => Happening): void {
    try {
      happenings.push(tell(act()));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  function take(): void {
    for (; told < github.deliveries.length; told++) {
      const delivery = github.deliveries[told];
      const fate = history.fates[told % history.fates.length];
      if (delivery === undefined || fate === undefined) continue;
      for (let copy = 0; copy < fate.copies; copy++) {
        const id = copy === 0 ? delivery.id : `${delivery.id}-again`;
        queue.splice(Math.max(0, queue.length - fate.late), 0, { ...delivery, id });
      }
    }
  }

  /** Somebody takes the status off, and we put it on again: from there the replay starts. */
  async function leaveTrace(): Promise<void> {
    github.advance(1000);
    github.patch("renovate[bot]", issue.number, {
      labels: issue.labels.filter((one) => !one.startsWith("status:")),
    });
    await pass();
  }

  async function pass(): Promise<readonly Write[]> {
    const { ending, writes, last } = await settle(
      { repo: github.repo, number: issue.number },
      context,
    );
    if (last === null) throw new Error(`the pass ended ${ending}`);
    keep(taskState(last.facts, last.judgement));
    return writes;
  }

  /** As the snapshot keeps a task at rest: whatever happens, an owner's turn is never counted back. */
  function keep(next: TaskState): void {
    const epoch = state?.lease?.epoch ?? 0;
    if (next.lease !== null && next.lease.epoch < epoch)
      throw new Error(`the lease went from epoch ${epoch} to ${next.lease.epoch}`);
    state = TaskState.parse(next);
    snapshot = settledOf(next);
  }

  /** One order of the rules, made from what was known at the last rest. */
  async function obeyRules(kind: RuleOrder["kind"]): Promise<void> {
    if (state === null) return;
    const made = orderOf(kind, state);
    if (made === null) return;
    const { order, told } = made;
    const before = happenings.length;
    orderedAt = null;
    const { last } = await settle({ repo: github.repo, number: issue.number }, context, [order]);
    if (last !== null) keep(taskState(last.facts, last.judgement));
    const ordered: Happening = { by: engineLogin, at: github.now(), what: "ordered", order: told };
    if (orderedAt !== null) happenings.splice(orderedAt, 0, ordered);
    else if (happenings.length === before) happenings.push(ordered);
  }

  for (;;) {
    take();
    hasRaced = false;
    const first = steps[0];
    if (queue.length > 0) {
      const batch = queue.splice(0, history.parallel);
      await Promise.all(batch.map((delivery) => receive(delivery, context)));
    } else if (first === undefined) {
      break;
    } else {
      if (needsRest(first)) {
        const waiting = steps.splice(0);
        await pass();
        if (takesFactsAway(first)) await leaveTrace();
        isQuiet = first.intent.want === "rules" && !first.intent.raced;
        if (first.intent.want === "rules") {
          github.advance(first.gap * 1000);
          steps.push(...waiting.slice(1));
          countdown = steps[0]?.after ?? 0;
          await obeyRules(first.intent.kind);
          isQuiet = false;
          continue;
        }
        steps.push(...waiting);
      }
      next();
    }
  }
  github.advance(300_000);
  await pass();
  const expected = outcomeOf({ ...cast, author: history.author }, happenings);
  return { github, issue, happenings, expected, forge, pass };
}

/**
 * Facts (the block, a pull request, a permission, a priority) count as they stand when an act is judged, and a comment
 * may be changed once it is answered: so these come when all acts before them have been judged.
 */
function needsRest({ intent }: Step): boolean {
  switch (intent.want) {
    case "rules":
    case "write":
    case "permit":
    case "owner":
    case "priority":
    case "pull":
    case "approve":
    case "check":
    case "merge":
    case "revert":
    case "rewrite":
    case "withdraw":
      return true;
    default:
      return false;
  }
}

/**
 * Two moves in one request, of which our write may run over the first alone; and the swap of the whole set for the very
 * status that an unread command brings, after which there is nothing left for us to write.
 */
function leavesNoTrace({ intent }: Step): boolean {
  if (intent.want === "forward") return intent.by === "replace";
  return intent.want === "status" && (intent.replace || intent.add.length > 1);
}

/** What was accepted by facts that are gone, and left no label of ours, is judged again without them. */
function takesFactsAway({ intent }: Step): boolean {
  return ["priority", "permit", "pull", "check"].includes(intent.want);
}
