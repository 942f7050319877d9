import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findBrowsers } from "../../adapters/playwright/find-browser.mjs";
import { runStep, say, tail } from "./progress.mjs";

const day = 24 * 3_600_000;

/** Package managers that need no terminal, and what to ask them for; fonts, or a page is photographed without letters. */
const packageManagers = [
  {
    name: "apt-get",
    commands: [
      ["update"],
      ["install", "-y", "--no-install-recommends", "chromium", "fonts-liberation"],
    ],
  },
  { name: "dnf", commands: [["install", "-y", "chromium"]] },
  { name: "apk", commands: [["add", "chromium", "font-liberation"]] },
];

/**
 * The path of a browser that runs here: one that is installed, or else one that could be got. Null when there is none; the
 * audit then says `unknown`. A failed attempt is remembered for a day, so that the next start does not wait for it again.
 * @param {string} root
 * @param {string} node A Node that runs Playwright
 * @returns {Promise<string | null>}
 */
export async function ensureBrowser(root, node) {
  const cache = join(root, "node_modules", ".cache", "mission-control");
  const found = rememberedBrowser(cache) ?? runningBrowser();
  if (found !== null) return remember(cache, found);
  const asked = process.env["CHROMIUM_PATH"];
  if (asked) {
    say(`CHROMIUM_PATH names ${asked}, and that cannot be run; mend it or unset it.`);
    return null;
  }
  const failed = join(cache, "no-browser");
  if (isFresh(failed)) {
    say(`no browser: getting one failed less than a day ago (delete ${failed} to try again).`);
    return null;
  }
  for (const way of [downloadWithPlaywright, installWithPackageManager]) {
    const output = await way(root, node);
    const browser = runningBrowser();
    if (browser !== null) return remember(cache, browser);
    if (output !== null) say(`that brought no browser that runs:\n${tail(output)}`);
  }
  write(failed, "");
  say(
    "no browser was found and none could be got, so nothing can be looked at: audits will say `unknown`.",
  );
  say(
    "what helps: install Chrome or Chromium (Debian: `apt-get install chromium`), or set CHROMIUM_PATH.",
  );
  return null;
}

/** @param {string} root @param {string} node */
async function downloadWithPlaywright(root, node) {
  const cli = join(root, "node_modules", "playwright", "cli.js");
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000", ...process.env };
  const args = [cli, "install", "chromium", "--only-shell"];
  const step = "no Chrome or Chromium here: downloading one with playwright install";
  const { output } = await runStep(step, node, args, { cwd: root, timeoutMs: 5 * 60_000, env });
  return output;
}

/** @param {string} root */
async function installWithPackageManager(root) {
  const manager = packageManagers.find(({ name }) => succeeds(name, ["--version"]));
  const asRoot = rootPrefix();
  if (manager === undefined || asRoot === null) return null;
  if (process.env["MISSION_CONTROL_NO_SYSTEM_INSTALL"]) {
    say("MISSION_CONTROL_NO_SYSTEM_INSTALL is set: the system's package manager is left alone.");
    return null;
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  let all = "";
  for (const words of manager.commands) {
    const [command = "", ...args] = [...asRoot, manager.name, ...words];
    const step = `getting a browser from the system: ${[command, ...args].join(" ")}`;
    const { output } = await runStep(step, command, args, {
      cwd: root,
      timeoutMs: 10 * 60_000,
      env,
    });
    all += output;
  }
  return all;
}

/** What goes before a command that needs root; null when we may not. @returns {readonly string[] | null} */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return succeeds("sudo", ["-n", "true"]) ? ["sudo", "-n"] : null;
}

function runningBrowser() {
  return findBrowsers().find(runs) ?? null;
}

/** A snap stub or a download that lacks its libraries is there and does not run. @param {string} path */
function runs(path) {
  // On Windows `--version` opens a window instead of answering.
  return process.platform === "win32" || succeeds(path, ["--version"]);
}

/** @param {string} command @param {readonly string[]} args */
function succeeds(command, args) {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: 15_000 });
    return true;
  } catch {
    return false;
  }
}

/** @param {string} cache */
function rememberedBrowser(cache) {
  try {
    const path = readFileSync(join(cache, "browser"), "utf8");
    return findBrowsers().includes(path) ? path : null;
  } catch {
    return null;
  }
}

/** @param {string} cache @param {string} path */
function remember(cache, path) {
  write(join(cache, "browser"), path);
  return path;
}

/** @param {string} path @param {string} text */
function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** @param {string} path */
function isFresh(path) {
  try {
    return Date.now() - statSync(path).mtimeMs < day;
  } catch {
    return false;
  }
}
