import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "boundaries-"));
  cpSync(".oxlintrc.json", join(root, ".oxlintrc.json"));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** The rules that a file at this path breaks. */
function broken(path: string, text: string): readonly string[] {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  const oxlint = join(process.cwd(), "node_modules", "oxlint", "bin", "oxlint");
  const { stdout } = spawnSync(process.execPath, [oxlint, "-f", "json", path], {
    cwd: root,
    encoding: "utf8",
  });
  const { diagnostics }: { diagnostics: { code: string }[] } = JSON.parse(stdout);
  return [...new Set(diagnostics.map(({ code }) => code))];
}

const imported = (from: string) => `import { a } from "${from}";\nexport const b = a;\n`;

test.each([
  ["src/schema/x.ts", "yaml"],
  ["src/schema/x.ts", "../core/plan.ts"],
  ["src/core/x.ts", "node:fs"],
  ["src/core/x.ts", "../render/x.ts"],
  ["src/core/x.ts", "../ports.ts"],
  ["src/core/task/x.ts", "../../app/x.ts"],
  ["src/render/x.ts", "node:path"],
  ["src/render/x.ts", "zod"],
  ["src/render/x.ts", "../adapters/github/x.ts"],
  ["src/ports.ts", "./app/x.ts"],
  ["src/adapters/github/x.ts", "../../app/x.ts"],
  ["src/adapters/github/x.ts", "../../entry/x.ts"],
  ["src/adapters/github/x.ts", "../redis/x.ts"],
  ["src/app/x.ts", "../adapters/github/x.ts"],
  ["src/app/x.ts", "../entry/x.ts"],
  ["src/app/x.ts", "../local/x.ts"],
  ["src/core/task/x.ts", "../../../tests/x.ts"],
  ["src/render/x.ts", "../../tests/x.ts"],
  ["src/adapters/github/x.ts", "../../../tests/x.ts"],
  ["src/app/x.ts", "../../tests/x.ts"],
  ["src/local/x.ts", "../../tests/x.ts"],
  ["src/simulate/x.ts", "../entry/x.ts"],
  ["src/simulate/x.ts", "../adapters/github/x.ts"],
  ["src/simulate/oracle/x.ts", "../../core/policy.ts"],
  ["src/simulate/oracle/x.ts", "../../schema/index.ts"],
  ["src/simulate/oracle/x.ts", "../policy.ts"],
  ["src/simulate/oracle/x.ts", "../plan/ticks.ts"],
  ["src/simulate/oracle/x.ts", "zod"],
])("%s may not import %s", (path, from) => {
  expect(broken(path, imported(from))).toEqual(["eslint(no-restricted-imports)"]);
});

test.each([
  ["src/schema/x.ts", "zod"],
  ["src/schema/x.ts", "./y.ts"],
  ["src/core/task/x.ts", "../../schema/index.ts"],
  ["src/core/task/x.ts", "yaml"],
  ["src/render/x.ts", "../core/plan.ts"],
  ["src/ports.ts", "./core/plan.ts"],
  ["src/adapters/github/x.ts", "../../ports.ts"],
  ["src/adapters/github/x.ts", "./y.ts"],
  ["src/app/x.ts", "../core/plan.ts"],
  ["src/entry/action/x.ts", "../../adapters/github/x.ts"],
  ["src/local/x.ts", "../entry/x.ts"],
  ["src/simulate/x.ts", "../app/tick.ts"],
  ["src/simulate/x.ts", "../core/policy.ts"],
  ["src/simulate/oracle/x.ts", "../scenario.ts"],
  ["src/simulate/oracle/x.ts", "./truth.ts"],
  ["src/entry/cli/x.ts", "../../simulate/run.ts"],
])("%s may import %s", (path, from) => {
  expect(broken(path, imported(from))).toEqual([]);
});

test.each([
  ["export const a = Date.now();", "eslint(no-restricted-properties)"],
  ["export const a = Math.random();", "eslint(no-restricted-properties)"],
  ["export const a = process.env;", "eslint(no-restricted-globals)"],
  ["export const a = performance.now();", "eslint(no-restricted-globals)"],
])("core may not say %s", (text, rule) => {
  expect(broken("src/core/x.ts", text)).toEqual([rule]);
  expect(broken("src/entry/x.ts", text)).toEqual([]);
});

test("two files may not import each other", () => {
  writeFileSync(join(root, "y.ts"), 'import { b } from "./x.ts";\nexport const a = () => b;\n');
  expect(broken("x.ts", imported("./y.ts"))).toContain("import(no-cycle)");
});
