import type { AgentState, Config } from "../../schema/index.ts";
import { answerableFor } from "./audience.ts";
import { fires, nothingToJudge, silent } from "./judgement.ts";
import type { Judgement, Rule, RuleContext } from "./rule.ts";
import { type Spending, spendingOf, usd } from "./spending.ts";
import { titled } from "./title.ts";

/** An agent has spent a share of its budget of the day (UTC): notify, alert, stop. */
export const budget = {
  id: "budget",
  about: "agent",
  kind: "alert",
  when: "an agent has spent `notify`, `alert` or `stop` of its budget of the day",
  does: "notify, alert, stop",
  also: ["info", "critical"],
  evaluate,
} as const satisfies Rule<"agent">;

type Settings = Config["rules"]["budget"];
type Level = "notify" | "alert" | "stop";

const severityOf = {
  notify: { severity: "info" },
  alert: {},
  stop: { severity: "critical" },
} as const;
const none: Spending = new Map();

function evaluate(agent: AgentState, { now, policy, world }: RuleContext): Judgement {
  if (agent.budget_usd === null) return nothingToJudge("it has no budget", []);
  const settings = policy.config.rules.budget;
  const limit = Math.round(agent.budget_usd * 1_000_000);
  const spending = spendingOf(world).get(`agent:${agent.id}`) ?? none;
  const day = dayOf(now);
  const spent = spending.get(day) ?? 0;
  const level = levelOf(spent, limit, settings);
  const facts = `${usd(spent)} of ${usd(limit)} are recorded for ${day} (UTC)`;
  const nextAt = nextChange(spending, day, level, limit, settings);
  if (level === null) return silent(facts, [], nextAt);

  const nobodys = spendingOf(world).get(null)?.get(day) ?? 0;
  const percent = Math.round(settings[level] * 100);
  return fires({
    cause: day,
    title: titled(settings, `${percent} % of the budget spent`, agent.name),
    why: `${facts}. Unattributed on that day: ${usd(nobodys)}.`,
    to: level === "stop" ? [...answerableFor(agent), "operator"] : answerableFor(agent),
    ...severityOf[level],
    evidence: [],
    nextAt,
  });
}

/** The gravest that is reached, in whatever order the shares are configured. Nothing spent is never too much. */
function levelOf(spent: number, limit: number, settings: Settings): Level | null {
  const levels = ["stop", "alert", "notify"] as const;
  if (spent === 0) return null;
  return levels.find((level) => spent >= Math.round(limit * settings[level])) ?? null;
}

/** The next midnight on which the level is another: days that are yet to come can have costs where clocks disagree. */
function nextChange(
  spending: Spending,
  today: string,
  level: Level | null,
  limit: number,
  settings: Settings,
): number | null {
  if (level !== null) return Date.parse(today) + dayMs;
  let next: number | null = null;
  for (const [day, spent] of spending) {
    const begins = Date.parse(day);
    if (day <= today || (next !== null && next <= begins)) continue;
    if (levelOf(spent, limit, settings) !== null) next = begins;
  }
  return next;
}

const dayMs = 86_400_000;

function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}
