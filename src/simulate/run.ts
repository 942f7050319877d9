import { receive } from "../app/receive.ts";
import { tick, type TickContext } from "../app/tick.ts";
import type { Permission } from "../core/facts.ts";
import type { Policy } from "../core/policy.ts";
import { rules } from "../core/rules/table.ts";
import { OutsideError } from "../errors.ts";
import type { Clock, Log } from "../ports.ts";
import type { State } from "../schema/index.ts";
import { checkerFor, type Finding, type Shown, type Tally } from "./check.ts";
import { memoryClaims } from "./claims.ts";
import { isReadable } from "./faults.ts";
import { listener } from "./listener.ts";
import { oracleOf } from "./oracle/index.ts";
import { engineLogin, policiesOf } from "./policy.ts";
import { cast, type Scenario } from "./scenario.ts";
import { stageFor } from "./stage.ts";
import { webhooksOf } from "./webhooks.ts";
import { type Ask, worldForge } from "./world-forge.ts";
import type { World } from "./world.ts";

export type RunOptions = {
  /** What the engine makes of the policy; as it is when left out. Breaking it on this side alone must be found. */
  readonly policy?: (policy: Policy) => Policy;
  readonly onTick?: (done: number, all: number) => void;
  /** Told what there is after each tick, null when it came to nothing, for whoever looks into a finding. */
  readonly onState?: (tick: number, state: State | null, world: World) => void;
};

export type RunResult = {
  readonly scenario: Scenario;
  /** Ticks that came to an end, and those that came to nothing. */
  readonly ticks: { readonly done: number; readonly failed: number };
  readonly webhooks: { readonly sent: number; readonly lost: number; readonly again: number };
  readonly events: number;
  readonly requests: number;
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly findings: readonly Finding[];
};

/** How long GitHub takes to answer, in milliseconds. */
const latency: Readonly<Record<Ask["kind"], number>> = {
  list: 120,
  read: 40,
  write: 200,
  branch: 60,
  commit: 300,
};

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Plays a scenario through the engine, and checks after every tick. */
export async function run(scenario: Scenario, options: RunOptions = {}): Promise<RunResult> {
  const { repo } = scenario;
  const { world, now, letPass } = stageFor(scenario);
  let current: number | null = null;
  let skewMs = 0;
  const clock: Clock = {
    now: () => Math.round(now() + skewMs),
    sleep: (ms) => Promise.resolve(letPass(now() + ms)),
  };
  const forge = worldForge({
    repo,
    login: engineLogin,
    world,
    now,
    permissionOf,
    before: (ask) => {
      letPass(now() + latency[ask.kind]);
      if (current !== null) refuseFaulty(ask, current, scenario);
    },
  });
  const policyAt = policiesOf(scenario);
  const claims = memoryClaims(clock.now);
  const hears = listener();
  const oracle = oracleOf(scenario);
  const checker = checkerFor(scenario, alertRules());
  const webhooks = webhooksOf(scenario);
  const findings: Finding[] = [];
  const ticks = { done: 0, failed: 0 };
  let events = 0;
  let received = 0;
  for (const [index, planned] of scenario.ticks.entries()) {
    for (let one = webhooks.all[received]; one !== undefined && one.at <= planned.at;) {
      letPass(one.at);
      await receive(one.delivery, { ...contextNow(), repos: [repo] });
      received += 1;
      one = webhooks.all[received];
    }
    letPass(planned.at);
    skewMs = planned.skewMs;
    const start = now();
    current = index;
    const state = await stateAfter(contextNow());
    current = null;
    const foreseen = oracle.after({ index, start, end: now() });
    findings.push(...hears.repeated(start));
    if (state === null) ticks.failed += 1;
    else {
      const wrong = checker.check(start, shownIn(state), foreseen);
      findings.push(...wrong, ...hears.missing(Object.values(state.alerts), start));
      events = state.head.events;
      ticks.done += 1;
    }
    options.onState?.(index, state, world);
    options.onTick?.(index + 1, scenario.ticks.length);
  }
  const { all, lost, again } = webhooks;
  return {
    scenario,
    ticks,
    webhooks: { sent: all.length, lost, again },
    events,
    requests: forge.requests(),
    tallies: checker.tallies,
    findings,
  };

  function contextNow(): TickContext {
    const policy = policyAt(now());
    return {
      forge,
      claims,
      clock,
      log: silent,
      policy: options.policy?.(policy) ?? policy,
      dryRun: false,
      repo,
      channels: [hears.channel],
      random: () => 0.5,
    };
  }
}

/** null: the tick came to nothing. */
async function stateAfter(context: TickContext): Promise<State | null> {
  try {
    return (await tick(context)).state;
  } catch (error) {
    if (error instanceof OutsideError) return null;
    throw error;
  }
}

/** Throws when a request is to fail in this tick. */
function refuseFaulty({ kind, task }: Ask, index: number, scenario: Scenario): void {
  const fault = scenario.ticks[index]?.fault;
  const isCut = fault === "down" || fault === kind;
  if (isCut || (task !== null && !isReadable(scenario, index, task)))
    throw new OutsideError("GitHub does not answer", { status: 502 });
}

function permissionOf(login: string): Permission {
  if (login === cast.operator) return "admin";
  if (login === cast.orchestrator) return "triage";
  const writers: readonly string[] = [...cast.people, ...cast.reviewers];
  if (writers.includes(login)) return "write";
  return login === cast.stranger ? "read" : "none";
}

function alertRules(): readonly string[] {
  return rules.flatMap(({ id, kind }) => (kind === "alert" ? [id] : []));
}

function shownIn({ repo, alerts, tasks }: State): Shown {
  const own = Object.values(tasks).filter((task) => task.repo === repo);
  return {
    alerts: Object.values(alerts),
    statuses: new Map(own.map(({ number, status }) => [number, status])),
  };
}
