import type { Reporter, SerializedError, TestModule } from "vitest/node";

/** Prints the totals alone on the last line: `N passed, N failed`, with `, N skipped` when there are any. */
export function totalsReporter(): Reporter {
  return {
    onTestRunEnd(modules, errors) {
      const line = totalsLine(modules, errors);
      // After every other reporter has had its say.
      process.once("exit", () => process.stdout.write(`${line}\n`));
    },
  };
}

function totalsLine(modules: readonly TestModule[], errors: readonly SerializedError[]): string {
  const totals = { passed: 0, failed: errors.length, skipped: 0 };
  for (const module of modules) {
    const states = [...module.children.allTests()].map((test) => test.result().state);
    for (const state of states) totals[state === "pending" ? "skipped" : state] += 1;
    // A file that cannot be loaded has no tests to count, and must not count as nothing.
    if (module.state() === "failed" && !states.includes("failed")) totals.failed += 1;
  }
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : "";
  return `${totals.passed} passed, ${totals.failed} failed${skipped}`;
}
