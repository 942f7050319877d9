import { isReadable } from "../faults.ts";
import { type Life, maxSkewMs, type Scenario, type Status, type Tick } from "../scenario.ts";
import { type AgentTruth, judgeAgent, judgeRoom } from "./agent-rules.ts";
import { taskRules } from "./task-rules.ts";
import { judgeTicks } from "./tick-rule.ts";
import { liveUntil, settleBy, type Truth, truthOf } from "./truth.ts";
import type { Expected } from "./verdict.ts";
import { settleWaiting, type Sight } from "./waiting.ts";

/** One tick as it went, on GitHub's clock. */
export type Pass = { readonly index: number; readonly start: number; readonly end: number };

export type Foreseen = {
  readonly expected: readonly Expected[];
  /** Where every task stands, by its number; null where either is right. */
  readonly statuses: ReadonlyMap<number, Status | null>;
};

export type Oracle = { readonly after: (pass: Pass) => Foreseen };

/**
 * Says what the control room has to show after each tick, from what was planted and from when the ticks ran. It knows the
 * rules by the specification alone: no line of the engine is used here.
 */
export function oracleOf(scenario: Scenario): Oracle {
  const { numbers, zone } = scenario;
  const truths = scenario.lives.map(truthOf);
  const byNumber = new Map(truths.map((truth) => [truth.life.number, truth]));
  /** By agent: the tasks that it ever owns or does something on. */
  const concerned = new Map(
    scenario.agents.map(({ id, login }) => [
      id,
      truths.filter(({ life }) => concerns(life, id, login)),
    ]),
  );
  const signs = new Map<string, number>();
  const resumed = new Map<string, number>();
  const gone = new Map<number, number>();
  const judgeTick = judgeTicks(scenario);

  return {
    after: (pass) => {
      const tick = tickAt(scenario, pass);
      const shown = { from: pass.start - maxSkewMs, to: pass.end + maxSkewMs };
      const sights = new Map<number, Sight>();
      const filed = truths.filter(({ life }) => life.filedAt <= pass.end);
      for (const truth of filed) {
        for (const { by, at } of liveUntil(truth, pass.start)) noteSign(by, at);
        sights.set(truth.life.number, look(truth, tick, pass));
      }
      if (tick.fault !== "down") letRulesAct(filed, sights, pass);
      const expected: Expected[] = [];
      const statuses = new Map<number, Status | null>();
      let waiting = 0;
      let unsure = 0;
      for (const truth of filed) {
        const { number } = truth.life;
        const sight = sights.get(number) ?? "unread";
        if (truth.deletedAt !== null) {
          expected.push(...forget(number, sight));
          continue;
        }
        statuses.set(number, sight === "sure" ? truth.status : null);
        if (sight !== "sure") unsure += 1;
        else if (truth.status === "review") waiting += 1;
        expected.push(...judgeTask(truth, sight, { numbers, zone, shown }));
      }
      expected.push(judgeTick(tick, pass, shown));
      expected.push(judgeRoom(scenario, waiting, unsure));
      for (const truth of agentTruths(pass, tick, sights))
        expected.push(...judgeAgent(truth, { numbers, shown, start: pass.start }));
      return { expected: expected.filter(({ verdict }) => verdict !== "no"), statuses };
    },
  };

  function letRulesAct(filed: readonly Truth[], sights: Map<number, Sight>, pass: Pass): void {
    const red = filed.filter(({ life }) => life.steps.some(({ what }) => what === "resume"));
    const isUnsure = red.some(({ life }) => sights.get(life.number) !== "sure");
    const isHalted = isUnsure ? null : red.some((truth) => truth.isHalting);
    const ground = { truths: byNumber, sights, isHalted, pass };
    const deeds = filed.map((truth) => settleWaiting(truth, ground));
    for (const deed of deeds) deed();
  }

  function look(truth: Truth, { fault }: Tick, pass: Pass): Sight {
    if (!isReadable(scenario, pass.index, truth.life.number)) return "unread";
    // Without a list nobody knows what has changed: what stood may be looked at alone, or wait.
    if (fault === "list") return "moving";
    settleBy(truth, pass.end);
    return isTouched(truth, pass) ? "moving" : "sure";
  }

  /** Nothing says that an issue is gone: it is noticed when its turn comes, so many sound ticks later. */
  function forget(number: number, sight: Sight): readonly Expected[] {
    const turns = (gone.get(number) ?? 0) + (sight === "sure" ? 1 : 0);
    gone.set(number, turns);
    const patience = 6 + Math.ceil((6 * scenario.lives.length) / 100);
    if (turns > patience) return [];
    return Object.keys(taskRules).map((rule) => held(rule, String(number)));
  }

  function noteSign(by: string, at: number): void {
    if ((signs.get(by) ?? 0) < at) signs.set(by, at);
  }

  function agentTruths(
    { start, end }: Pass,
    tick: Tick,
    sights: ReadonlyMap<number, Sight>,
  ): readonly AgentTruth[] {
    const found: AgentTruth[] = [];
    for (const agent of scenario.agents) {
      const places = concerned.get(agent.id) ?? [];
      const owned = places.filter(
        ({ owner, deletedAt }) => owner === `agent:${agent.id}` && deletedAt === null,
      );
      const isUnsure = places.some(({ life }) => (sights.get(life.number) ?? "sure") !== "sure");
      const ended = agent.pauses.findLast(({ to }) => to <= start);
      if (ended !== undefined && tick.fault === "none" && (resumed.get(agent.id) ?? 0) < ended.to)
        resumed.set(agent.id, end);
      found.push({
        agent,
        sign: signs.get(agent.login) ?? null,
        tasks: owned,
        isUnsure,
        resumed: resumed.get(agent.id) ?? null,
      });
    }
    return found;
  }
}

function judgeTask(
  truth: Truth,
  sight: Sight,
  ground: Parameters<(typeof taskRules)["overdue"]>[1],
): readonly Expected[] {
  const entity = String(truth.life.number);
  const expected: Expected[] = [];
  for (const [rule, says] of Object.entries(taskRules)) {
    const said = says(truth, ground);
    if (said === null && sight === "sure") continue;
    const { cause = "", why = "", verdict = "no" } = said ?? {};
    const seen = sight === "moving" ? "may" : verdict;
    expected.push({ rule, entity, cause, why, verdict: sight === "unread" ? "held" : seen });
  }
  return expected;
}

function held(rule: string, entity: string): Expected {
  return { rule, entity, verdict: "held", cause: "", why: "" };
}

function tickAt({ ticks }: Scenario, { index }: Pass): Tick {
  const tick = ticks[index];
  if (tick === undefined) throw new Error(`there is no tick ${index}`);
  return tick;
}

/** Whether something happens to a task while the tick is under way. */
function isTouched({ life, made }: Truth, { start, end }: Pass): boolean {
  const next = life.steps[made];
  return life.filedAt > start || (next !== undefined && next.at <= end);
}

function concerns({ steps }: Life, id: string, login: string): boolean {
  return steps.some(
    (step) => step.by === login || (step.what === "move" && step.owner === `agent:${id}`),
  );
}
