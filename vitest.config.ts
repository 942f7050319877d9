import { defineConfig } from "vitest/config";
import { totalsReporter } from "./tests/totals-reporter.ts";

// vitest reads its configuration from a default export.
export default defineConfig({
  test: {
    environment: "node",
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/temporary-folder.ts"],
    reporters: ["default", totalsReporter()],
    // Real servers and browsers are started at the edges: more workers than this only wait for each other.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
  },
});
