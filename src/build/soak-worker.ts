/** Plays one fleet after the other, as `soak` asks for them. */
import { parentPort } from "node:worker_threads";
import { planScenario, type Size } from "../simulate/plan/scenario.ts";
import { run } from "../simulate/run.ts";
import { findingText, type Summary, summaryOf } from "../simulate/summary.ts";

export type Fleet = { readonly seed: number; readonly size: Size };

export type Played = Fleet & {
  readonly seconds: number;
  readonly summary: Summary;
  readonly findings: readonly string[];
};

parentPort?.on("message", (fleet: Fleet) => {
  void play(fleet).then((played) => parentPort?.postMessage(played));
});

async function play({ seed, size }: Fleet): Promise<Played> {
  const startedAt = performance.now();
  const result = await run(planScenario(seed, size));
  return {
    seed,
    size,
    seconds: (performance.now() - startedAt) / 1000,
    summary: summaryOf(result),
    findings: result.findings.map((finding) => findingText(result, finding)),
  };
}
