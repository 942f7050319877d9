import { defineConfig } from "vitest/config";

/**
 * The tests that are asked whether they notice a changed place in the core: its own.
 * Stryker's option `testFiles` cannot say it: with it, what a module does while it loads is never changed and seems unnoticed.
 */
// oxlint-disable-next-line import/no-default-export -- vitest reads its configuration from one.
export default defineConfig({
  test: {
    environment: "node",
    include: ["tests/core/**/*.test.ts"],
    testTimeout: 20_000,
  },
});
