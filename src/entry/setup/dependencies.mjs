import { readFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { runStep, say, tail } from "./progress.mjs";

const fifteenMinutes = 15 * 60_000;

/**
 * Installs what package-lock.json names, unless it is there already. False when it could not be installed.
 * @param {string} root
 * @returns {Promise<boolean>}
 */
export async function ensureDependencies(root) {
  const missing = missingDependency(root);
  if (missing === null) return true;
  const [command, args] = npm(["ci", "--include=dev"]);
  const step = `installing dependencies with npm ci (${missing})`;
  const { ok, output } = await runStep(step, command, args, {
    cwd: root,
    timeoutMs: fifteenMinutes,
  });
  if (!ok) {
    say(`the dependencies could not be installed. npm said:\n${tail(output)}`);
    say("what helps: a network that reaches the npm registry, then `npm ci` in this folder.");
  }
  return ok;
}

/**
 * Why an installation is needed, or null. Compares what npm wrote it installed with what the lockfile asks for: times say
 * nothing, a checkout touches the lockfile. Optional packages may be absent, they belong to other platforms.
 * @param {string} root
 * @returns {string | null}
 */
export function missingDependency(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === null) return null;
  if (installed === null) return "first run";
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "" || entry.link || entry.optional || entry.devOptional) continue;
    const have = installed[path]?.version;
    if (have === entry.version) continue;
    const name = path.replace(/^.*node_modules\//, "");
    return `${name} ${entry.version} is wanted, ${have ?? "none"} is here`;
  }
  return null;
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, link?: boolean, optional?: boolean, devOptional?: boolean }> | null}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? null;
  } catch {
    return null;
  }
}
