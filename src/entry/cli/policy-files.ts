import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { findingLine } from "../../app/load-policy.ts";
import { agentsPath, configPath, readAgents, readConfig } from "../../app/read-config.ts";
import type { FileFinding } from "../../core/documents/file-finding.ts";
import { UserError } from "../../errors.ts";
import type { CommonOptions } from "./context.ts";

/** The files of `--config` and `--agents`, by the path they stand for. Throws UserError with every finding in them. */
export function readPolicyFiles(
  options: CommonOptions,
  cwd: string,
): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  if (options.config !== undefined) {
    const text = readText(options.config, cwd);
    refuse(readConfig(text, options.config).findings);
    files[configPath] = text;
  }
  if (options.agents !== undefined) {
    const text = readText(options.agents, cwd);
    refuse(readAgents(text, options.agents).findings);
    files[agentsPath] = text;
  }
  return files;
}

function refuse(findings: readonly FileFinding[]): void {
  if (findings.length > 0) throw new UserError(findings.map(findingLine).join("\n"));
}

/** The text of a file a person named. Throws UserError when it cannot be read. */
export function readText(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    throw new UserError(`${path}: cannot be read: ${whyNot(error)}`);
  }
}

function whyNot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a directory";
  if (code === "EACCES") return "permission denied";
  return error instanceof Error ? error.message : String(error);
}
