import { isHeld } from "../core/agents/work.ts";
import { withFirstLook } from "../core/alerts/first-look.ts";
import { isNews } from "../core/alerts/news.ts";
import { type Alerts, alertsFor } from "../core/alerts.ts";
import { toInstant } from "../core/instant.ts";
import { labelSpecs } from "../core/lifecycle/labels.ts";
import { entityOf } from "../core/state/entities.ts";
import { agentSilent } from "../core/rules/agent-silent.ts";
import { type World, worldWith } from "../core/world.ts";
import { OutsideError } from "../errors.ts";
import type { Channel } from "../ports.ts";
import type { State } from "../schema/index.ts";
import type { Committed } from "./commit-state.ts";
import { checkWriter, type OwnBranch, readOwnBranch } from "./own-branch.ts";
import type { DeliveredAlerts } from "./deliver-alerts.ts";
import type { LoadedPolicy } from "./load-policy.ts";
import { isIncomplete, type TaskOutcome } from "./outcome.ts";
import type { SettleContext } from "./settle.ts";
import { carryOut } from "./tick/carry-out.ts";
import { besideTasks, commitPass } from "./tick/commit-pass.ts";
import { lookElsewhere } from "./tick/look-elsewhere.ts";
import { listRoutine, openPass, type Pass } from "./tick/pass.ts";
import { leftOf, readAgain, readQueue, verify } from "./tick/read-queue.ts";
import { judgedTick } from "./tick/routines.ts";
import { bothOf, tell } from "./tick/tell.ts";
import { nothingWritten, writeAlertComments } from "./tick/write-comments.ts";
import { lookAtSlice, type Watched, watchRepo } from "./tick/watch-repo.ts";

/** What a host that goes on living remembers of a list from one pass to the next. Losing it costs a page, nothing else. */
export type TickMemory = {
  readonly get: (repo: string) => Promise<Watched | null>;
  readonly set: (repo: string, watched: Watched) => Promise<void>;
};

export type TickContext = SettleContext & {
  readonly repo: string;
  readonly channels: readonly Channel[];
  readonly random: () => number;
  readonly memory?: TickMemory;
  /** The policy's files, to be kept while they are right; what is wrong with them otherwise. */
  readonly loaded?: Pick<LoadedPolicy, "sources" | "findings">;
  readonly onProgress?: (done: number, all: number) => void;
};

export type Ticked = {
  readonly at: string;
  /** What became of each task that was read. */
  readonly tasks: readonly TaskOutcome[];
  /** Those of them that could not be brought to rest. */
  readonly left: readonly TaskOutcome[];
  /** Ids of all tasks that the next pass has to read; when the hourly limit is why, it is whole again at `resumesAt`. */
  readonly unread: readonly string[];
  readonly resumesAt: string | null;
  /** Repositories that could not be listed to the end, and why. */
  readonly unlisted: Readonly<Record<string, string>>;
  readonly commit: Committed | null;
  readonly alerts: Pick<DeliveredAlerts, "sent" | "failed">;
  readonly state: State;
};

/** One pass over everything: settle what changed, judge what is due, tell whom it concerns, commit what is new. */
export async function tick(context: TickContext): Promise<Ticked> {
  const { forge, repo, policy, dryRun } = context;
  const where = { forge, repo, config: policy.config };
  const branch = await readOwnBranch(where);
  if (!dryRun) await checkWriter(where, branch);
  const pass = openPass(context, branch.state);
  if (!dryRun) await makeLabels(pass);
  const watched = new Map<string, Watched>();
  for (const one of pass.repos) {
    const seen = await watchRepo(pass, one);
    if (seen !== null) watched.set(one, seen);
    await lookAtSlice(pass, one);
  }
  await readQueue(pass);
  await lookElsewhere(pass);
  const foreign = foreignOf(pass, branch);
  const { world, alerts, now } = await judge(pass, foreign);
  const left = leftOf(pass);
  const found = { left, foreign, now };
  const told = dryRun ? null : await tell(pass, branch, alerts, found);
  const comments =
    told === null ? nothingWritten : await writeAlertComments(pass, alerts, world, now, left);
  const commit =
    told === null
      ? null
      : bothOf(
          told.committed,
          await commitPass(pass, told.branch, { ...found, ...outcomeOf(told.delivered) }),
        );
  if (!dryRun && left.length === 0)
    for (const [one, seen] of watched) await context.memory?.set(one, seen);
  const outcomes = [...pass.outcomes.values()];
  return {
    at: toInstant(now),
    tasks: outcomes,
    left: outcomes.filter(({ ending }) => isIncomplete(ending) && ending !== "history-cut"),
    unread: left,
    resumesAt: resumesAt(pass, left),
    unlisted: Object.fromEntries(pass.unlisted),
    commit,
    alerts: {
      sent: [...(told?.delivered.sent ?? []), ...comments.sent],
      failed: [...(told?.delivered.failed ?? []), ...comments.failed],
    },
    state: commit?.state ?? branch.state,
  };
}

/** How long a foreign commit is told of, in milliseconds. */
const foreignMs = 7 * 24 * 3_600_000;

function foreignOf({ context, before }: Pass, { foreign }: OwnBranch): State["foreign"] {
  const oldest = context.clock.now() - foreignMs;
  const all = Object.entries({ ...before.foreign, ...foreign });
  return Object.fromEntries(
    all.filter(([id, { at }]) => Object.hasOwn(foreign, id) || Date.parse(at) >= oldest),
  );
}

function outcomeOf({
  alerts,
  outbox,
}: DeliveredAlerts): Pick<DeliveredAlerts, "alerts" | "outbox"> {
  return { alerts, outbox };
}

/** In repositories of which nothing is known yet. One without our colours is a blemish, and keeps nobody from working. */
async function makeLabels({ context, repos, tasks }: Pass): Promise<void> {
  const known = new Set([...tasks.values()].map(({ repo }) => repo));
  for (const repo of repos) {
    if (known.has(repo)) continue;
    try {
      await context.forge.ensureLabels(repo, labelSpecs());
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      context.log.error("labels could not be made", { repo, error: error.message });
    }
  }
}

type Judged = { readonly world: World; readonly alerts: Alerts; readonly now: number };

/**
 * Has done what the rules want done, then judges. What would be news is read again before it is told: an alert about time is
 * only as good as what is known now.
 */
async function judge(pass: Pass, foreign: State["foreign"]): Promise<Judged> {
  const { clock, policy } = pass.context;
  let world = worldAfter(pass, foreign, clock.now());
  const { agents } = world;
  if (await carryOut(pass, world, new Set(leftOf(pass)), clock.now())) {
    pass.agents = Object.fromEntries(agents);
    world = worldAfter(pass, foreign, clock.now());
  }
  const now = clock.now();
  let alerts = alertsFor(world, policy, now, new Set(leftOf(pass)));
  const isOther = await verify(pass, newsIn(alerts, pass.before));
  const isSeen = await readAgain(pass, [...workBehind(alerts, pass).values()].flat());
  if (isOther || isSeen) {
    world = worldAfter(pass, foreign, now);
    alerts = alertsFor(world, policy, now, new Set(leftOf(pass)));
  }
  const look = {
    before: pass.before.alerts,
    isFirst: isFirst(pass),
    channels: new Set(pass.context.channels.map(({ name }) => name)),
    repo: world.repo,
    policy,
    now,
  };
  return { world, alerts: withFirstLook(withoutGuesses(alerts, pass), look), now };
}

/** A task that no pass before has read: it was left for want of requests, or its repository was not watched yet. */
function isFirst({ before, tasks }: Pass): (id: string) => boolean {
  const known = new Set(Object.values(before.tasks).map(({ repo }) => repo));
  const isNew = (repo: string) =>
    !known.has(repo) && entityOf(before.routines, listRoutine(repo)) === undefined;
  return (id) => {
    const earlier = entityOf(before.tasks, id);
    return earlier === undefined
      ? isNew(tasks.get(id)?.repo ?? "")
      : earlier.judged === null && earlier.history_cut !== true;
  };
}

function worldAfter(pass: Pass, foreign: State["foreign"], now: number): World {
  const { before } = pass;
  const found = { alerts: before.alerts, outbox: before.outbox, left: [], foreign, now };
  const after = besideTasks(pass, before, found);
  const tick = judgedTick(pass, now);
  const routines = { ...after.routines, [tick.id]: tick };
  return worldWith(new Map(pass.tasks), { ...before, ...after, routines });
}

/** Ids of the tasks on which an alert says what it did not say before. */
function newsIn(alerts: Alerts, before: State): readonly string[] {
  return Object.values(alerts).flatMap((alert) =>
    alert.entity_type === "task" && isNews(entityOf(before.alerts, alert.id), alert)
      ? [alert.entity_id]
      : [],
  );
}

/**
 * By the id of each alert that newly calls an agent silent: the tasks where it may have been seen at work, which are those it
 * holds and those it has let go of since. A sign of life alone is no change and is not kept, so it is looked for in them all.
 */
function workBehind(alerts: Alerts, { before, tasks }: Pass): ReadonlyMap<string, string[]> {
  const work = new Map<string, string[]>();
  for (const alert of Object.values(alerts)) {
    const { id, rule, entity_id } = alert;
    if (rule !== agentSilent.id || !isNews(entityOf(before.alerts, id), alert)) continue;
    const seen = entityOf(before.agents, entity_id)?.last_seen ?? "";
    const own = [...tasks.values()].filter(({ owner }) => owner === `agent:${entity_id}`);
    const places = own.filter((task) => isHeld(task) || task.updated_at > seen);
    work.set(
      id,
      places.map((task) => task.id),
    );
  }
  return work;
}

/** Whoever may have shown himself where this pass could not look is not called silent. */
function withoutGuesses(alerts: Alerts, pass: Pass): Alerts {
  const left = new Set(leftOf(pass));
  const sure = new Map(Object.entries(alerts));
  for (const [id, tasks] of workBehind(alerts, pass)) {
    if (!tasks.some((task) => left.has(task))) continue;
    const known = entityOf(pass.before.alerts, id);
    if (known === undefined) sure.delete(id);
    else sure.set(id, known);
  }
  return Object.fromEntries(sure);
}

function resumesAt({ context }: Pass, left: readonly string[]): string | null {
  const budget = context.forge.budget();
  if (left.length === 0 || budget === null) return null;
  const { reserve } = context.policy.config.tick;
  return budget.remaining > reserve ? null : toInstant(budget.resetsAt);
}
