import { dirname } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The nearest tests first: the file that mirrors the mutated one, its folder, then the quick ones. A run ends with the
 * first test that fails, and vitest by itself begins with the slowest.
 */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const slowestFirst = await super.sort(files);
    const mirrors = (this.ctx.config.related ?? []).map((path) =>
      path.replace("/src/core/", "/tests/core/").replace(/\.ts$/, ".test.ts"),
    );
    const folders = mirrors.map((path) => dirname(path));
    const distance = ({ moduleId }: TestSpecification): number => {
      if (mirrors.includes(moduleId)) return 0;
      return folders.includes(dirname(moduleId)) ? 1 : 2;
    };
    return slowestFirst.toReversed().sort((a, b) => distance(a) - distance(b));
  }
}

/**
 * The tests that are asked whether they notice a changed place in the core: its own. Stryker's option `testFiles` cannot
 * say it: with it, what a module does while it loads is never changed and seems unnoticed.
 */
// oxlint-disable-next-line import/no-default-export -- vitest reads its configuration from one.
export default defineConfig({
  test: {
    environment: "node",
    include: ["tests/core/**/*.test.ts"],
    sequence: { sequencer: NearestFirst },
    testTimeout: 20_000,
  },
});
