/**
 * Stryker's plugin that runs the tests of the core: all in one process, in which they are loaded once. A process or a
 * vitest for each mutant would take days. When a mutant does not end, Stryker ends this process and starts another.
 */
import { relative } from "node:path";
import type { InstrumenterContext } from "@stryker-mutator/api/core";
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from "@stryker-mutator/api/test-runner";
import { configureGlobal } from "fast-check";
import { loadAll, loadAround, takeOver, type TestFile } from "./mutation-modules.ts";

type Test = {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly run: () => unknown;
};

/**
 * A mutant is taken for endless when one test comes by it five times as often as all tests did without it, and 500 times
 * more. Stryker allows a hundred times as often, which is long where much is done.
 */
const strykersFactor = 20;
const spareHits = 500;

/** What the changed code reads and writes: Stryker puts its name into it. */
const context: InstrumenterContext = {};
const coverage = { static: {}, perTest: {} };
let tests: ReadonlyMap<string, Test> = new Map();
/** By the id of a test, how long it took when it last passed, in ms. */
const durations = new Map<string, number>();
/** By the id of a test, how many mutants it noticed. */
const kills = new Map<string, number>();

const runner: TestRunner = {
  capabilities: () => ({ reloadEnvironment: true }),
  init,
  dryRun,
  mutantRun,
};

export const strykerPlugins = [declareValuePlugin(PluginKind.TestRunner, "core", runner)];

async function init(): Promise<void> {
  Object.assign(globalThis, { __stryker__: context });
  context.mutantCoverage = coverage;
  // The same cases on every run, and no smaller case looked for: that something failed is all that is asked.
  configureGlobal({ seed: 1, endOnFailure: true });
  takeOver(process.cwd());
  tests = testsOf(await loadAll(process.cwd()));
}

async function dryRun(): Promise<DryRunResult> {
  const results: TestResult[] = [];
  for (const test of tests.values()) {
    context.currentTestId = test.id;
    results.push(await resultOf(test));
  }
  delete context.currentTestId;
  return {
    status: DryRunStatus.Complete,
    tests: results,
    mutantCoverage: structuredClone(coverage),
  };
}

async function mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
  const result = await ask(options);
  if (result.status !== MutantRunStatus.Killed) return result;
  const [killer = ""] = result.killedBy;
  const again = tests.get(killer);
  if (again === undefined || (await resultOf(again)).status === TestStatus.Success) return result;
  // It fails without the mutant too: something that the core keeps, to save time, is left of an earlier mutant.
  tests = testsOf(await loadAll(process.cwd()));
  return ask(options);
}

/** Runs the tests concerned with the mutant until one fails: first those that are fast and have noticed many. */
async function ask(options: MutantRunOptions): Promise<MutantRunResult> {
  const { activeMutant, hitLimit = 0, mutantActivation, testFilter = [] } = options;
  const limit = hitLimit / strykersFactor + spareHits;
  let concerned = testFilter.flatMap((id) => tests.get(id) ?? []);
  let nrOfTests = 0;
  try {
    if (mutantActivation === "static") concerned = await testsWith(options);
    context.activeMutant = activeMutant.id;
    context.hitLimit = limit;
    for (const test of concerned.toSorted((a, b) => costOf(a) - costOf(b))) {
      nrOfTests += 1;
      context.hitCount = 0;
      const result = await resultOf(test);
      if (context.hitCount > limit) return { status: MutantRunStatus.Timeout };
      if (result.status !== TestStatus.Failed) continue;
      kills.set(test.id, (kills.get(test.id) ?? 0) + 1);
      const { failureMessage } = result;
      return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage, nrOfTests };
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  } catch (error) {
    return { status: MutantRunStatus.Error, errorMessage: String(error) };
  } finally {
    delete context.activeMutant;
    delete context.hitCount;
  }
}

/** The tests that come by a mutant that works while its module loads: loaded with it. */
async function testsWith({ activeMutant, sandboxFileName }: MutantRunOptions): Promise<Test[]> {
  context.activeMutant = activeMutant.id;
  const files = new Set([...tests.values()].map(({ fileName }) => fileName));
  return [...testsOf(await loadAround(sandboxFileName, [...files])).values()];
}

/** By id; of several with one title each gets a number. */
function testsOf(files: readonly TestFile[]): ReadonlyMap<string, Test> {
  const found = new Map<string, Test>();
  for (const { fileName, cases } of files) {
    const seen = new Map<string, number>();
    for (const { title, run } of cases) {
      const times = (seen.get(title) ?? 0) + 1;
      seen.set(title, times);
      const name = times === 1 ? title : `${title} (${times})`;
      const id = `${relative(process.cwd(), fileName)}#${name}`;
      found.set(id, { id, name, fileName, run });
    }
  }
  return found;
}

async function resultOf({ id, name, fileName, run }: Test): Promise<TestResult> {
  const startedAt = performance.now();
  const known = { id, name, fileName };
  try {
    await run();
  } catch (error) {
    const timeSpentMs = performance.now() - startedAt;
    return { ...known, timeSpentMs, status: TestStatus.Failed, failureMessage: String(error) };
  }
  const timeSpentMs = performance.now() - startedAt;
  durations.set(id, timeSpentMs);
  return { ...known, timeSpentMs, status: TestStatus.Success };
}

function costOf({ id }: Test): number {
  return (durations.get(id) ?? 0) / Math.log2(2 + (kills.get(id) ?? 0));
}
