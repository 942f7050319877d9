import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { outputLines, type outputs } from "./inputs.ts";

/** Hands the outputs to the runner; to nobody when there is none. A failed write throws: the next step would read nothing. */
export function writeOutputs(
  env: Readonly<Record<string, string | undefined>>,
  values: Readonly<Record<keyof typeof outputs, string>>,
): void {
  const path = env["GITHUB_OUTPUT"];
  if (path) appendFileSync(path, outputLines(values, `mission-control-${randomUUID()}`));
}
