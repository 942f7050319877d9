import { UserError } from "../../../errors.ts";
import { planScenario, type Size } from "../../../simulate/plan/scenario.ts";
import { run } from "../../../simulate/run.ts";
import { findingText, rulesText, summaryOf } from "../../../simulate/summary.ts";
import type { CommandContext } from "../context.ts";
import type { Ended } from "../ended.ts";

export type SimulateOptions = {
  readonly days: string;
  readonly tasks: string;
  readonly agents: string;
  readonly every: string;
  readonly seed: string;
};

const shownFindings = 10;
const progressMs = 5000;

/** A fleet on a simulated clock, with faults; ends 1 when an alert was missed, false or told twice. */
export async function simulate(options: SimulateOptions, context: CommandContext): Promise<Ended> {
  const seed = countOf("--seed", options.seed, 0);
  const size: Size = {
    days: countOf("--days", options.days, 1),
    tasks: countOf("--tasks", options.tasks, 1),
    agents: countOf("--agents", options.agents, 0),
    tickMinutes: countOf("--every", options.every, 5),
  };
  const started = performance.now();
  let told = started;
  const result = await run(planScenario(seed, size), {
    onTick: (done, all) => {
      if (performance.now() - told < progressMs) return;
      told = performance.now();
      context.io.err(`${done} of ${all} ticks`);
    },
  });
  const summary = summaryOf(result);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const { ticks, webhooks, findings } = summary;
  const first = result.findings.slice(0, shownFindings).map((one) => findingText(result, one));
  const again = `mission-control simulate --days ${size.days} --tasks ${size.tasks} --agents ${size.agents} --every ${size.tickMinutes} --seed ${seed}`;
  const lines = [
    `${summary.tasks} tasks and ${size.agents} agents for ${size.days} days in ${result.scenario.zone}: ${summary.steps} steps, ${summary.events} events`,
    `${ticks.done} ticks done, ${ticks.failed} came to nothing, ${ticks.partly} could not read everything; at most ${summary.longestGapHours} h between two`,
    `${webhooks.sent} webhooks arrived, ${webhooks.lost} were lost, ${webhooks.again} came again; ${summary.requests} requests; ${seconds} s`,
    "",
    ...rulesText(summary),
    "",
    ...(findings === 0
      ? ["nothing missed, nothing false, nothing twice"]
      : [`${findings} findings, the first of them:`, ...first, `to see them again: ${again}`]),
  ];
  return {
    reason: findings === 0 ? "done" : "findings",
    exitCode: findings === 0 ? 0 : 1,
    text: lines.join("\n"),
    data: { seed, ...size, seconds, ...summary, findings: result.findings },
  };
}

function countOf(name: string, text: string, least: number): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < least)
    throw new UserError(`${name} ${text}: expected a whole number, ${least} or more`);
  return count;
}
