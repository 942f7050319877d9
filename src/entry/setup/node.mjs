import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./npm.mjs";
import { runStep, say, tail } from "./progress.mjs";

/** The first Node that runs our TypeScript as it is and has node:sqlite without a flag. */
const neededMajor = 24;

/** @param {string} version `24.1.0`, with or without a `v` before it. */
function isNewEnough(version) {
  return Number.parseInt(version.replace(/^v/, ""), 10) >= neededMajor;
}

/** Where the npm package `node` and our own fallback put the binary, best first.
 * @param {string} root */
function installedNodes(root) {
  const exe = process.platform === "win32" ? "node.exe" : "node";
  return [
    join(root, "node_modules", "node", "bin", exe),
    join(cacheFolder(root), "node_modules", binaryPackage(), "bin", exe),
  ];
}

/**
 * The path of a Node that is new enough: this one, or one that npm installed here. Null when there is none.
 * @param {string} root
 * @returns {string | null}
 */
export function findNode(root) {
  if (isNewEnough(process.versions.node)) return process.execPath;
  return installedNodes(root).find(isRunnable) ?? null;
}

/** @param {string} path */
function isRunnable(path) {
  if (!existsSync(path)) return false;
  try {
    return isNewEnough(execFileSync(path, ["--version"], { encoding: "utf8", timeout: 10_000 }));
  } catch {
    return false;
  }
}

/**
 * As `findNode`, and installs one when there is none: npm may have been told to run no install scripts, and the package
 * `node` fetches its binary in one.
 * @param {string} root
 * @returns {Promise<string | null>}
 */
export async function ensureNode(root) {
  const found = findNode(root);
  if (found !== null) return found;
  const wanted = `${binaryPackage()}@${lockedVersion(root)}`;
  const folder = cacheFolder(root);
  mkdirSync(folder, { recursive: true });
  const prefix = `--prefix=${folder}`;
  const [command, args] = npm(["install", "--no-save", "--ignore-scripts", prefix, wanted]);
  const step = `getting Node ${neededMajor} (this one is ${process.versions.node}) as ${wanted}`;
  const { output } = await runStep(step, command, args, { cwd: folder, timeoutMs: 10 * 60_000 });
  const node = findNode(root);
  if (node === null) {
    say(
      `there is no Node ${neededMajor} for ${process.platform} ${process.arch}. npm said:\n${tail(output)}`,
    );
    say(
      `what helps: install Node ${neededMajor} or newer from https://nodejs.org and run this again.`,
    );
  }
  return node;
}

/** @param {string} root */
function cacheFolder(root) {
  return join(root, "node_modules", ".cache", "mission-control", "node");
}

function binaryPackage() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const prefix = process.platform === "darwin" && process.arch === "arm64" ? "node-bin" : "node";
  return `${prefix}-${platform}-${process.arch}`;
}

/** @param {string} root */
function lockedVersion(root) {
  try {
    const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
    return lock.packages["node_modules/node"].version;
  } catch {
    return String(neededMajor);
  }
}
